import { agentmcBehaviour } from './behaviours/agentmc.ts';
import { agentradioBehaviour } from './behaviours/agentradio/index.ts';
import type { Behaviour } from './types.ts';

/** The built-in contracts with their behaviours, by contract id. */
export const builtIn = {
  agentmc: agentmcBehaviour as Behaviour,
  agentradio: agentradioBehaviour as Behaviour,
} as const;

/** Id of a built-in contract. */
export type ContractId = keyof typeof builtIn;

/** Ids of all built-in contracts. */
export const contractIds = Object.keys(builtIn) as ContractId[];
