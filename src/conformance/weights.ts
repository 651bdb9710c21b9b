import type { Basis, Level } from '../contract/types.ts';

/** From what a contract's own page says to what is only assumed; each includes those before. */
export const BASES = ['document', 'vendor', 'assumed'] as const satisfies readonly Basis[];

/** Levels by weight; a failure of one fails a run that asks for it, or for a lighter one. */
export const LEVELS = ['must', 'should', 'assumed'] as const satisfies readonly Level[];

/** Whether a basis is at least as strong as the weakest that counts. */
export function isBasedOn(basis: Basis, weakest: Basis): boolean {
  return BASES.indexOf(basis) <= BASES.indexOf(weakest);
}
