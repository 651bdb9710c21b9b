import { existsSync } from 'node:fs';
import { OptionError } from '../errors.ts';
import { isFolder } from './folder.ts';
import { loadContract } from './load.ts';
import type { Contract } from './types.ts';
import { contractOf } from './validate.ts';

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
