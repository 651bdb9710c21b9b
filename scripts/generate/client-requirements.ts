import { join } from 'node:path';
import { loadRequirements, type ClientRequirement } from '../../src/conformance/requirements.ts';

/**
 * What clients have to do, as a TypeScript module for code that can read no files.
 *
 * @param contracts folder that holds the contracts.
 * @param ids of the contracts.
 */
export async function clientRequirementsFile(
  contracts: string,
  ids: readonly string[],
): Promise<string> {
  const table: Record<string, ClientRequirement[]> = {};
  for (const id of ids) {
    const all = await loadRequirements(join(contracts, id));
    table[id] = all.flatMap(({ side, id: own, level, basis, title, source }) =>
      side === 'client' ? [{ id: own, level, basis, title, source }] : [],
    );
  }
  return `// Generated from contracts/ by \`npm run generate\`. Do not edit.
import type { ClientRequirement } from '../requirements.ts';

/** By the id of the contract. */
export const clientRequirements: Readonly<Record<string, readonly ClientRequirement[]>> = ${JSON.stringify(table, null, 2)};
`;
}
