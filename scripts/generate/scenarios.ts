import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { builtIn } from '../../src/mock/registry.ts';
import type { Scenario } from '../../src/mock/simulation/types.ts';
import { parseScenario } from '../../src/mock/simulation/load.ts';

/** Reads the scenarios of the library. */
export async function readLibrary(folder: string): Promise<Scenario[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return parseScenario(file, await readFile(file, 'utf8'), Object.values(builtIn));
    }),
  );
}

/** The scenarios as a module, so that the mock needs neither files nor YAML for them. */
export function scenariosFile(scenarios: readonly Scenario[]): string {
  return `// Made from scenarios/ by \`npm run generate\`. Do not edit.
import type { Scenario } from '../simulation/types.ts';

/** The scenarios that come with the mock. */
export const library: readonly Scenario[] = ${JSON.stringify(scenarios)};
`;
}
