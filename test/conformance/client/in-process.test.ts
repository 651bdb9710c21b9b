import { describe, expect, it } from 'vitest';
import { checkClient, type ClientFunction } from '../../../src/index.ts';

function check(client: ClientFunction, scenarios = ['steady', 'hang']) {
  return checkClient({ contract: 'agentradio', state: 'on_shift', scenarios, start: 0, client });
}

const beat = (key: string): RequestInit => ({
  method: 'POST',
  headers: { authorization: `Bearer ${key}` },
  body: '{"status": "online"}',
});

describe('checkClient', () => {
  it('ends though a client heeds no signal and waits for an answer that never comes', async () => {
    const { requirements } = await check(async ({ baseUrl, apiKey, fetch, clock }) => {
      for (;;) {
        const headers = { authorization: `Bearer ${apiKey}` };
        await fetch(`${baseUrl}/api/v1/home`, { headers });
        await fetch(`${baseUrl}/api/heartbeat`, beat(apiKey));
        await clock.sleep(45_000);
      }
    });
    const hang = requirements.find(({ id }) => id === 'AR-C-019');
    expect(hang?.verdict).toBe('fail');
    expect(hang?.evidence[0]?.why).toMatch(/^nothing came for \d+ (?:s|min) after the failure$/);
  });

  it.each<[string, ClientFunction, string]>([
    ['returns at once', async () => {}, 'it returned'],
    [
      'throws',
      () => {
        throw new TypeError('no such host');
      },
      'it threw: no such host',
    ],
    ['rejects', () => Promise.reject(new Error('no such host')), 'it threw: no such host'],
  ])('passes nothing of a client that %s', async (_, client, how) => {
    const report = await check(client);
    expect(report.totals.pass).toBe(0);
    expect(report.verdict).toBe('inconclusive');
    expect(report.scenarios.map(({ ended }) => ended)).toEqual([how, how]);
    expect(report.requirements[0]?.reasons).toEqual([`the client sent nothing and ended: ${how}`]);
  });

  it('tells no key, wherever a client tells it', async () => {
    const report = await check(async ({ baseUrl, apiKey, fetch }) => {
      await fetch(`${baseUrl}/api/v1/home?key=${apiKey}`, beat(apiKey));
      await fetch(`${baseUrl}/api/heartbeat/${encodeURIComponent(apiKey)}`, beat(apiKey));
      await fetch(`${baseUrl}/api/heartbeat?${apiKey}`, {
        ...beat(apiKey),
        body: JSON.stringify({ status: apiKey, currentTask: apiKey, [apiKey]: 1 }),
      });
      throw new Error(`refused: ${apiKey}`);
    });
    expect(report.scenarios[0]?.ended).toContain('refused: $HEARTBEAT_API_KEY');
    expect(JSON.stringify(report)).not.toMatch(/ar_agent_\w+_check/);
  });

  it('ends when it is told to, and judges what it has seen', async () => {
    const stop = new AbortController();
    const report = await checkClient({
      contract: 'agentradio',
      state: 'on_shift',
      start: 0,
      signal: stop.signal,
      async client({ baseUrl, apiKey, fetch, clock, signal }) {
        for (let count = 0; !signal.aborted; count += 1) {
          if (count === 3) stop.abort();
          await fetch(`${baseUrl}/api/heartbeat`, beat(apiKey));
          await clock.sleep(45_000, signal);
        }
      },
    });
    expect(report.interrupted).toBe(true);
    expect(report.verdict).not.toBe('pass');
    expect(report.scenarios).toHaveLength(1);
  });

  it.each([
    [{ contract: 'pulse' }, 'clients of "pulse" cannot be judged; there is agentmc, agentradio'],
    [{ contract: 'agentradio' }, 'give state, what the agent is doing'],
    [{ contract: 'agentradio', state: 'asleep' }, 'an agent of agentradio has no state "asleep"'],
    [{ contract: 'agentmc', state: 'idle' }, 'agents of agentmc have no state'],
    [{ contract: 'agentmc', only: 'AR-C-001' }, 'only AR-C-001 fits no requirement'],
  ])('refuses %j', async (options, message) => {
    await expect(checkClient({ ...options, client: async () => {} })).rejects.toThrow(message);
  });
});
