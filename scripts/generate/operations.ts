import { basePaths, readOperations } from '../../src/contract/openapi.ts';
import type { ContractFiles } from '../../src/contract/load.ts';
import { banner } from './banner.ts';

/** The operation table of a contract as a TypeScript module, so that no YAML is read at run time. */
export function operationsFile({ id, openapi }: ContractFiles): string {
  const operations = JSON.stringify(readOperations(openapi), null, 2);
  return `${banner(id)}import type { Operation } from '../types.ts';

export const title = ${JSON.stringify(openapi.info.title)};

export const basePath = ${JSON.stringify(basePaths(openapi)[0] ?? '')};

export const operations: readonly Operation[] = ${operations};
`;
}
