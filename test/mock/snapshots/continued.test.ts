import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMock,
  manualClock,
  type Mock,
  type PlainReply,
  type Rule,
} from '../../../src/index.ts';
import { anyRequest } from '../../support/requests.ts';
import { clone, start } from '../../support/snapshots.ts';

describe('any requests, clock moves and things put on', () => {
  const names = ['flaky', 'outage', 'rate-limited', 'live-show', 'starving-queue', 'key-revoked'];
  const scenarios = createMock()
    .scenarios()
    .map(({ name }) => name)
    .filter((name) => names.includes(name));
  const suffixes = [
    '',
    '_flaky',
    '_ratelimited',
    '_starving',
    ...scenarios.map((one) => `_${one}`),
  ];
  const rules: Rule[] = [
    { times: 3, reply: { delay: { uniform: [5, 5000] } } },
    { probability: 0.5, on: { operation: ['heartbeat'] }, reply: { error: 'unavailable' } },
    {
      limit: { kind: 'sliding', requests: 2, window: 60_000, per: 'key+route' },
      reply: { error: 'rate-limited', delay: { lognormal: { median: 50, sigma: 1 } } },
    },
    { every: 2, reply: { set: { '/host/name': 'other' }, fault: 'EMPTY_RESPONSE' } },
  ];
  type Step = (mock: Mock, advance: (milliseconds: number) => void) => PlainReply | undefined;
  const silent =
    (act: (mock: Mock, advance: (milliseconds: number) => void) => void): Step =>
    (mock, advance) => {
      act(mock, advance);
      return undefined;
    };
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(
          anyRequest(suffixes),
          fc.constantFrom(undefined, 'code=429', ...scenarios.map((one) => `scenario=${one}`)),
        )
        .map(([request, prefer]): Step => {
          const headers = { ...request.headers, ...(prefer !== undefined && { prefer }) };
          return (mock) => mock.handle({ ...request, headers });
        }),
    },
    {
      weight: 3,
      arbitrary: fc
        .integer({ min: -60_000, max: 400_000 })
        .map((time) => silent((_, advance) => advance(time))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(0, 1, 2, 60)
        .map((scale) => silent((mock) => mock.clock.scale(scale))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(undefined, ...scenarios)
        .map((name) => silent((mock) => mock.play(name))),
    },
    {
      weight: 1,
      arbitrary: fc.subarray(rules).map((some) =>
        silent((mock) => {
          mock.faults = some;
        }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('fixed', 'sliding', 'bucket').map((kind) =>
        silent((mock) => {
          mock.limit = { kind, requests: 3, window: 50_000, headers: ['draft', 'legacy'] };
        }),
      ),
    },
  );
  const steps = fc.array(step, { maxLength: 25 });

  it('are answered after a restore as they would have been, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), steps, steps, async (seed, earlier, later) => {
        const { mock, clock } = start({ seed });
        for (const act of earlier) act(mock, clock.advance);
        const snapshot = mock.save();
        const state = mock.state();
        const replies = () => later.map((act) => act(mock, clock.advance));
        const first = replies();

        await mock.restore(snapshot);
        expect(mock.state()).toEqual(state);
        expect(mock.save()).toEqual({ ...snapshot, savedAt: expect.any(String) });
        expect(JSON.stringify(replies())).toBe(JSON.stringify(first));

        const base = manualClock('2031-01-01T00:00:00Z');
        const fresh = createMock({ clock: base, seed: 3 });
        await fresh.restore(clone(snapshot));
        expect(fresh.state()).toEqual(state);
        const again = later.map((act) => act(fresh, base.advance));
        expect(JSON.stringify(again)).toBe(JSON.stringify(first));
      }),
      { numRuns: 150 },
    );
  });
});
