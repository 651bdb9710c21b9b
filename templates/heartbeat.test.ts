// #region vitest
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import 'heartbeat-kit/matchers/vitest';
// #endregion
// #region jest
import 'heartbeat-kit/matchers/jest';
// #endregion
import { createMock, handlers } from 'heartbeat-kit/msw';
import { setupServer } from 'msw/node';

// A backend that keeps state like the real one does, at every address.
const mock = createMock();
const server = setupServer(...handlers(mock));

beforeAll(() => server.listen());
afterEach(() => mock.reset());
afterAll(() => server.close());

// #region agentmc
it('reports to AgentMC', async () => {
  // Stand-in: let your own agent send its heartbeat here.
  await fetch('https://agentmc.example/api/v1/agents/heartbeat', {
    method: 'POST',
    headers: { 'x-api-key': 'mca_demo', 'content-type': 'application/json' },
    body: JSON.stringify({
      meta: { runtime: { name: 'openclaw', version: '2026.2.26' }, models: ['openai/gpt-5-codex'] },
      host: {
        fingerprint: 'a3f56f330f311a2159f8c101eaf1439a29f1d57f007375d56aa79f304bc4f112',
        name: 'worker-01',
        meta: {
          hostname: 'worker-01',
          ip: '10.0.2.15',
          network: { private_ip: '10.0.2.15', public_ip: '34.222.10.10' },
          os: 'Ubuntu',
          os_version: '24.04',
          arch: 'x86_64',
          cpu: 'Intel Xeon',
          cpu_cores: 8,
          ram_gb: 32,
          disk: { total_bytes: 536870912000, free_bytes: 322122547200 },
          uptime_seconds: 86400,
          runtime: { name: 'codex', version: '2026.02.1' },
        },
      },
      agent: { id: 42, name: 'Jarvis', identity: 'robot' },
    }),
  });
  // What is not as the contract asks gets no 200.
  expect(mock).toHaveReceivedHeartbeats(1, { contract: 'agentmc', status: 200 });
});

// #endregion
// #region agentradio
it('reports to AgentRadio', async () => {
  // Stand-in: let your own agent send its heartbeat here.
  await fetch('https://agentradio.com/api/heartbeat', {
    method: 'POST',
    headers: { authorization: 'Bearer ar_agent_demo', 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'online', currentTask: 'watching queue pressure' }),
  });
  // What is not as the contract asks gets no 200.
  expect(mock).toHaveReceivedHeartbeats(1, { contract: 'agentradio', status: 200 });
});

// #endregion
// Does it back off? Half a day of an outage passes in a moment: start your agent with fake timers, and then
//   mock.faults = [{ reply: { error: 'unavailable' } }];
// #region vitest
//   await vi.advanceTimersByTimeAsync(12 * 3_600_000);
// #endregion
// #region jest
//   await jest.advanceTimersByTimeAsync(12 * 3_600_000);
// #endregion
// #region agentmc
//   expect(mock).toConformTo('agentmc', { interval: 60_000 });
// #endregion
// #region agentradio
//   expect(mock).toConformTo('agentradio', { state: 'on_shift' });
// #endregion
