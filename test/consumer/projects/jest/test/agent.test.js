import { jest } from '@jest/globals';
import { agentmcHeartbeatHandler, createMock, handlers } from 'heartbeat-kit/msw';
import 'heartbeat-kit/matchers/jest-globals';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { heartbeat, runAgent } from '../agent.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const mock = createMock({ contracts: ['agentmc'] });
const server = setupServer(...handlers(mock));
let stop;

beforeAll(() => server.listen());
beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-05-18T16:00:00Z') });
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  jest.useRealTimers();
  server.resetHandlers();
  mock.reset();
});
afterAll(() => server.close());

it('reports every minute', async () => {
  void runAgent(stop.signal);
  await jest.advanceTimersByTimeAsync(10 * MINUTE);
  expect(heartbeat).toMatchContract('agentmc', 'heartbeat.request');
  expect(mock).toHaveReceivedHeartbeats(11, { status: 200 });
  expect(mock).toHaveKeptCadence({ interval: MINUTE });
});

it('waits as long as a 429 asks for', async () => {
  const refusal = () => new HttpResponse(null, { status: 429, headers: { 'retry-after': '600' } });
  void runAgent(stop.signal);
  await jest.advanceTimersByTimeAsync(5 * MINUTE);
  server.use(agentmcHeartbeatHandler(refusal, { once: true, mock }));
  await jest.advanceTimersByTimeAsync(20 * MINUTE);
  expect(mock).toHaveHonoredRetryAfter();
});

it('backs off while half a day of an outage passes', async () => {
  void runAgent(stop.signal);
  await jest.advanceTimersByTimeAsync(5 * MINUTE);
  mock.faults = [{ reply: { error: 'unavailable' } }];
  await jest.advanceTimersByTimeAsync(12 * HOUR);
  mock.faults = [];
  await jest.advanceTimersByTimeAsync(4 * HOUR);
  expect(mock).toConformTo('agentmc', { interval: MINUTE });
});

it('is seen where it does not report', () => {
  expect(() => expect(mock).toHaveReceivedHeartbeats(1)).toThrow('Received: 0');
});
