import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The folder and those around it, from within, to the outermost one or a certain one. */
export function foldersFrom(folder: string, last?: string): string[] {
  const around = dirname(folder);
  return folder === last || around === folder ? [folder] : [folder, ...foldersFrom(around, last)];
}

/** The root of the repository that a folder is in; the folder itself where there is none. */
export function repositoryOf(folder: string): string {
  // In a worktree or a submodule it is a file.
  return foldersFrom(folder).find((one) => existsSync(join(one, '.git'))) ?? folder;
}

/** The way from a folder to a place, with slashes; empty where it is the same. */
export function wayTo(from: string, to: string): string {
  return relative(from, to).replaceAll(sep, '/');
}
