import { loadRequirements } from '../conformance/requirements.ts';
import { findContract, folderOf } from '../contract/find.ts';
import { table } from './list.ts';

/** Lists the requirements of contracts, of one side or both. */
export async function listRequirements(contracts: readonly string[], side?: string) {
  const all = await Promise.all(
    contracts.map(async (contract) => {
      const { id } = await findContract(contract);
      const requirements = await loadRequirements(folderOf(contract));
      return requirements.map((one) => ({ contract: id, ...one }));
    }),
  );
  const entries = all.flat().filter((one) => side === undefined || one.side === side);
  return {
    entries,
    text: table(entries.map((one) => [one.id, one.side, one.level, one.basis, one.title])),
  };
}
