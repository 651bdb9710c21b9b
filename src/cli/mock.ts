import { InvalidArgumentError, Option, type Command } from 'commander';
import { systemClock } from '../mock/clock.ts';
import { DEFAULTS } from '../mock/defaults.ts';
import { buildMock } from '../mock/mock.ts';
import { builtIn, contractIds, type ContractId } from '../mock/registry.ts';
import type { Listener } from '../mock/adapters/node.ts';
import { runChild } from './child.ts';
import type { Io } from './io.ts';
import { CliError, EXIT } from './exit.ts';
import { jsonLog, textLog } from './mock-log.ts';
import { toInteger } from './numbers.ts';

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly contract: readonly ContractId[];
  readonly seed: number;
  readonly json?: true;
}

/** Adds `heartbeat-kit mock`. */
export function addMockCommand(
  program: Command,
  argv: readonly string[],
  io: Io,
  setExitCode: (code: number) => void,
): void {
  program
    .command('mock')
    .description('Run a fake backend, for as long as it is not stopped or while a command runs.')
    .argument('[command...]', 'after --: a command to run against the mock')
    .option('-p, --port <number>', 'port; 0 picks a free one', toInteger(0, 65_535), DEFAULTS.port)
    .option('--host <address>', 'address to bind to', toHost, DEFAULTS.host)
    .addOption(
      new Option('-c, --contract <ids>', `contracts, of ${contractIds.join(', ')}`)
        .argParser(toContracts)
        .default(contractIds, 'all'),
    )
    .option('--seed <number>', 'decides names, schedules and chances', toInteger(), DEFAULTS.seed)
    .option('--json', 'print one JSON object per line')
    .action(async (command: readonly string[], flags: Flags) => {
      checkCommand(command, argv);
      setExitCode(await runMock(command, flags, io));
    });
}

/** A command stands after `--`, and what stands there is a command. */
function checkCommand(command: readonly string[], argv: readonly string[]): void {
  const separated = argv.includes('--');
  if (separated && command.length === 0) {
    throw new CliError('there is no command after --', EXIT.usage);
  }
  if (!separated && command.length > 0) {
    throw new CliError(`put -- in front of the command: -- ${command.join(' ')}`, EXIT.usage);
  }
}

async function runMock(command: readonly string[], flags: Flags, io: Io): Promise<number> {
  const behaviours = flags.contract.map((id) => builtIn[id]);
  const mock = buildMock({
    ...DEFAULTS,
    behaviours,
    seed: flags.seed,
    clock: systemClock,
    keys: {},
    behaviour: {},
  });
  const listener = await mock
    .listen({ port: flags.port, host: flags.host })
    .catch((error: Error) => {
      throw new CliError(error.message, EXIT.unreachable);
    });
  // Standard output belongs to the command that runs.
  const stream = command.length > 0 ? 'err' : 'out';
  const log = (flags.json ? jsonLog : textLog)(io[stream], io.colours[stream]);
  log.ready(listener.url, behaviours, command.length > 0);
  mock.journal.subscribe(log.exchange);
  try {
    if (command.length > 0)
      return await runChild(command, environment(listener, flags.contract), io);
    await stopped(io);
    return EXIT.ok;
  } finally {
    await mock.close();
  }
}

/** How a command learns where the mock is. */
function environment(
  { url }: Listener,
  contracts: readonly ContractId[],
): Record<string, string | undefined> {
  return Object.fromEntries([
    ['HEARTBEAT_BASE_URL', url],
    // Nor must it find another server by what was set for one before.
    ...contractIds.map((id) => [
      `${id.toUpperCase()}_BASE_URL`,
      contracts.includes(id) ? url + builtIn[id].contract.basePath : undefined,
    ]),
  ]) as Record<string, string | undefined>;
}

function stopped(io: Io): Promise<void> {
  return new Promise((resolve) => {
    const release = io.onStop(() => {
      release();
      resolve();
    });
  });
}

function toHost(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must be a host name or an address.');
  return text;
}

function toContracts(text: string): ContractId[] {
  return [...new Set(text.split(',').map((id) => id.trim()))].map((id) => {
    if (!contractIds.includes(id as ContractId)) {
      throw new InvalidArgumentError(
        `There is no contract "${id}"; there is ${contractIds.join(', ')}.`,
      );
    }
    return id as ContractId;
  });
}
