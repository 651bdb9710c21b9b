import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OptionError } from '../errors.ts';
import { loadContract } from './load.ts';
import type { Contract } from './types.ts';
import { contractOf } from './validate.ts';

/** Whether what is given for a contract is a folder, and no id: it has a slash, or is `.` or `..`. */
export function isFolder(contract: string | undefined): boolean {
  return contract !== undefined && /[\\/]|^\.+$/.test(contract);
}

/** The folder of a contract: a built-in one by its id, another one as it is given. */
export function folderOf(contract: string): string {
  if (isFolder(contract)) return contract;
  return fileURLToPath(new URL(`../../contracts/${contract}`, import.meta.url));
}

/**
 * A contract: a built-in one by its id, another one by its folder.
 *
 * @throws OptionError that names the ids there are, or the file that is not as it should be.
 */
export async function findContract(contract: string): Promise<Contract> {
  if (!isFolder(contract)) return contractOf(contract, 'a folder as ./name');
  if (!existsSync(contract)) throw new OptionError(`there is no folder ${contract}`);
  return loadContract(contract).catch((error: Error): never => {
    throw new OptionError(error.message);
  });
}
