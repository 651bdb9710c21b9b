import { accessSync, constants, lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { configsIn } from '../config-file.ts';
import { CliError, EXIT } from '../exit.ts';
import type { InitFlags } from './index.ts';
import { foldersFrom, wayTo } from './place.ts';
import type { Project } from './project.ts';
import { CONFIG, type NewFile } from './templates.ts';

const FOLDER_NEEDED = 'this is no folder, and one is needed here; move it away';
const FILE_NEEDED = 'this is no file, and is not written over; move it away';
const PERMISSIONS = 'it must not be written to; change its permissions';
/** Why something cannot be written, and the cure. */
const WHY: Readonly<Record<string, string>> = {
  EACCES: PERMISSIONS,
  EPERM: PERMISSIONS,
  EROFS: 'its file system is read-only',
  EEXIST: FOLDER_NEEDED,
  ENOTDIR: FOLDER_NEEDED,
  EISDIR: FILE_NEEDED,
  ELOOP: 'these links lead in a circle; remove them',
  ENOENT: 'this link leads nowhere; remove it',
  ENOSPC: 'the disk is full',
};

/** Whether something lies at a path, be it a link that leads nowhere. */
export function isThere(folder: string, path: string): boolean {
  return entryAt(join(folder, path)) !== undefined;
}

/**
 * Looks, before anything is written, for what not even `--force` writes over, so that it is all or nothing.
 *
 * @throws CliError that names all that is in the way.
 */
export function checkTargets(
  { folder, repository }: Pick<Project, 'folder' | 'repository'>,
  files: readonly NewFile[],
): void {
  const other = configsIn(folder).find((name) => name !== CONFIG);
  if (other !== undefined) {
    throw new CliError(
      `there is ${other} already, and two config files must not lie side by side; move it away, or rename it to ${CONFIG}`,
      EXIT.usage,
    );
  }
  const wrong = files.flatMap(({ path }) => {
    const found = obstacle(join(folder, path), repository);
    return found === undefined ? [] : [`\n  ${wayTo(folder, found.at) || '.'}: ${found.why}`];
  });
  if (wrong.length === 0) return;
  const lines = [...new Set(wrong)].join('');
  throw new CliError(`nothing was written, since this is in the way:${lines}`, EXIT.usage);
}

/** @throws CliError that names the files that would be written over, unless that is wanted. */
export function checkFree(
  folder: string,
  files: readonly NewFile[],
  { force = false, dryRun = false }: Pick<InitFlags, 'force' | 'dryRun'>,
): void {
  const taken = files.filter(({ path }) => isThere(folder, path));
  if (taken.length === 0 || force) return;
  const names = taken.map(({ path }) => `\n  ${path}`).join('');
  const look = dryRun ? '' : ', --dry-run prints what would be written';
  throw new CliError(
    `nothing was written, since these files are there already:${names}\n--force writes over them${look}`,
    EXIT.usage,
  );
}

/** What keeps a file from being written, from the repository down to it. */
function obstacle(file: string, repository: string) {
  const folders = foldersFrom(dirname(file), repository).toReversed();
  let at = repository;
  try {
    let within = repository;
    for (at of folders) {
      if (entryAt(at) === undefined) break;
      if (!statSync(at).isDirectory()) return { at, why: FOLDER_NEEDED };
      if (/^\.\.(?:\/|$)/.test(wayTo(repository, realpathSync(at)))) {
        return { at, why: 'this link leads out of the repository; put a folder in its place' };
      }
      within = at;
    }
    at = within;
    accessSync(at, constants.W_OK | constants.X_OK);
    at = file;
    const entry = entryAt(at);
    // A link is replaced, and where it leads does not matter.
    if (entry === undefined || entry.isSymbolicLink()) return undefined;
    if (!entry.isFile()) return { at, why: FILE_NEEDED };
    accessSync(at, constants.W_OK);
    return undefined;
  } catch (error) {
    return { at, why: whyNot(error) };
  }
}

/** @throws Error of the system where it may not even be looked at. */
function entryAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** @throws CliError where a file cannot be written after all. */
export async function writeFiles(
  folder: string,
  files: readonly NewFile[],
  force: boolean,
): Promise<void> {
  for (const { path, text } of files) {
    const file = join(folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      // Not through it, to wherever it leads.
      if (entryAt(file)?.isSymbolicLink() && force) await rm(file);
      await writeFile(file, text, { flag: force ? 'w' : 'wx' });
    } catch (error) {
      throw new CliError(`${path}: cannot be written: ${whyNot(error)}`, EXIT.usage);
    }
  }
}

function whyNot(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return WHY[code] ?? message;
}
