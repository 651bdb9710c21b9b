import { stat, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folderOf } from '../contract/folder.ts';
import { CliError, EXIT } from './exit.ts';

/**
 * Where the OpenAPI document of a contract lies, seen from a file.
 *
 * @param file the file, in a folder; one in the folder itself by default.
 */
export function openApiOf(contract: string, folder: string, file = 'export'): string {
  const document = resolve(folder, folderOf(contract), 'openapi.yaml');
  const path = relative(dirname(resolve(folder, file)), document);
  // On another drive there is no way from one to the other.
  if (resolve(path) === path) return pathToFileURL(document).href;
  return path.split(sep).map(encodeURIComponent).join('/');
}

/**
 * Writes a file.
 *
 * @param force whether one that is there already is written over.
 * @throws CliError where it cannot be written.
 */
export async function writeExport(
  folder: string,
  name: string,
  text: string,
  force: boolean,
): Promise<void> {
  const file = resolve(folder, name);
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // A folder, too, is there already.
    const found = await stat(file).catch(() => undefined);
    let why = `cannot be written (${message}); give another place`;
    if (found?.isDirectory()) why = 'this is a folder; give a file';
    else if (code === 'EEXIST') why = 'this is there already; --force writes over it';
    else if (code === 'ENOENT') why = 'there is no such folder; make it first';
    throw new CliError(`${name}: ${why}`, EXIT.usage);
  }
}
