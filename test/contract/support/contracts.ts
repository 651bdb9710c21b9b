import { fileURLToPath } from 'node:url';
import { agentmc, agentradio } from '../../../src/contract/built-in.ts';
import { readContractFiles } from '../../../src/contract/load.ts';

/** Path of a built-in contract's folder. */
export function contractFolder(id: string): string {
  return fileURLToPath(new URL(`../../../contracts/${id}`, import.meta.url));
}

/** The built-in contracts, each as it was compiled ahead of time and as its files say now. */
export const contracts = await Promise.all(
  [agentmc, agentradio].map(async (contract) => ({
    id: contract.id,
    contract,
    files: await readContractFiles(contractFolder(contract.id)),
  })),
);
