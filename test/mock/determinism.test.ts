import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMock, manualClock } from '../../src/index.ts';
import { anyRequest } from '../support/requests.ts';

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
const requests = anyRequest(suffixes);

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
