import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { AdminClient } from '../../admin/client.ts';
import { CliError, EXIT } from '../exit.ts';
import type { RunAdmin } from './tools.ts';

/** Adds what is put on: scenarios, faults, a rate limit. */
export function addPutOnCommands(admin: Command, run: RunAdmin): void {
  addScenarioCommands(admin, run);
  addRuleCommands(admin, run, {
    name: 'faults',
    what: 'the rules that come before any scenario',
    get: (client) => client.faults(),
    set: (client, data) =>
      client.setFaults((Array.isArray(data) ? { rules: data } : data) as Rules),
    clear: (client) => client.clearFaults(),
  });
  addRuleCommands(admin, run, {
    name: 'rate-limit',
    what: 'the rate limit of all requests',
    get: (client) => client.rateLimit(),
    set: (client, data) => client.setRateLimit((isWrapped(data) ? data : { limit: data }) as Limit),
    clear: (client) => client.clearRateLimit(),
  });
}

// What they hold is for the control API to check.
type Rules = Parameters<AdminClient['setFaults']>[0];
type Limit = Parameters<AdminClient['setRateLimit']>[0];

function isWrapped(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'limit' in data;
}

function addScenarioCommands(admin: Command, run: RunAdmin): void {
  admin
    .command('scenarios')
    .description('List the scenarios that can be asked for.')
    .action(() =>
      run(async (client, { print }) => {
        const { scenarios } = await client.scenarios();
        const width = Math.max(0, ...scenarios.map(({ name }) => name.length));
        const lines = scenarios.map(({ name, title, state }) =>
          state === null
            ? `  ${name.padEnd(width)}  ${title}`
            : `* ${name.padEnd(width)}  ${title} (now: ${state})`,
        );
        print(scenarios, lines.join('\n'));
      }),
    );
  admin
    .command('scenario')
    .description('Begin a scenario for all requests, or end it.')
    .argument('<name>', 'of a scenario; none ends the one that runs')
    .option('--state <state>', 'where it begins; its first state by default')
    .action((name: string, { state }: { readonly state?: string }) =>
      run(async (client, { print }) => {
        const now = await client.playScenario({ name: name === 'none' ? null : name, state });
        const words = `Scenario ${now.name} runs, in state ${now.state}.`;
        print(now, now.name === null ? 'No scenario runs.' : words);
      }),
    );
}

interface RuleCommands {
  readonly name: string;
  readonly what: string;
  readonly get: (client: AdminClient) => Promise<unknown>;
  readonly set: (client: AdminClient, data: unknown) => Promise<unknown>;
  readonly clear: (client: AdminClient) => Promise<void>;
}

function addRuleCommands(
  admin: Command,
  run: RunAdmin,
  { name, what, get, set, clear }: RuleCommands,
): void {
  const command = admin.command(name).description(`Print, set or drop ${what}.`);
  command
    .command('get', { isDefault: true })
    .description(`Print ${what}, as JSON.`)
    .action(() => run(async (client, { printJson }) => printJson(await get(client))));
  command
    .command('set')
    .description(`Set ${what}, in place of what there is.`)
    .argument('<data>', 'JSON, or a file of JSON or YAML; written as in scenario files')
    .action((text: string) =>
      run(async (client, { printJson }) => printJson(await set(client, await dataOf(text)))),
    );
  command
    .command('clear')
    .description(`Drop ${what}.`)
    .action(() => run((client) => clear(client)));
}

/** What an argument stands for: JSON as it is, or the content of a file. */
async function dataOf(argument: string): Promise<unknown> {
  const isInline = /^\s*[[{]/.test(argument);
  const text = isInline ? argument : await readFile(argument, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new CliError(`there is no file ${argument} to read`, EXIT.usage);
  }
  // JSON is YAML; it is loaded late, as hardly any command needs it.
  const { parse } = await import('yaml');
  try {
    return parse(text) as unknown;
  } catch (error) {
    const [why = ''] = error instanceof Error ? error.message.split('\n') : [];
    const place = isInline ? 'what was given' : argument;
    throw new CliError(`${place} is neither JSON nor YAML: ${why}`, EXIT.usage);
  }
}
