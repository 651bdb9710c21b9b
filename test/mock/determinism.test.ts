import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMock, manualClock, type PlainRequest } from '../../src/index.ts';
import { operations as agentmcOperations } from '../../src/contract/generated/agentmc.operations.ts';
import { operations as agentradioOperations } from '../../src/contract/generated/agentradio.operations.ts';
import { examples } from '../support/heartbeats.ts';

const suffixes = [
  '',
  '_invalid',
  '_forbidden',
  '_notfound',
  '_ratelimited',
  '_flaky',
  '_noshow',
  '_starving',
];
const keys = fc
  .tuple(
    fc.constantFrom('mca_a', 'mca_b', 'ar_agent_a', 'ar_agent_b', 'other'),
    fc.constantFrom(...suffixes),
  )
  .map((parts) => parts.join(''));
const routes = [...agentmcOperations, ...agentradioOperations].flatMap(({ method, paths }) =>
  paths.map((path) => ({ method, path })),
);

/** Requests of every kind: good, wrong, malformed, unknown. */
const requests: fc.Arbitrary<PlainRequest> = fc
  .record({
    route: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...routes) },
      {
        weight: 1,
        arbitrary: fc.record({
          method: fc.constantFrom('GET', 'HEAD', 'PUT', 'OPTIONS'),
          path: fc.webPath(),
        }),
      },
    ),
    key: keys,
    agentId: fc.integer({ min: 1, max: 3 }),
    host: fc.integer({ min: 0, max: 3 }),
    body: fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string() },
      { weight: 1, arbitrary: fc.uint8Array() },
    ),
    headers: fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,9}$/), fc.string(), { maxKeys: 3 }),
  })
  .map(({ route, key, agentId, host, body, headers }) => ({
    ...route,
    headers: { ...headers, 'x-api-key': key, authorization: `Bearer ${key}` },
    body:
      body ??
      JSON.stringify({
        ...examples.agentmc,
        host: { ...examples.agentmc.host, fingerprint: String(host).repeat(64) },
        agent: { ...examples.agentmc.agent, id: agentId },
        ...examples.agentradio,
      }),
  }));

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: requests.map((request) => ({ request })) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: -60_000, max: 10_000_000 }).map((advance) => ({ advance })),
    },
  ),
  { maxLength: 40 },
);

describe('any sequence of requests and clock moves', () => {
  it('gives the same bytes for the same seed, and never a fault of the mock', () => {
    fc.assert(
      fc.property(fc.integer(), steps, (seed, sequence) => {
        const run = () => {
          const clock = manualClock('2026-05-18T16:00:00Z');
          const mock = createMock({ seed, clock });
          const replies = sequence.map((step) => {
            if ('request' in step) return mock.handle(step.request);
            clock.advance(step.advance);
            return undefined;
          });
          return { replies, journal: mock.journal.all(), state: mock.state() };
        };
        const first = run();
        for (const reply of first.replies) {
          if (!reply) continue;
          // Every answer is checked against its contract on its way out; 500 says that one failed.
          expect(reply.status).not.toBe(500);
          if (reply.status >= 500) expect(reply.headers['x-mock-simulated']).toBe('flaky');
        }
        expect(JSON.stringify(run())).toBe(JSON.stringify(first));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the hosts consistent', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const clock = manualClock('2026-05-18T16:00:00Z');
        const mock = createMock({ clock });
        const ids = new Map<string, number>();
        for (const step of sequence) {
          if ('advance' in step) clock.advance(step.advance);
          else {
            const { status, body } = mock.handle(step.request);
            if (status !== 200 || !step.request.path.endsWith('/agents/heartbeat')) continue;
            const { host } = JSON.parse(body) as { host: Record<string, number> };
            const { id, agents_total, agents_online } = host as Record<string, number> & {
              id: number;
            };
            const fingerprint = String(host['fingerprint']);
            expect(ids.get(fingerprint) ?? id).toBe(id);
            ids.set(fingerprint, id);
            expect(agents_online).toBeGreaterThanOrEqual(1);
            expect(agents_total).toBeGreaterThanOrEqual(agents_online as number);
          }
        }
        expect(new Set(ids.values()).size).toBe(ids.size);
      }),
    );
  });
});
