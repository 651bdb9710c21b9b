import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, type Manifest } from './manifest.ts';
import { foldersFrom } from './place.ts';

type Name = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** What installs the packages of a project, and from where. */
export interface PackageManager {
  readonly name: Name;
  /** Major version, as far as it is known. */
  readonly major?: number | undefined;
  /** Whether package.json names its version. */
  readonly isPinned: boolean;
  /** Where it installs: the project, or the workspace that it belongs to. */
  readonly folder: string;
  /** Whether the versions are locked. */
  readonly isLocked: boolean;
  /** Whether the folder is the root of a workspace. */
  readonly isWorkspace: boolean;
  /** The package.json of its folder. */
  readonly manifest: Manifest;
}

const LOCKS: readonly (readonly [file: string, name: Name])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

/**
 * Finds it by `packageManager` or the lock file, of the project or the workspace around it; npm, where
 * there is neither.
 *
 * @param manifest the package.json of the folder.
 * @param repository the folder to stop at.
 */
export async function findPackageManager(
  folder: string,
  manifest: Manifest,
  repository: string,
): Promise<PackageManager> {
  for (const one of foldersFrom(folder, repository)) {
    const its = one === folder ? manifest : await readManifest(one).catch((): Manifest => ({}));
    const isWorkspace = 'workspaces' in its || existsSync(join(one, 'pnpm-workspace.yaml'));
    // The lock file of a stranger says nothing of this project.
    if (one !== folder && !isWorkspace) continue;
    const [, named, major] = /^(npm|pnpm|yarn|bun)@(\d+)/.exec(String(its['packageManager'])) ?? [];
    const locks = LOCKS.filter(([file]) => existsSync(join(one, file)));
    const lock = locks.find(([, name]) => named === undefined || name === named);
    const name = (named as Name | undefined) ?? lock?.[1];
    if (name === undefined) continue;
    return {
      name,
      major: major === undefined ? await writerOf(one, lock?.[0]) : Number(major),
      isPinned: named !== undefined,
      folder: one,
      isLocked: lock !== undefined,
      isWorkspace,
      manifest: its,
    };
  }
  return { name: 'npm', isPinned: false, folder, isLocked: false, isWorkspace: false, manifest };
}

/** The major version of Yarn or pnpm that a lock file needs. */
async function writerOf(folder: string, lock: string | undefined): Promise<number | undefined> {
  if (lock !== 'yarn.lock' && lock !== 'pnpm-lock.yaml') return undefined;
  const text = await readFile(join(folder, lock), 'utf8').catch(() => '');
  if (lock === 'yarn.lock') return /^__metadata:/m.test(text) ? 4 : 1;
  return /^lockfileVersion: '?[56]/m.test(text) ? 8 : 10;
}

/** The command that adds packages for development to a project. */
export function addCommand({ name, major = 0, folder, isWorkspace }: PackageManager, to: string) {
  // Both ask for it at the root of a workspace.
  const isRoot = isWorkspace && folder === to;
  switch (name) {
    case 'npm':
      return 'npm install --save-dev';
    case 'pnpm':
      return `pnpm add --save-dev${isRoot ? ' --workspace-root' : ''}`;
    case 'yarn':
      return `yarn add --dev${isRoot && major < 2 ? ' --ignore-workspace-root-check' : ''}`;
    case 'bun':
      return 'bun add --dev';
  }
}

/** What comes before the name of a program of an installed package. */
export const RUN: Readonly<Record<Name, string>> = {
  npm: 'npx',
  pnpm: 'pnpm exec',
  yarn: 'yarn',
  bun: 'bunx',
};

/** What a workflow has to do, before and in the folder of the manager, to install what is locked. */
export function installation({ name, major = 0, isPinned, isLocked }: PackageManager): {
  readonly action?: string;
  /** The version that the action has to be told. */
  readonly version?: number;
  readonly prepare?: string;
  readonly install: string;
} {
  switch (name) {
    case 'npm':
      return { install: isLocked ? 'npm ci' : 'npm install' };
    case 'pnpm':
      return {
        action: 'pnpm/action-setup@v4',
        ...(!isPinned && { version: major }),
        install: isLocked ? 'pnpm install --frozen-lockfile' : 'pnpm install',
      };
    case 'yarn':
      // The first one is there, and does not know the others.
      return major < 2
        ? { install: isLocked ? 'yarn install --frozen-lockfile' : 'yarn install' }
        : {
            prepare: 'corepack enable',
            install: isLocked ? 'yarn install --immutable' : 'yarn install --no-immutable',
          };
    case 'bun':
      return {
        action: 'oven-sh/setup-bun@v2',
        install: isLocked ? 'bun install --frozen-lockfile' : 'bun install',
      };
  }
}
