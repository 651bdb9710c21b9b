import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderOf } from '../../contract/folder.ts';
import { FileError } from '../../errors.ts';
import { checkScenario } from '../../mock/simulation/load.ts';
import type { Scenario, ScenarioState } from '../../mock/simulation/types.ts';
import { parseYaml } from '../../yaml-file.ts';
import { loadRequirements, type Requirement } from '../requirements.ts';
import { loadStates, type State } from '../states.ts';
import { plantRule, type HomePattern } from './plant.ts';
import type { Profile } from './profile.ts';
import { clientScenarioFormat } from './scenario-format.ts';

/** What the mock does to a client, and which requirements that shows. */
export interface ClientScenario {
  /** That of its file. */
  readonly name: string;
  readonly title: string;
  readonly judges: readonly string[];
  /** Milliseconds at the most. */
  readonly lasts: number;
  /** State of the mock in which there is nothing more to see. */
  readonly until: string | undefined;
  /** Number of accepted heartbeats after which the client is started again. */
  readonly restartAfter: number | undefined;
  readonly followsShows: boolean;
  readonly mock: Scenario;
}

/** All that is needed to check clients of a contract. */
export interface ClientSuite {
  readonly title: string;
  /** The client's side of the catalogue. */
  readonly requirements: readonly Requirement[];
  readonly scenarios: readonly ClientScenario[];
  /** For the coverage of a run: names of all scenarios, also of those that were not chosen. */
  readonly names: readonly string[];
  readonly states: readonly State[];
}

/** How a suite is loaded. */
export interface SuiteOptions {
  readonly profile: Profile;
  readonly state: string | undefined;
  /** The client's usual interval, in milliseconds. */
  readonly beat: number;
  /** Where the contract's scenarios stand; those that come with the package by default. */
  readonly folder?: string | undefined;
  readonly home?: HomePattern | undefined;
}

/**
 * Loads the client scenarios of a contract that make sense for an agent in a state.
 *
 * @throws FileError that names file, line and cure.
 */
export async function loadClientSuite(options: SuiteOptions): Promise<ClientSuite> {
  const { profile } = options;
  const { contract } = profile.behaviour;
  const folder = options.folder ?? folderOf(contract.id);
  const place = join(folder, 'scenarios', 'client');
  const names = await readdir(place).catch((): never => {
    throw new FileError(`${place}: there is no such folder; scenarios for clients stand there`);
  });
  const requirements = (await loadRequirements(folder)).filter(({ side }) => side === 'client');
  const files = names.filter((name) => name.endsWith('.yaml')).toSorted();
  const scenarios = await Promise.all(
    files.map(async (name) => {
      const file = join(place, name);
      return readScenario(file, await readFile(file, 'utf8'), requirements, options);
    }),
  );
  const playable = scenarios.flatMap((one) => one ?? []);
  return {
    title: contract.title,
    requirements,
    scenarios: playable,
    names: playable.map(({ name }) => name),
    states: await loadStates(folder, contract.operations),
  };
}

/** @returns undefined where the scenario makes no sense for the agent's state. */
function readScenario(
  file: string,
  text: string,
  requirements: readonly Requirement[],
  { profile, state, beat, home }: SuiteOptions,
): ClientScenario | undefined {
  const parsed = parseYaml(file, text, clientScenarioFormat(beat));
  const { value, fail } = parsed;
  const { title, judges, agent, lasts, until, plant } = value;
  checkScenario({ value: { title, states: value.states }, fail }, [profile.behaviour]);
  for (const [index, id] of judges.entries()) {
    if (requirements.some((one) => one.id === id)) continue;
    fail(['judges', index], `there is no client requirement "${id}"`);
  }
  for (const [index, one] of (agent ?? []).entries()) {
    if (Object.hasOwn(profile.cadences, one)) continue;
    const known = Object.keys(profile.cadences).join(', ') || 'none';
    fail(['agent', index], `an agent has no state "${one}"; there is ${known}`);
  }
  if (until !== undefined && !Object.hasOwn(value.states, until)) {
    fail(
      ['until'],
      `there is no state "${until}"; there is ${Object.keys(value.states).join(', ')}`,
    );
  }
  if (agent && state !== undefined && !agent.includes(state)) return undefined;
  const name = basename(file, '.yaml');
  const planted = plant ? [plantRule(plant, home)] : [];
  const usual = profile.scenes?.[state ?? ''];
  const states = Object.entries(value.states).map(([one, content]): [string, ScenarioState] => {
    const { scene = usual, rules = [], ...rest } = content;
    const all = [...rules, ...planted];
    return [one, { ...rest, ...(scene && { scene }), ...(all.length > 0 && { rules: all }) }];
  });
  return {
    name,
    title,
    judges,
    lasts,
    until,
    restartAfter: value['restart-after'],
    followsShows: value['follows-shows'] ?? false,
    mock: { name: `client-${name}`, title, states: Object.fromEntries(states) },
  };
}
