import { checkServer, type CheckServerOptions } from '../../../src/conformance/check-server.ts';
import type { ServerReport } from '../../../src/conformance/report/types.ts';
import { suiteOf } from '../../../src/conformance/server-check.ts';
import { inProcessTarget } from '../../../src/conformance/target/in-process.ts';
import type { Suite } from '../../../src/conformance/scenario/load.ts';
import { createMock, manualClock, type Clock, type MockOptions } from '../../../src/index.ts';
import type { ContractId } from '../../../src/mock/registry.ts';
import type { Handle } from '../../../fixtures/broken/servers/types.ts';

/** A clock on which waiting takes no time. */
export function virtualClock(start: string = '2026-05-18T16:00:00Z'): Clock {
  const clock = manualClock(start);
  return { now: clock.now, sleep: async (milliseconds) => clock.advance(milliseconds) };
}

/** All that can be given, so that every requirement is looked at. */
export const FULL = {
  agentmc: {
    apiKey: 'mca_canary_main',
    agentId: 42,
    secondKey: 'mca_canary_second',
    secondAgentId: 43,
    forbiddenKey: 'mca_canary_forbidden',
  },
  agentradio: {
    apiKey: 'ar_agent_canary_main',
    secondKey: 'ar_agent_canary_second',
    inactiveKey: 'ar_agent_canary_inactive',
    slow: true,
  },
} as const;

/** Read once, as there are many runs; none of them changes it. */
const suites = new Map<ContractId, Promise<Suite>>();

/** Checks the mock, or what a function makes of it, without sockets and without real time. */
export async function checkInProcess(
  contract: ContractId,
  change: (handle: Handle, clock: Clock) => Handle = (handle) => handle,
  options: Partial<CheckServerOptions> = {},
  mockOptions: MockOptions = {},
): Promise<ServerReport> {
  const clock = options.clock ?? virtualClock();
  const mock = createMock({ ...mockOptions, contracts: [contract], clock });
  const handle = change(mock.handle, clock);
  const basePath = contract === 'agentmc' ? '/api/v1' : '';
  const target = inProcessTarget({ handle, basePath: '' }, basePath, clock);
  const suite = suites.get(contract) ?? suiteOf(contract);
  suites.set(contract, suite);
  return checkServer({
    contract,
    suite: await suite,
    url: target.url,
    random: 'r4nd0m',
    ...FULL[contract],
    clock,
    target,
    ...options,
  });
}
