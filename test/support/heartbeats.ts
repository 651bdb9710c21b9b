import { agentmc, agentradio } from '../../src/contract/built-in.ts';
import type { AgentmcHeartbeatRequest, AgentradioHeartbeatRequest } from '../../src/index.ts';

/** A valid heartbeat of each contract. */
export const examples = {
  agentmc: exampleOf(agentmc) as AgentmcHeartbeatRequest,
  agentradio: exampleOf(agentradio) as AgentradioHeartbeatRequest,
};

function exampleOf({ operations }: typeof agentmc): unknown {
  return operations.find(({ request }) => request)?.request?.example;
}
