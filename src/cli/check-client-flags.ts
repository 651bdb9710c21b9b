import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Basis, Level } from '../contract/types.ts';
import { contractIds } from '../mock/registry.ts';
import { DURATION_FORM, parseDuration } from '../mock/simulation/duration.ts';
import { addWeighingFlags } from './check-server-flags.ts';
import { CliError, EXIT } from './exit.ts';
import { BOUNDS, toInteger, toNumber } from './numbers.ts';
import { addReportFlags, type ReportFlags } from './report-flags.ts';
import type { Settings, SettingsOptions } from './settings.ts';

/** What `--state` chooses from; which of them there are is for the contract to say. */
export const STATES = ['on_shift', 'preparing', 'idle', 'dormant'] as const;

/** The flags of `check client`, as they were given. */
export interface CheckClientFlags extends ReportFlags {
  readonly contract: string;
  readonly state?: string;
  /** Milliseconds. */
  readonly interval?: number;
  readonly only?: string;
  readonly basis: Basis;
  readonly failOn: Level;
  readonly allowInconclusive?: boolean;
  readonly scenario?: readonly string[];
  readonly home?: string;
  readonly seed: number;
  readonly output?: string;
  readonly timeScale?: number;
  /** Milliseconds. */
  readonly for?: number;
  readonly jobs?: number;
  readonly attach?: boolean;
  readonly port: number;
  readonly host: string;
}

/** What else the flags of `check client` can be given by. */
export const CHECK_CLIENT_SETTINGS: SettingsOptions = {
  section: 'checkClient',
  variables: () => ({}),
  rivals: { for: 'timeScale', timeScale: 'for' },
};

/** Flags that `check client` and `check log` have in common. */
export function addJudgingFlags(command: Command): Command {
  command
    .option('-c, --contract <id>', contractIds.join(', '))
    .addOption(
      new Option('--state <state>', 'what the agent is doing, for agentradio').choices(STATES),
    )
    .option(
      '--interval <duration>',
      "the client's usual interval, for agentmc (default: 1m)",
      toDuration,
    )
    .option(
      '--only <ids>',
      'judge these requirements only: AR-C-007, AR-C-01*, or several with commas',
    );
  addWeighingFlags(command).option(
    '--allow-inconclusive',
    'end with 0 though too little was seen of something',
  );
  return addReportFlags(command);
}

/** Adds the flags of `check client`. */
export function addCheckClientFlags(command: Command): Command {
  return addJudgingFlags(command)
    .option(
      '--scenario <names>',
      'play these scenarios only: steady, or several with commas',
      toNames,
    )
    .option('--home <file>', 'a recorded answer of GET /api/v1/home, as a pattern for planted ones')
    .option('--seed <number>', 'decides chances of the mock', toInteger(BOUNDS.seed), 1)
    .option('--output <folder>', 'keep what the client writes here, by scenario')
    .addOption(
      new Option('--time-scale <factor>', 'pace of the time of the client (default: as it waits)')
        .argParser(toNumber(BOUNDS.clientScale))
        .conflicts('for'),
    )
    .addOption(
      new Option('--for <duration>', 'real time for each scenario, with nothing faster').argParser(
        toDuration,
      ),
    )
    .option('--jobs <number>', 'scenarios at the same time', toInteger(BOUNDS.jobs))
    .option('--attach', 'start no client, but wait for one that is pointed to an address')
    .option(
      '-p, --port <number>',
      'port for --attach; 0 picks a free one',
      toInteger(BOUNDS.port),
      0,
    )
    .option('--host <address>', 'address to bind to for --attach', '127.0.0.1');
}

function toNames(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

function toDuration(text: string): number {
  const value = parseDuration(text);
  if (value !== undefined && value > 0) return value;
  throw new InvalidArgumentError(`It must be ${DURATION_FORM}.`);
}

/** @throws CliError or FileError where the contract is missing or none. */
export function checkContract({
  flags,
  fail,
}: Pick<Settings<{ readonly contract: string }>, 'flags' | 'fail'>): void {
  const ids = contractIds.join(', ');
  if (flags.contract === undefined) {
    throw new CliError(`give the contract with --contract: ${ids}`, EXIT.usage);
  }
  if (!(contractIds as string[]).includes(flags.contract)) {
    fail('contract', `names no contract "${flags.contract}"; there is ${ids}`);
  }
}
