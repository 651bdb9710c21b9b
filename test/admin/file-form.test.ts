import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitInFile, ruleInFile } from '../../src/admin/file-form.ts';
import { limitFormat, ruleFormat } from '../../src/mock/simulation/format.ts';
import { library } from '../../src/mock/generated/scenarios.ts';
import { FAULTS, type Fault } from '../../src/mock/simulation/faults.ts';

const duration = fc.oneof(
  fc.integer({ min: 0, max: 1e9 }),
  fc.integer({ min: 1, max: 400 }).map((count) => count * 86_400_000),
);
const limit = fc.record(
  {
    kind: fc.constantFrom('fixed' as const, 'sliding' as const, 'bucket' as const),
    requests: fc.integer({ min: 1 }),
    window: duration.filter((window) => window > 0),
    per: fc.constantFrom('key' as const, 'all' as const),
    retryAfter: fc.constantFrom('seconds' as const, 'date' as const),
    headers: fc.constantFrom(['draft' as const], ['draft' as const, 'legacy' as const]),
  },
  { requiredKeys: ['kind', 'requests', 'window'] },
);
const delay = fc.oneof(
  duration,
  fc.tuple(duration, duration).map(([one, other]) => ({
    uniform: [Math.min(one, other), Math.max(one, other)] as const,
  })),
  fc.record({ median: duration, sigma: fc.constant(0.5) }).map((lognormal) => ({ lognormal })),
);
const sending = {
  delay,
  fault: fc.constantFrom(...(Object.keys(FAULTS) as Fault[])),
  bytesPerSecond: fc.integer({ min: 1 }),
  headers: fc.constant({ 'x-a': 'b' }),
};
const reply = fc.oneof(
  fc.record(
    {
      status: fc.integer({ min: 200, max: 599 }),
      error: fc.constant('rate-limited'),
      body: fc.constant({ a: [1] }),
      retryAfter: fc.oneof(duration, fc.constant('state' as const)),
      retryAfterForm: fc.constant('date' as const),
      ...sending,
    },
    { requiredKeys: ['status'] },
  ),
  fc.record(
    {
      rename: fc.constant({ '/a': '/b' }),
      remove: fc.constant(['/a']),
      set: fc.constant({ '/a': null }),
      ...sending,
    },
    { requiredKeys: ['set'] },
  ),
);
const rule = fc.record(
  {
    on: fc.record(
      {
        operation: fc.constant(['heartbeat', 'home']),
        method: fc.constant('GET'),
        headers: fc.constant({ a: '*' }),
        body: fc.constant({ '/a': 1 }),
      },
      { requiredKeys: [] },
    ),
    times: fc.integer({ min: 1 }),
    probability: fc.constantFrom(0, 0.25, 1),
    limit,
    reply,
  },
  { requiredKeys: ['reply'] },
);

it('rules that are written down are read as what they were', () => {
  fc.assert(
    fc.property(rule, (one) => {
      expect(ruleFormat.parse(JSON.parse(JSON.stringify(ruleInFile(one))))).toEqual(one);
    }),
  );
});

it('so are rate limits', () => {
  fc.assert(
    fc.property(limit, (one) => {
      expect(limitFormat.parse(JSON.parse(JSON.stringify(limitInFile(one))))).toEqual(one);
    }),
  );
});

it('so are the rules of all scenarios that come with the mock', () => {
  const rules = library.flatMap(({ states }) =>
    Object.values(states).flatMap(({ rules: some = [] }) => some),
  );
  expect(rules.length).toBeGreaterThan(10);
  for (const one of rules) expect(ruleFormat.parse(ruleInFile(one))).toEqual(one);
});
