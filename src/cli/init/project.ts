import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../json.ts';
import { CliError, EXIT } from '../exit.ts';

/** What there is to know of the project that an example is written into. */
export interface Project {
  /** What runs its tests. */
  readonly runner: 'vitest' | 'jest';
  /** Ending of a test in the language, and the kind of module, that the runner takes as it is. */
  readonly ending: 'ts' | 'js' | 'mjs';
  /** Names of the packages it depends on. */
  readonly packages: ReadonlySet<string>;
}

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Reads the project in a folder.
 *
 * @throws CliError where there is none.
 */
export async function readProject(folder: string): Promise<Project> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch((): never => {
    throw new CliError(
      `there is no package.json to read in ${folder}; go to the folder of your project, or make one with "npm init --yes"`,
      EXIT.usage,
    );
  });
  const manifest = parseJson(text);
  if (!isObject(manifest)) {
    throw new CliError('package.json: must hold a JSON object; correct it first', EXIT.usage);
  }
  const packages = new Set(
    SECTIONS.flatMap((section) => {
      const listed = manifest[section];
      return isObject(listed) ? Object.keys(listed) : [];
    }),
  );
  const usesJest = packages.has('jest') || packages.has('@jest/globals') || 'jest' in manifest;
  const runner = usesJest && !packages.has('vitest') ? 'jest' : 'vitest';
  return { runner, ending: endingFor(runner, manifest, packages, folder), packages };
}

/** Jest takes other modules than CommonJS by name or by `type` only, and TypeScript as it was set up. */
function endingFor(
  runner: Project['runner'],
  { type }: Readonly<Record<string, unknown>>,
  packages: Project['packages'],
  folder: string,
): Project['ending'] {
  if (runner === 'jest') return type === 'module' ? 'js' : 'mjs';
  return packages.has('typescript') || existsSync(join(folder, 'tsconfig.json')) ? 'ts' : 'js';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
