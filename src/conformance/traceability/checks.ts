import { basename } from 'node:path';
import { clientSuite, serverSuite } from '../suites.ts';
import type { Check } from './types.ts';

/** An id of a requirement, and where it is judged. */
type Judged = readonly [string, Check];

/**
 * Where the checks of a contract judge each requirement, by its id.
 *
 * @param contract id of a built-in one, or the folder of another.
 * @throws FileError that names file, line and cure.
 */
export async function checksOf(contract: string): Promise<ReadonlyMap<string, readonly Check[]>> {
  const checks = new Map<string, Check[]>();
  for (const [id, check] of [...(await forServers(contract)), ...(await forClients(contract))]) {
    checks.set(id, [...(checks.get(id) ?? []), check]);
  }
  return checks;
}

async function forServers(contract: string): Promise<Judged[]> {
  const suite = await serverSuite(contract);
  if (!suite) return [];
  const inScenarios = suite.scenarios.flatMap(({ file, steps }) => {
    const expecting = new Map<string, number[]>();
    for (const [index, step] of steps.entries()) {
      for (const id of idsOf('expect' in step ? step.expect : undefined)) {
        expecting.set(id, [...(expecting.get(id) ?? []), index + 1]);
      }
    }
    const scenario = basename(file, '.yaml');
    return [...expecting].map(([id, own]): Judged => [id, { scenario, steps: own }]);
  });
  const { always, generated, sequences } = suite.defaults;
  const rules = [...(generated?.accepted ?? []), ...(generated?.refused ?? [])];
  const drawn = [sequences, ...(sequences?.about ?? []), ...(sequences?.with ?? []).flat()];
  const each = (every: 'answer' | 'generated payload' | 'random sequence', ids: string[]) =>
    ids.map((id): Judged => [id, { every }]);
  return [
    ...inScenarios,
    ...each('answer', idsOf(always)),
    ...each('generated payload', idsOf(rules.flatMap(({ expect }) => expect))),
    ...each('random sequence', idsOf(drawn.flatMap((one) => one?.expect ?? []))),
  ];
}

async function forClients(contract: string): Promise<Judged[]> {
  const suite = await clientSuite(contract);
  if (!suite) return [];
  const inScenarios = suite.scenarios.flatMap(({ name, judges }) =>
    judges.map((id): Judged => [id, { scenario: name }]),
  );
  const always = Object.entries(suite.profile.rules).flatMap(([id, rule]): Judged[] =>
    rule.always === true ? [[id, { every: 'scenario' }]] : [],
  );
  return [...inScenarios, ...always];
}

/** Each requirement that something is expected for, once. */
function idsOf(
  expectations: readonly { readonly requirement: string | readonly string[] }[] = [],
): string[] {
  return [...new Set(expectations.flatMap(({ requirement }) => requirement))];
}
