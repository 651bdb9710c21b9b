import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { judge } from '../../src/index.ts';
import { createMock, handlers } from '../../src/msw/index.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A client as people write it: the global fetch, and timers. */
async function agent(signal: AbortSignal, next: (wait: number, response?: Response) => number) {
  let wait = MINUTE;
  while (!signal.aborted) {
    const response = await fetch('https://agentradio.example/api/heartbeat', {
      method: 'POST',
      headers: { authorization: 'Bearer ar_agent_demo' },
      body: JSON.stringify({ status: 'online' }),
    }).catch(() => undefined);
    wait = next(wait, response);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

const mock = createMock({ contracts: ['agentradio'] });
const server = setupServer(...handlers(mock));
const stop = new AbortController();

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => {
  stop.abort();
  server.close();
});
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-05-18T16:00:00Z') });
  mock.reset();
});
afterEach(() => {
  vi.useRealTimers();
});

const times = () =>
  mock.journal.all().map(({ at }) => (at - Date.parse('2026-05-18T16:00:00Z')) / MINUTE);
const verdictOn = (id: string) =>
  judge(mock.journal, { contract: 'agentradio', state: 'on_shift' }).find(
    ({ requirement }) => requirement === id,
  )?.verdict;

it('the clock of the mock is the mocked Date', async () => {
  expect(new Date(mock.clock.now()).toISOString()).toBe('2026-05-18T16:00:00.000Z');
  vi.setSystemTime('2027-01-01T00:00:00Z');
  expect(new Date(mock.clock.now()).toISOString()).toBe('2027-01-01T00:00:00.000Z');
});

it('twelve hours of backing off pass to the minute', async () => {
  mock.faults = [{ reply: { error: 'unavailable' } }];
  void agent(stop.signal, (wait, response) =>
    response?.ok ? MINUTE : Math.min(2 * wait, 4 * HOUR),
  );
  await vi.advanceTimersByTimeAsync(12 * HOUR);
  expect(times()).toEqual([0, 2, 6, 14, 30, 62, 126, 254, 494]);
  expect(verdictOn('AR-C-009')).toBe('pass');
});

it('a client that does not back off is seen', async () => {
  mock.faults = [{ reply: { error: 'unavailable' } }];
  void agent(stop.signal, () => MINUTE);
  await vi.advanceTimersByTimeAsync(HOUR);
  expect(times()).toHaveLength(61);
  expect(verdictOn('AR-C-009')).toBe('fail');
});

it('delays and slow bodies pass with the mocked timers, too', async () => {
  mock.faults = [{ reply: { delay: 2 * HOUR, bytesPerSecond: 100 } }];
  const text = fetch('https://agentradio.example/api/shows').then((response) => response.text());
  await vi.advanceTimersByTimeAsync(3 * HOUR);
  expect(JSON.parse(await text)).toHaveProperty('shows');
});

it('nothing waits for a timer where nothing is held back', async () => {
  const response = await fetch('https://agentradio.example/api/shows');
  expect(await response.json()).toHaveProperty('shows');
  expect(vi.getTimerCount()).toBe(0);
});
