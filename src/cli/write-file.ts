import { randomUUID } from 'node:crypto';
import {
  access,
  chmod,
  constants,
  mkdir,
  realpath,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CliError, EXIT } from './exit.ts';

/**
 * Makes the folder of a file that is to be written, and sees whether it can be.
 *
 * @param name what messages call it.
 * @throws CliError where it cannot.
 */
export async function prepareFile(path: string, name: string): Promise<void> {
  const { target, found } = await targetOf(path);
  if (found?.isDirectory()) {
    throw new CliError(`${name} is a folder; give a file in it`, EXIT.usage);
  }
  try {
    if (found) await access(target, constants.W_OK);
    // Whoever may write everything should not write what is protected either.
    if (found && (found.mode & 0o222) === 0) throw new Error('it is read-only');
    if (found && !found.isFile()) return;
    await mkdir(dirname(target), { recursive: true });
    await access(dirname(target), constants.W_OK);
  } catch (error) {
    throw unwritable(name, error);
  }
}

/**
 * Writes a file as a whole or not at all: what stood there before stays where the disk is full. Links
 * and permissions stay as well.
 *
 * @param name what messages call it.
 * @throws CliError where it cannot be written.
 */
export async function replaceFile(path: string, name: string, text: string): Promise<void> {
  const { target, found } = await targetOf(path);
  const beside = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    // Devices and pipes have nothing to lose.
    if (found && !found.isFile()) return await writeFile(target, text);
    await writeFile(beside, text, { flag: 'wx' });
    if (found) await chmod(beside, found.mode);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw unwritable(name, error);
  }
}

/** Empties what an earlier run has left, so that nobody takes it for a report of this run. */
export async function emptyFile(path: string): Promise<void> {
  const { target, found } = await targetOf(path);
  if (found?.isFile()) await truncate(target);
}

/** Where a file lies that is there, or could be, once links are followed. */
export async function placeOf(path: string): Promise<string> {
  const beside = async () => join(await realpath(dirname(path)), basename(path));
  return realpath(path)
    .catch(beside)
    .catch(() => path);
}

/** What a path leads to, and what is there. */
async function targetOf(path: string) {
  const target = await placeOf(path);
  return { target, found: await stat(target).catch(() => undefined) };
}

function unwritable(name: string, error: unknown): CliError {
  return new CliError(`${name} cannot be written: ${(error as Error).message}`, EXIT.usage);
}
