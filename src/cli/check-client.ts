import type { Command } from 'commander';
import type { Door } from '../conformance/client/check-attached.ts';
import type { ClientReport } from '../conformance/report/client-types.ts';
import { FileError, OptionError, StartError } from '../errors.ts';
import { builtIn, type ContractId } from '../mock/registry.ts';
import {
  addCheckClientFlags,
  CHECK_CLIENT_SETTINGS,
  checkContract,
  type CheckClientFlags,
} from './check-client-flags.ts';
import { checkCommandArgument } from './command-argument.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { progressLine } from './progress.ts';
import type { ReportFlags } from './report-flags.ts';
import type { ReportOutput } from './report-output.ts';
import { addConfigFlags, readSettings, type Settings } from './settings.ts';

/** Of the scenarios that run, so many are named. */
const SHOWN = 4;

/** Adds `heartbeat-kit check client`. */
export function addCheckClientCommand(
  check: Command,
  argv: readonly string[],
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const client = check
    .command('client')
    .description('Check a client: run it against mocks that play scenarios to it, in faster time.')
    .argument('[command...]', 'after --: the command that starts the client')
    .action(async (command: readonly string[]) => {
      checkCommandArgument(command, argv);
      const settings = await readSettings<CheckClientFlags>(client, CHECK_CLIENT_SETTINGS, io);
      checkContract(settings);
      checkMode(command, settings);
      setExitCode(await runCheck(command, settings, io));
    });
  addConfigFlags(addCheckClientFlags(client));
}

/** @throws CliError where there is no client, or two. */
function checkMode(command: readonly string[], { flags }: Settings<CheckClientFlags>): void {
  const { attach } = flags;
  if (command.length === 0 && !attach) {
    throw new CliError(
      'there is no client to check: give its command after --, or --attach to wait for one',
      EXIT.usage,
    );
  }
  if (command.length > 0 && attach) {
    throw new CliError('--attach starts no client; leave out the command after --', EXIT.usage);
  }
  const idle = (['timeScale', 'output', 'jobs'] as const).find((name) => flags[name] !== undefined);
  if (attach && idle) {
    const flag = idle === 'timeScale' ? 'time-scale' : idle;
    throw new CliError(`--${flag} is of no use with --attach, which starts no client`, EXIT.usage);
  }
}

async function runCheck(
  command: readonly string[],
  { flags, config }: Settings<CheckClientFlags>,
  io: Io,
): Promise<number> {
  const controller = new AbortController();
  const impatience = new AbortController();
  const progress = progressLine(io);
  const release = io.onStop(() => {
    // Who asks again does not want to wait for a client that takes its time.
    if (controller.signal.aborted) impatience.abort();
    controller.abort();
  });
  const { timeScale, for: realTime, scenario: scenarios, ...rest } = flags;
  const common = { ...rest, scenarios, realTime, signal: controller.signal };
  return reportOf(flags, [config, flags.home], io, async () => {
    // Loaded late, so that the other commands start faster.
    if (flags.attach) {
      const { checkAttached } = await import('../conformance/client/check-attached.ts');
      return checkAttached({
        ...common,
        onReady: (doors, baseUrl) => io.err(invitation(doors, baseUrl)),
        onScenario: (name, event) => io.err(`heartbeat-kit: ${name} ${event}\n`),
      }).catch((error: Error) => {
        if (error instanceof OptionError || error instanceof FileError) throw error;
        throw new StartError(error.message);
      });
    }
    const { checkCommand } = await import('../conformance/client/check-command.ts');
    return checkCommand({
      ...common,
      command,
      env: io.env,
      timeScale,
      kill: impatience.signal,
      onProgress({ done, total, running }) {
        const more = running.length > SHOWN ? ', …' : '';
        const names = running.slice(0, SHOWN).join(', ');
        progress.show(`${done} of ${total} scenarios; ${names}${more}`);
      },
    }).finally(progress.clear);
  }).finally(release);
}

/** Tells where to point clients to. */
function invitation(doors: readonly Door[], baseUrl: string): string {
  const width = Math.max(0, ...doors.map(({ scenario }) => scenario.length));
  const wide = Math.max(0, ...doors.map((door) => door.baseUrl.length));
  return [
    'Point a client to one of these addresses, or to',
    `  ${baseUrl}`,
    'with one of these keys: address or key alone chooses what happens. Time is real.',
    'Ctrl-C ends the run, and prints what was seen until then.',
    '',
    ...doors.map(
      ({ scenario, baseUrl: own, apiKey }) =>
        `  ${scenario.padEnd(width)}  ${own.padEnd(wide)}  ${apiKey}`,
    ),
    '',
    '',
  ].join('\n');
}

/** What decides how a report is told, and what it makes of the exit code. */
interface Telling extends ReportFlags {
  readonly contract: string;
  readonly allowInconclusive?: boolean;
}

/**
 * Makes a report and prints it.
 *
 * @param reads files that the run reads, see `Checked`.
 * @returns the exit code.
 * @throws CliError for what the user can mend.
 */
export async function reportOf(
  { allowInconclusive = false, ...flags }: Telling,
  reads: readonly (string | undefined)[],
  io: Io,
  make: () => Promise<ClientReport>,
): Promise<number> {
  // Loaded late, so that the other commands start faster.
  const { reportOutput } = await import('./report-output.ts');
  const { problemsOf } = await import('../conformance/report/verdict.ts');
  const { Secrets } = await import('../conformance/secrets.ts');
  const { contract } = flags;
  // A client may have a real key, of which only the form is known.
  const secrets = new Secrets({}, builtIn[contract as ContractId].keyPrefix);
  let output: ReportOutput | undefined;
  let report: ClientReport;
  try {
    output = await reportOutput(
      { ...flags, allowInconclusive },
      { contract, side: 'client', reads, secrets },
      io,
    );
    report = await make();
  } catch (error) {
    if (error instanceof OptionError || error instanceof FileError) {
      throw new CliError(secrets.conceal(error.message), EXIT.usage);
    }
    if (error instanceof StartError) {
      const why = secrets.conceal(error.message);
      output?.lost(why);
      throw new CliError(why, EXIT.unreachable);
    }
    throw error;
  }
  const told = await output.deliver(report);
  const { verdict, interrupted } = told;
  const isAllowed =
    verdict === 'inconclusive' &&
    allowInconclusive &&
    !interrupted &&
    problemsOf(told).length === 0;
  return verdict === 'pass' || isAllowed ? EXIT.ok : EXIT.failed;
}
