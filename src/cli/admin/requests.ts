import { Option, type Command } from 'commander';
import type { Exchange } from '../../mock/journal.ts';
import { EXIT } from '../exit.ts';
import { textLog } from '../mock-log.ts';
import { BOUNDS, toInteger } from '../numbers.ts';
import type { AdminTools, RunAdmin } from './tools.ts';

interface Filter {
  readonly contract?: string;
  readonly operation?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: string;
}

/** Adds what finds requests, and waits for them. */
export function addRequestCommands(admin: Command, run: RunAdmin): void {
  withFilter(admin.command('requests'))
    .description('Print the requests that passed, the newest last.')
    .option('--limit <number>', 'so many of the newest', toInteger(BOUNDS.exchanges))
    .addOption(
      new Option('--format <format>', 'form of the output')
        .choices(['pretty', 'ndjson', 'har'])
        .default('pretty'),
    )
    .action(({ format, status, ...rest }: Filter & { limit?: number; format: 'pretty' | Format }) =>
      run(async (client, tools) => {
        const query = { ...rest, status: toStatus(status) };
        if (format !== 'pretty') {
          tools.io.out(await client.exportRequests({ ...query, format }));
          return;
        }
        const { requests } = await client.requests(query);
        tell(requests, requests, tools);
      }),
    );
  withFilter(admin.command('wait'))
    .description('Wait until so many requests have passed; exits 1 where they do not in time.')
    .requiredOption('--count <number>', 'how many', toInteger(BOUNDS.exchanges))
    .option('--timeout <ms>', 'how long', toInteger(BOUNDS.waitTimeout), 10_000)
    .action(
      ({
        count,
        timeout: timeoutMs,
        status,
        ...rest
      }: Filter & { count: number; timeout: number }) =>
        run(async (client, tools) => {
          const wanted = { ...rest, status: toStatus(status), count, timeoutMs };
          const answer = await client.waitForRequests(wanted);
          tell(answer, answer.requests, tools);
          if (answer.satisfied) return;
          tools.setExitCode(EXIT.failed);
          tools.io.err(
            `heartbeat-kit: ${answer.requests.length} of ${count} requests came within ${timeoutMs} ms\n`,
          );
        }),
    );
}

type Format = 'ndjson' | 'har';

function withFilter(command: Command): Command {
  return command
    .option('--contract <id>', 'those of a contract')
    .option('--operation <id>', 'those of an operation')
    .option('--method <method>', 'those of a method')
    .option('--path <path>', 'those of a path; * stands for anything')
    .option('--status <status>', 'those of a status, or of a class such as 4xx');
}

/** A status is a number; what is none is left to the control API to judge. */
function toStatus(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function tell(answer: unknown, requests: readonly Exchange[], tools: AdminTools): void {
  const { io, json, printJson } = tools;
  if (json) return printJson(answer);
  const { exchange } = textLog(io.out, io.colours.out);
  for (const request of requests) exchange(request);
}
