import * as agentmcOperations from './generated/agentmc.operations.ts';
import * as agentmcValidators from './generated/agentmc.validators.ts';
import * as agentradioOperations from './generated/agentradio.operations.ts';
import * as agentradioValidators from './generated/agentradio.validators.ts';
import type { Contract } from './types.ts';

/** The AgentMC heartbeat contract, compiled ahead of time. */
export const agentmc: Contract = {
  id: 'agentmc',
  ...agentmcOperations,
  ...agentmcValidators,
};

/** The AgentRadio heartbeat contract, compiled ahead of time. */
export const agentradio: Contract = {
  id: 'agentradio',
  ...agentradioOperations,
  ...agentradioValidators,
};
