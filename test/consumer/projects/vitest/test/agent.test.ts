import { agentmcHeartbeatHandler, createMock, handlers } from 'heartbeat-kit/msw';
import 'heartbeat-kit/matchers/vitest';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { heartbeat, runAgent } from '../agent.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const mock = createMock({ contracts: ['agentmc'] });
const server = setupServer(...handlers(mock));
let stop: AbortController;

beforeAll(() => server.listen());
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-05-18T16:00:00Z') });
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  server.resetHandlers();
  mock.reset();
});
afterAll(() => server.close());

it('reports every minute', async () => {
  void runAgent(stop.signal);
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(heartbeat).toMatchContract('agentmc', 'heartbeat.request');
  expect(mock).toHaveReceivedHeartbeats(11, { status: 200 });
  expect(mock).toHaveKeptCadence({ interval: MINUTE });
});

it('waits as long as a 429 asks for', async () => {
  const refusal = () => new HttpResponse(null, { status: 429, headers: { 'retry-after': '600' } });
  void runAgent(stop.signal);
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  server.use(agentmcHeartbeatHandler(refusal, { once: true, mock }));
  await vi.advanceTimersByTimeAsync(20 * MINUTE);
  expect(mock).toHaveHonoredRetryAfter();
});

it('backs off while half a day of an outage passes', async () => {
  void runAgent(stop.signal);
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  mock.faults = [{ reply: { error: 'unavailable' } }];
  await vi.advanceTimersByTimeAsync(12 * HOUR);
  mock.faults = [];
  await vi.advanceTimersByTimeAsync(4 * HOUR);
  expect(mock).toConformTo('agentmc', { interval: MINUTE });
});

it('is seen where it does not report', () => {
  expect(() => expect(mock).toHaveReceivedHeartbeats(1)).toThrow('Received: 0');
});
