import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRateLimit, parseRateLimit } from '../../src/cli/rate-limit-spec.ts';
import { OptionError } from '../../src/index.ts';
import { LIMIT_HEADERS, RETRY_AFTER_FORMS } from '../../src/mock/simulation/limit-headers.ts';
import { LIMIT_KINDS } from '../../src/mock/simulation/limits.ts';
import { LIMIT_SCOPES, type LimitRule } from '../../src/mock/simulation/types.ts';

const rules: fc.Arbitrary<LimitRule> = fc.record(
  {
    kind: fc.constantFrom(...LIMIT_KINDS),
    requests: fc.integer({ min: 1 }),
    window: fc.oneof(
      fc.integer({ min: 1 }),
      fc.constantFrom(1500, 60_000, 90_000, 3_600_000, 86_400_000),
    ),
    per: fc.constantFrom(...LIMIT_SCOPES),
    retryAfter: fc.constantFrom(...RETRY_AFTER_FORMS),
    headers: fc.subarray([...LIMIT_HEADERS], { minLength: 1 }),
  },
  { requiredKeys: ['kind', 'requests', 'window'] },
);

describe('a rate limit as text', () => {
  it.each<[string, LimitRule]>([
    ['60/1m', { kind: 'fixed', requests: 60, window: 60_000 }],
    ['10/1s,sliding', { kind: 'sliding', requests: 10, window: 1000 }],
    [
      '100/1h, bucket, per=key+route, headers=draft+legacy, retry-after=date',
      {
        kind: 'bucket',
        requests: 100,
        window: 3_600_000,
        per: 'key+route',
        headers: ['draft', 'legacy'],
        retryAfter: 'date',
      },
    ],
  ])('%s', (text, rule) => {
    expect(parseRateLimit(text)).toEqual(rule);
  });

  it('says all that there is to say of one', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(parseRateLimit(formatRateLimit(rule))).toEqual(rule);
      }),
    );
  });

  it('means the same in any order', () => {
    fc.assert(
      fc.property(rules, fc.infiniteStream(fc.nat()), (rule, draws) => {
        const [first, ...parts] = formatRateLimit(rule).split(',');
        const shuffled = parts
          .map((part) => ({ part, at: draws.next().value as number }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ part }) => part);
        expect(parseRateLimit([first, ...shuffled].join(','))).toEqual(rule);
      }),
    );
  });

  it('is read or refused in a sentence, whatever it is', () => {
    const parts = fc.oneof(
      fc.string(),
      fc.constantFrom('60/1m', '5/1s', 'sliding', 'per=', '=', 'headers=draft+', '__proto__=x'),
    );
    const texts = fc.array(parts, { minLength: 1 }).map((list) => list.join(','));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { requests, window } = parseRateLimit(text);
          expect(Math.min(requests, window)).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(OptionError);
          expect((error as Error).message).toMatch(/^(?:It|In|There|").*\.$/s);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', 'requests and a time, as in 60/1m'],
    ['60', 'requests and a time, as in 60/1m'],
    ['-1/1m', 'requests and a time, as in 60/1m'],
    ['0/1m', 'a whole number of at least 1 before the slash'],
    ['60/', 'a time after the slash: a number with a unit'],
    ['60/0s', 'a time after the slash'],
    ['60/1w', 'a time after the slash'],
    ['60/1m,quick', '"quick": kind must be one of fixed, sliding, bucket'],
    ['60/1m,fixed,sliding', '"sliding" is one kind too many'],
    ['60/1m,per=ip', '"per=ip": per must be one of key, route, key+route, all'],
    ['60/1m,per', '"per": kind must be one of'],
    ['60/1m,burst=2', 'There is no "burst="; there is kind=, per=, headers=, retry-after='],
    ['60/1m,headers=draft+draft', 'headers must be one of draft, legacy, or several with +'],
    ['60/1m,retry-after=5', 'retry-after must be one of seconds, date'],
    ['60/1m,', '"": kind must be one of'],
  ])('%j is refused: %s', (text, says) => {
    expect(() => parseRateLimit(text)).toThrow(says);
  });
});
