import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractId } from '../../../src/index.ts';
import { root } from '../../support/processes.ts';
import { redocly } from './redocly.ts';

/**
 * Writes the document of a contract with every schema in its place, and without the schemas' names:
 * Prism stops validating a body, and says nothing, once it meets the same `$id` a second time.
 *
 * @param folder where to write.
 * @returns the path of what was written.
 */
export async function writeDereferenced(contract: ContractId, folder: string): Promise<string> {
  const file = join(folder, `${contract}.json`);
  const document = `${root}contracts/${contract}/openapi.yaml`;
  const { code, err } = await redocly(['bundle', document, '--dereferenced', '--output', file]);
  if (code !== 0) throw new Error(`${document} cannot be bundled: ${err}`);
  const named: unknown = JSON.parse(await readFile(file, 'utf8'));
  const nameless = JSON.stringify(named, (key, value: unknown) =>
    key === '$id' || key === '$schema' ? undefined : value,
  );
  // What is left of references would hide a schema from Prism.
  if (nameless.includes('"$ref"')) throw new Error(`${document} still has references`);
  await writeFile(file, nameless);
  return file;
}
