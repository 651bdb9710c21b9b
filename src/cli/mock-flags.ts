import { InvalidArgumentError, Option, type Command } from 'commander';
import { OptionError } from '../errors.ts';
import { systemClock } from '../mock/clock.ts';
import { DEFAULTS } from '../mock/defaults.ts';
import type { MockParts } from '../mock/mock.ts';
import { builtIn, contractIds, type ContractId } from '../mock/registry.ts';
import { scenariosFor } from '../mock/simulation/library.ts';
import type { LimitRule, Scenario } from '../mock/simulation/types.ts';
import { isFile } from './config-file.ts';
import { BOUNDS, toInteger, toNumber } from './numbers.ts';
import { parseRateLimit } from './rate-limit-spec.ts';
import type { Settings, SettingsOptions } from './settings.ts';
import { parseTime, TIME_FORM } from './times.ts';

/** The flags of `mock`, as they were given. */
export interface MockFlags {
  readonly port: number;
  readonly host: string;
  readonly contract: readonly ContractId[];
  readonly seed: number;
  readonly json?: boolean;
  /** Name or file. */
  readonly scenario?: string;
  readonly rateLimit?: LimitRule;
  readonly timeScale?: number;
  /** Milliseconds since the epoch. */
  readonly time?: number;
  readonly freeze?: boolean;
  readonly prefer: boolean;
  readonly labels: boolean;
  readonly journal: number;
  /** File of a snapshot. */
  readonly state?: string;
}

/** What else the flags of `mock` can be given by. */
export const MOCK_SETTINGS: SettingsOptions = {
  section: 'mock',
  variables: () => ({
    port: 'HEARTBEAT_PORT',
    host: 'HEARTBEAT_HOST',
    seed: 'HEARTBEAT_SEED',
    scenario: 'HEARTBEAT_SCENARIO',
    timeScale: 'HEARTBEAT_TIME_SCALE',
  }),
  rivals: { freeze: 'timeScale', timeScale: 'freeze' },
};

/** Adds the flags of `mock`. */
export function addMockFlags(command: Command): Command {
  return command
    .option(
      '-p, --port <number>',
      'port; 0 picks a free one; else HEARTBEAT_PORT',
      toInteger(BOUNDS.port),
      DEFAULTS.port,
    )
    .option('--host <address>', 'address to bind to; else HEARTBEAT_HOST', toHost, DEFAULTS.host)
    .addOption(contractsOption(`contracts, of ${contractIds.join(', ')}`))
    .option(
      '--seed <number>',
      'decides names, schedules and chances; else HEARTBEAT_SEED',
      toInteger(BOUNDS.seed),
      DEFAULTS.seed,
    )
    .option(
      '--scenario <name>',
      'what the mock puts on: outage, flaky, ... or a file.yaml of your own; else HEARTBEAT_SCENARIO',
    )
    .option(
      '--rate-limit <spec>',
      '60/1m, or 100/1h,bucket,per=route,headers=draft+legacy,retry-after=date',
      toRateLimit,
    )
    .option('--time <iso>', 'first time of the clock', toTime)
    .addOption(
      new Option('--time-scale <n>', 'seconds that pass in each second; else HEARTBEAT_TIME_SCALE')
        .argParser(toNumber(BOUNDS.timeScale))
        .conflicts('freeze'),
    )
    .option('--freeze', 'the clock stands still')
    .option('--no-prefer', 'do not heed the Prefer header of requests')
    .option('--no-labels', 'leave out x-mock-simulated, which says what is put on')
    .option(
      '--journal <n>',
      'how many exchanges are kept',
      toInteger(BOUNDS.journal),
      DEFAULTS.journalSize,
    )
    .option('--state <file>', 'begin where a snapshot was saved')
    .option('--json', 'print one JSON object per line');
}

/**
 * What the mock is made from.
 *
 * @throws CliError or FileError where a scenario is not there, or not as it should be.
 */
export async function readMockFlags({ flags, fail }: Settings<MockFlags>): Promise<MockParts> {
  const behaviours = flags.contract.map((id) => builtIn[id]);
  const own: Scenario[] = [];
  if (flags.scenario !== undefined && isFile(flags.scenario)) {
    // Loaded late, with all that reads files.
    const { loadScenario } = await import('../mock/simulation/load-file.ts');
    own.push(await loadScenario(flags.scenario, behaviours));
  }
  const scenarios = scenariosFor(flags.contract, own);
  const scenario = own[0]?.name ?? flags.scenario;
  if (scenario !== undefined && !scenarios.has(scenario)) {
    const names = [...scenarios.keys()].toSorted().join(', ');
    fail('scenario', `must be a file.yaml or one of ${names}, not ${JSON.stringify(scenario)}`);
  }
  return {
    behaviours,
    seed: flags.seed,
    clock: systemClock,
    scenarios,
    scenario,
    limit: flags.rateLimit,
    start: flags.time,
    scale: flags.freeze ? 0 : flags.timeScale,
    prefer: flags.prefer,
    labels: flags.labels,
    journalSize: flags.journal,
    keys: {},
    behaviour: {},
  };
}

/** Whether a scenario plants addresses of another origin, which someone has to listen on. */
export function plantsCanaries(scenario: Scenario | undefined): boolean {
  return JSON.stringify(scenario ?? {}).includes('${canary:');
}

/** The flag that names contracts, of which all are meant by default. */
export function contractsOption(description: string): Option {
  return new Option('-c, --contract <ids>', description)
    .argParser(toContracts)
    .default(contractIds, 'all');
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

function toRateLimit(text: string): LimitRule {
  try {
    return parseRateLimit(text);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}

function toTime(text: string): number {
  const time = parseTime(text);
  if (time === undefined) throw new InvalidArgumentError(`It must be ${TIME_FORM}.`);
  return time;
}
