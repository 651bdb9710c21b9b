import type { Command } from 'commander';
import { FileError, OptionError, StartError } from '../errors.ts';
import { contractIds } from '../mock/registry.ts';
import {
  addWeighingFlags,
  CHECK_SERVER_SETTINGS,
  checkFlags,
  readFlags,
  type CheckServerFlags,
} from './check-server-flags.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { progressLine } from './progress.ts';
import { BOUNDS, toInteger, toNumber } from './numbers.ts';
import { addReportFlags } from './report-flags.ts';
import type { ReportOutput } from './report-output.ts';
import { addConfigFlags, readSettings, type Settings } from './settings.ts';

/** Seconds that a server which is started has until it answers. */
const USUAL_WAIT = 30;

/** Adds `heartbeat-kit check server`. */
export function addCheckServerCommand(
  check: Command,
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const server = check
    .command('server')
    .description('Check a running server against a contract, requirement by requirement.')
    .option(
      '-c, --contract <id>',
      `${contractIds.join(', ')}, or the folder of a contract of your own`,
    )
    .option(
      '-u, --url <base>',
      'what the paths of the contract are appended to; else AGENTMC_BASE_URL, AGENTRADIO_BASE_URL',
    )
    .option('--path <path>', 'path of the heartbeat, where it is not the one of the contract')
    .option('--api-key <key>', 'a valid key; else HEARTBEAT_API_KEY')
    .option(
      '--agent-id <number>',
      'the agent the key belongs to; else HEARTBEAT_AGENT_ID',
      toInteger(BOUNDS.agentId),
    )
    .option('--second-key <key>', 'a valid key of another agent; else HEARTBEAT_SECOND_KEY')
    .option(
      '--second-agent-id <number>',
      'the agent the second key belongs to; else HEARTBEAT_SECOND_AGENT_ID',
      toInteger(BOUNDS.agentId),
    )
    .option(
      '--forbidden-key <key>',
      'a key that may not send heartbeats; else HEARTBEAT_FORBIDDEN_KEY',
    )
    .option('--inactive-key <key>', 'a key that was switched off; else HEARTBEAT_INACTIVE_KEY')
    .option('--header <line>', "'name: value' to send along; may be repeated", collect)
    .option(
      '--only <ids>',
      'judge these requirements only: AMC-S-013, AMC-S-01*, or several with commas',
    );
  addWeighingFlags(server)
    .option(
      '--burst <number>',
      'send up to so many heartbeats in a row to see a rate limit',
      toInteger(BOUNDS.burst),
    )
    .option('--slow', 'also look at what takes a minute')
    .option('--generated', 'also send payloads made from the schema, hundreds of requests')
    .option(
      '--fuzz <number>',
      'also send so many heartbeats drawn at random',
      toInteger(BOUNDS.fuzz),
    )
    .option('--seed <number>', 'what --fuzz draws from (default: 1)', toInteger(BOUNDS.seed))
    .option(
      '--save-failures <folder>',
      'write a scenario file for each failure of a payload that was made up',
    )
    .option(
      '--replay <file>',
      'run this scenario, or all of a folder, instead; may be repeated',
      collect,
    )
    .option('--rps <number>', 'requests in a second, at the most', toNumber(BOUNDS.rps))
    .option('--timeout <ms>', 'for each answer', toInteger(BOUNDS.timeout), 10_000)
    .option('--max-time <s>', 'for the whole run', toInteger(BOUNDS.maxTime), 300)
    .option(
      '--concurrency <number>',
      'scenarios at the same time',
      toInteger(BOUNDS.concurrency),
      1,
    )
    .option('--ca <file>', 'PEM file of a certificate authority to trust')
    .option('--start <command>', 'start the server with this command, and stop it at the end')
    .option(
      '--wait <s>',
      `how long it may take to answer (default: ${USUAL_WAIT})`,
      toInteger(BOUNDS.wait),
    );
  addReportFlags(server).action(async () => {
    const settings = await readSettings<CheckServerFlags>(server, CHECK_SERVER_SETTINGS, io);
    // Not left to commander, which would look before the config file is read.
    if (settings.flags.contract === undefined) {
      server.error("error: required option '-c, --contract <id>' not specified");
    }
    setExitCode(await runCheck(settings, io));
  });
  addConfigFlags(server);
}

async function runCheck(settings: Settings<CheckServerFlags>, io: Io): Promise<number> {
  // Loaded late, so that the other commands start faster.
  const { runServerCheck, secretsOf, suiteOf } = await import('../conformance/server-check.ts');
  const { checkSelection } = await import('../conformance/selection.ts');
  const { Secrets } = await import('../conformance/secrets.ts');
  const { startServer } = await import('../conformance/target/server-process.ts');
  const { reportOutput } = await import('./report-output.ts');
  const { failuresIn } = await import('./save-failures.ts');
  const { flags } = settings;
  checkFlags(settings);
  const given = await readFlags(settings);
  const secrets = new Secrets(secretsOf(given));
  const controller = new AbortController();
  const progress = progressLine(io);
  const folder = flags.saveFailures;
  const failures = folder === undefined ? undefined : await failuresIn(folder, io.cwd);
  let server: Awaited<ReturnType<typeof startServer>> | undefined;
  let output: ReportOutput | undefined;
  const impatience = new AbortController();
  const release = io.onStop(() => {
    // Who asks again does not want to wait for a server that takes its time.
    if (controller.signal.aborted) impatience.abort();
    controller.abort();
  });
  try {
    const suite = await suiteOf(flags.contract, flags.replay);
    checkSelection(given, suite);
    const { contract } = flags;
    const reads = [settings.config, flags.ca, ...(flags.replay ?? [])];
    output = await reportOutput(flags, { contract, side: 'server', suite, reads, secrets }, io);
    if (suite.defaults.leaves) io.err(`note: ${suite.defaults.leaves}\n`);
    if (flags.start !== undefined) {
      const wait = (flags.wait ?? USUAL_WAIT) * 1000;
      const { url, ca } = given;
      const { signal } = controller;
      const { signal: kill } = impatience;
      const { env } = io;
      server = await startServer({ command: flags.start, url, ca, wait, env, signal, kill });
    }
    const report = await runServerCheck({
      ...given,
      suite,
      signal: controller.signal,
      onProgress: ({ done, total, title }) => progress.show(`${done} of ${total} steps: ${title}`),
    });
    progress.clear();
    const told = await output.deliver(report);
    if (failures) io.err(await failures.save(report));
    const ended = server?.ended();
    if (ended !== undefined) {
      const lines = secrets.conceal(server?.output() ?? '');
      io.err(`note: the server that was started has ended: ${ended}\n${lines}\n`);
    }
    if (told.ending) return EXIT.unreachable;
    return told.verdict === 'pass' ? EXIT.ok : EXIT.failed;
  } catch (error) {
    progress.clear();
    if (error instanceof OptionError || error instanceof FileError) {
      throw new CliError(secrets.conceal(error.message), EXIT.usage);
    }
    if (error instanceof StartError) {
      const why = secrets.conceal(error.message);
      output?.lost(why);
      throw new CliError(why, EXIT.unreachable);
    }
    throw error;
  } finally {
    await server?.stop();
    release();
  }
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
