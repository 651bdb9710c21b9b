import { generatedScenarios, GENERATED, RANDOM } from '../cases/scenarios.ts';
import { EVERY_ANSWER } from '../judge.ts';
import type { Step } from '../scenario/format.ts';
import { caseParts, labelOf, type Suite } from '../scenario/load.ts';
import { clientSuite, serverSuite } from '../suites.ts';

/** Names of scenarios that an entry may list, and those of their steps; any, where undefined. */
export type Names = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** What decides values alone is of no consequence for names. */
const INPUTS = { apiKey: 'key', agentId: 1, random: 'random', seed: 'seed' };
const STATUSES = Array.from({ length: 500 }, (_, index) => 100 + index);

/**
 * Names of the scenarios of a contract, and of their steps.
 *
 * @param contract id, or folder.
 * @param played the suite of the run, which may have other scenarios.
 * @param listed names that are asked about.
 * @returns undefined where the contract has no scenarios for that side.
 */
export async function namesOf(
  contract: string,
  side: 'server' | 'client',
  played: Suite | undefined,
  listed: readonly string[],
): Promise<Names | undefined> {
  if (side === 'client') {
    const suite = await clientSuite(contract);
    // Of `check log`, the name of the file stands there.
    const files = listed.filter((name) => name.includes('.'));
    return suite && new Map([...suite.scenarios.map(({ name }) => name), ...files].map(stepless));
  }
  const own = await serverSuite(contract);
  if (!own) return undefined;
  const { operations } = own;
  const answers = operations.flatMap(({ id }) => STATUSES.map((status) => `${id} ${status}`));
  const names = new Map<string, ReadonlySet<string> | undefined>([
    [EVERY_ANSWER, new Set(answers)],
  ]);
  const made = own.defaults.generated ? [...GENERATED, ...Object.values(RANDOM)] : [];
  // Made up only where they are asked about, which takes a moment.
  const isAsked = made.length > 0 && GENERATED.some((title) => listed.includes(title));
  const scenarios = [
    ...own.scenarios,
    ...(played?.scenarios ?? []),
    ...(isAsked ? generatedScenarios(own, INPUTS) : []),
  ];
  for (const { title, steps } of scenarios) {
    const labels = steps.flatMap((step, index) => labelsOf(step, index));
    names.set(title, new Set([...(names.get(title) ?? []), ...labels]));
  }
  for (const title of made) if (!names.has(title)) names.set(title, undefined);
  return names;
}

function stepless(name: string): [string, ReadonlySet<string>] {
  return [name, new Set()];
}

function labelsOf(step: Step, index: number): string[] {
  if (step.pause) return [];
  if (step.about !== undefined) return [step.about];
  return (step.cases ?? [{}]).map((entry) => labelOf(step, index, caseParts(entry)));
}
