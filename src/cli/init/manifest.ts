import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syntaxFault } from '../../json-syntax.ts';
import { parseJson } from '../../json.ts';
import { unreadable } from '../../unreadable.ts';
import { CliError, EXIT } from '../exit.ts';

/** What stands in a package.json, of which nothing is certain. */
export type Manifest = Readonly<Record<string, unknown>>;

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Reads the package.json of a folder, with a byte order mark or without, as npm does.
 *
 * @throws CliError where there is none, or none of the form; FileError where it cannot be read.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const name = 'package.json';
  const written = await readFile(join(folder, name), 'utf8').catch(
    (error: NodeJS.ErrnoException): never => {
      if (error.code !== 'ENOENT') throw unreadable(name, error);
      throw new CliError(
        `there is no package.json to read in ${folder}; go to the folder of your project, or make one with "npm init --yes"`,
        EXIT.usage,
      );
    },
  );
  const text = written.replace(/^\uFEFF/, '');
  const manifest = parseJson(text);
  if (isObject(manifest)) return manifest;
  const fault = syntaxFault(text);
  const place = fault ? `${name}:${fault.line}:${fault.column}` : name;
  const what = fault?.what ?? 'must hold a JSON object';
  throw new CliError(`${place}: ${what}; correct it first`, EXIT.usage);
}

/** The packages it depends on, with the range of each. */
export function packagesOf(manifest: Manifest): [name: string, range: string][] {
  return SECTIONS.flatMap((section) => {
    const listed = manifest[section];
    if (!isObject(listed)) return [];
    return Object.entries(listed).map(([name, range]): [string, string] => [name, String(range)]);
  });
}

function isObject(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
