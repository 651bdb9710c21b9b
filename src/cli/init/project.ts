import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../json.ts';
import { packagesOf, readManifest, type Manifest } from './manifest.ts';
import { findPackageManager, type PackageManager } from './package-manager.ts';
import { foldersFrom, repositoryOf } from './place.ts';

/** What there is to know of the project that an example is written into. */
export interface Project {
  readonly folder: string;
  /** Root of the repository that it is in, if only by itself. */
  readonly repository: string;
  /** What runs its tests. */
  readonly runner: 'vitest' | 'jest';
  /** Ending of a test in the language, and the kind of module, that the runner takes as it is. */
  readonly ending: 'ts' | 'js' | 'mjs';
  /** Names of the packages that it, or its workspace, depends on. */
  readonly packages: ReadonlySet<string>;
  readonly manager: PackageManager;
  /** Major version of Jest, where Jest is there. */
  readonly jest?: number | undefined;
  /** Where the runner is set up, in which case it may look for tests in places of its own. */
  readonly setup?: string | undefined;
}

/**
 * Reads the project in a folder.
 *
 * @throws CliError or FileError where there is none, or its package.json cannot be read.
 */
export async function readProject(folder: string): Promise<Project> {
  const manifest = await readManifest(folder);
  const repository = repositoryOf(folder);
  const manager = await findPackageManager(folder, manifest, repository);
  const shared = manager.folder === folder ? {} : manager.manifest;
  const packages = new Map([...packagesOf(shared), ...packagesOf(manifest)]);
  const runner = runnerOf(manifest) ?? runnerOf(shared) ?? 'vitest';
  return {
    folder,
    repository,
    runner,
    ending: endingFor(runner, manifest, packages, folder),
    packages: new Set(packages.keys()),
    manager,
    ...(runner === 'jest' && { jest: await jestOf(folder, packages.get('jest')) }),
    setup: setupOf(runner, folder, manifest),
  };
}

function runnerOf(manifest: Manifest): Project['runner'] | undefined {
  const names = new Set(packagesOf(manifest).map(([name]) => name));
  if (names.has('vitest')) return 'vitest';
  return names.has('jest') || names.has('@jest/globals') || 'jest' in manifest ? 'jest' : undefined;
}

/** Jest takes other modules than CommonJS by name or by `type` only, and TypeScript as it was set up. */
function endingFor(
  runner: Project['runner'],
  { type }: Manifest,
  packages: ReadonlyMap<string, string>,
  folder: string,
): Project['ending'] {
  if (runner === 'jest') return type === 'module' ? 'js' : 'mjs';
  return packages.has('typescript') || existsSync(join(folder, 'tsconfig.json')) ? 'ts' : 'js';
}

/** The major version of the Jest that is installed, or else asked for. */
async function jestOf(folder: string, range = ''): Promise<number | undefined> {
  for (const one of foldersFrom(folder)) {
    const file = join(one, 'node_modules', 'jest', 'package.json');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { version } = (parseJson(text) ?? {}) as { readonly version?: unknown };
    return majorOf(String(version));
  }
  return majorOf(range);
}

function majorOf(version: string): number | undefined {
  const [major] = /\d+/.exec(version) ?? [];
  return major === undefined ? undefined : Number(major);
}

function setupOf(
  runner: Project['runner'],
  folder: string,
  manifest: Manifest,
): string | undefined {
  if (runner === 'jest' && 'jest' in manifest) return 'package.json';
  const names = runner === 'jest' ? /^jest\.config\./ : /^vite(?:st)?\.config\./;
  return readdirSync(folder).find((name) => names.test(name));
}
