import { readFile } from 'node:fs/promises';
import { FileError, OptionError } from '../../errors.ts';
import type { CheckClientOptions } from '../check-client.ts';
import { checkWeights } from '../check-options.ts';
import type { Requirement } from '../requirements.ts';
import { Secrets } from '../secrets.ts';
import { selectRequirements } from '../select-requirements.ts';
import { profileOf } from './judge.ts';
import { loadClientSuite, type ClientSuite } from './load.ts';
import { readHomePattern } from './plant.ts';
import type { Profile } from './profile.ts';

/** What every kind of run goes by. */
export interface Setup {
  readonly profile: Profile;
  readonly suite: ClientSuite;
  readonly state: string | undefined;
  /** The client's usual interval, in milliseconds. */
  readonly beat: number;
  readonly selected: readonly Requirement[];
}

/**
 * Checks options, and loads what they ask for.
 *
 * @throws OptionError that says which option is wrong, and FileError for a file.
 */
export async function setUp(options: CheckClientOptions): Promise<Setup> {
  const { contract, state, interval, only, basis = 'assumed', home } = options;
  checkWeights(options);
  const profile = profileOf({ contract, state });
  const states = Object.keys(profile.cadences);
  if (states.length > 0 && state === undefined) {
    throw new OptionError(
      `give --state, what the agent is doing, by which ${contract} has its cadence: ${states.join(', ')}`,
    );
  }
  if (states.length > 0 && interval !== undefined) {
    throw new OptionError(`--interval is of no use: ${contract} has its cadence by --state`);
  }
  const own = profile.cadences[state ?? ''];
  const beat = own
    ? (own.beat ?? own.to)
    : (interval ?? profile.behaviour.usualIntervalSeconds * 1000);
  const pattern =
    home === undefined
      ? undefined
      : readHomePattern(
          home,
          await readFile(home, 'utf8').catch((): never => {
            throw new FileError(`${home}: there is no such file to read`);
          }),
        );
  if (pattern && !Object.values(profile.kinds).includes('home')) {
    throw new OptionError(`--home is of no use: ${contract} has no dashboard`);
  }
  const suite = await loadClientSuite({ profile, state, beat, home: pattern });
  return {
    profile,
    suite: { ...suite, scenarios: named(suite, options.scenarios) },
    state,
    beat,
    selected: selectRequirements(suite.requirements, only, basis),
  };
}

/** @throws OptionError where there is none of a name. */
function named(
  { scenarios }: ClientSuite,
  names: readonly string[] | undefined,
): ClientSuite['scenarios'] {
  const unknown = names?.find((name) => !scenarios.some((one) => one.name === name));
  if (unknown !== undefined) {
    const known = scenarios.map(({ name }) => name).join(', ');
    throw new OptionError(`--scenario names no scenario "${unknown}"; there is ${known}`);
  }
  return names ? scenarios.filter(({ name }) => names.includes(name)) : scenarios;
}

/** A key of the contract's form that works with the mock, and tells which scenario it is for. */
export function keyFor({ behaviour }: Profile, scenario: string): string {
  return `${behaviour.keyPrefix}${scenario.replaceAll('-', '_')}_check`;
}

/** The keys of a run, which must not be told. */
export function secretsOf({ profile, suite }: Setup): Secrets {
  const keys = suite.scenarios.map(({ name }) => keyFor(profile, name));
  return new Secrets(
    Object.fromEntries(
      keys.map((key, index) => [`$HEARTBEAT_API_KEY${index === 0 ? '' : `_${index + 1}`}`, key]),
    ),
    // A client may have a real one of its own.
    profile.behaviour.keyPrefix,
  );
}
