import { lstatSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { configsIn } from '../config-file.ts';
import { CliError, EXIT } from '../exit.ts';
import { CONFIG, type NewFile } from './templates.ts';

/** Whether something lies at a path, be it a link that leads nowhere. */
export function isThere(folder: string, path: string): boolean {
  try {
    lstatSync(join(folder, path));
    return true;
  } catch {
    // What may not even be looked at is told of when it is written.
    return false;
  }
}

/**
 * Looks before anything is written, so that it is all or nothing.
 *
 * @throws CliError that names what is in the way.
 */
export function checkFree(folder: string, files: readonly NewFile[], force: boolean): void {
  const other = configsIn(folder).find((name) => name !== CONFIG);
  if (other !== undefined) {
    throw new CliError(
      `there is ${other} already, and two config files must not lie side by side; move it away, or rename it to ${CONFIG}`,
      EXIT.usage,
    );
  }
  const taken = files.filter(({ path }) => isThere(folder, path));
  if (taken.length === 0 || force) return;
  const names = taken.map(({ path }) => `\n  ${path}`).join('');
  throw new CliError(
    `nothing was written, since these files are there already:${names}\n` +
      '--force writes over them, --dry-run prints what would be written',
    EXIT.usage,
  );
}

/** @throws CliError where a file cannot be written. */
export async function writeFiles(
  folder: string,
  files: readonly NewFile[],
  force: boolean,
): Promise<void> {
  for (const { path, text } of files) {
    const file = join(folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: force ? 'w' : 'wx' });
    } catch (error) {
      const { message } = error as Error;
      throw new CliError(`${path}: cannot be written: ${message}`, EXIT.usage);
    }
  }
}
