import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LIMIT_KINDS,
  countRequest,
  isOver,
  type Limit,
  type LimitMemory,
} from '../../../src/mock/simulation/limits.ts';
import { limitHeaders, retryAfterHeader } from '../../../src/mock/simulation/limit-headers.ts';

const START = Date.parse('2026-05-18T16:00:00Z');
const DAY = 86_400_000;

/** A client of a limit; each call is a request at a time since the start. */
function client(limit: Limit) {
  let memory: LimitMemory | undefined;
  return (at: number) => {
    const counted = countRequest(limit, memory, START + at);
    // What is remembered has to survive being written down.
    memory = JSON.parse(JSON.stringify(counted.memory)) as LimitMemory;
    return counted.verdict;
  };
}

const limits = fc.record({
  kind: fc.constantFrom(...LIMIT_KINDS),
  requests: fc.integer({ min: 1, max: 20 }),
  window: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 10 * DAY })),
});
const waits = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: DAY })),
  { minLength: 1, maxLength: 60 },
);

describe.each(LIMIT_KINDS)('a limit of the kind %s', (kind) => {
  it('lets as many pass at once as it says', () => {
    const request = client({ kind, requests: 3, window: 60_000 });
    expect([request(0), request(0), request(0)].map(({ remaining }) => remaining)).toEqual([
      2, 1, 0,
    ]);
    expect(request(0)).toMatchObject({ allowed: false, remaining: 0 });
  });
});

it('counts in windows from the first request on', () => {
  const request = client({ kind: 'fixed', requests: 2, window: 60_000 });
  expect(request(0).allowed).toBe(true);
  expect(request(59_000).allowed).toBe(true);
  expect(request(59_500)).toEqual({ allowed: false, remaining: 0, retryAfter: 500, reset: 500 });
  // Two at the end of a window and two at the start of the next: that is what this kind allows.
  expect(request(60_000).allowed).toBe(true);
  expect(request(60_000).allowed).toBe(true);
  expect(request(60_000).allowed).toBe(false);
});

it('counts in any stretch where the window slides', () => {
  const request = client({ kind: 'sliding', requests: 2, window: 60_000 });
  expect(request(0).allowed).toBe(true);
  expect(request(59_000).allowed).toBe(true);
  expect(request(60_000).allowed).toBe(true);
  expect(request(61_000)).toEqual({
    allowed: false,
    remaining: 0,
    retryAfter: 58_000,
    reset: 59_000,
  });
});

it('gives tokens back one by one', () => {
  const request = client({ kind: 'bucket', requests: 3, window: 60_000 });
  expect([request(0), request(0), request(0)].every(({ allowed }) => allowed)).toBe(true);
  expect(request(5_000)).toEqual({
    allowed: false,
    remaining: 0,
    retryAfter: 15_000,
    reset: 55_000,
  });
  expect(request(20_000)).toMatchObject({ allowed: true, remaining: 0 });
  expect(request(20_000).allowed).toBe(false);
  // It never holds more than it can.
  expect([0, 0, 0].map(() => request(600_000).allowed)).toEqual([true, true, true]);
  expect(request(600_000).allowed).toBe(false);
});

it('gives a token back at the very millisecond it promised, however long the window', () => {
  const request = client({ kind: 'bucket', requests: 14, window: DAY });
  for (let index = 0; index < 14; index += 1) request(0);
  const { retryAfter } = request(0);
  expect(retryAfter).toBe(Math.ceil(DAY / 14));
  expect(request(retryAfter - 1).allowed).toBe(false);
  expect(request(retryAfter).allowed).toBe(true);
});

it('remembers of a sliding window no more than twice of what counts', () => {
  const limit: Limit = { kind: 'sliding', requests: 100, window: 1000 };
  let memory: LimitMemory | undefined;
  for (let at = 0; at < 10_000; at += 5) {
    ({ memory } = countRequest(limit, memory, START + at));
    expect(memory.length).toBeLessThanOrEqual(200);
  }
  // What is over for good is not copied either: it is the same list throughout.
  expect(countRequest(limit, memory, START + 10_000).memory).toBe(memory);
});

describe('every limit', () => {
  it('is over once a request is counted as the first one is, after a window at the latest', () => {
    const moves = fc.integer({ min: -DAY, max: 11 * DAY });
    fc.assert(
      fc.property(fc.tuple(limits, waits, moves), ([limit, steps, move]) => {
        let memory: LimitMemory = [];
        let at = START;
        for (const step of steps) memory = countRequest(limit, memory, (at += step)).memory;
        at += move;
        const over = isOver(limit, memory, at);
        expect(over || move < limit.window).toBe(true);
        const { verdict } = countRequest(limit, memory, at);
        if (over) expect(verdict).toEqual(countRequest(limit, undefined, at).verdict);
      }),
    );
  });

  it('lets the next one pass when it said so, and none before', () => {
    fc.assert(
      fc.property(limits, waits, (limit, steps) => {
        let at = 0;
        const request = client(limit);
        let promised: number | undefined;
        for (const step of steps) {
          at += step;
          const { allowed, remaining, retryAfter } = request(at);
          if (promised !== undefined) expect(allowed).toBe(at >= promised);
          expect(remaining).toBeGreaterThanOrEqual(0);
          expect(remaining).toBeLessThan(limit.requests);
          expect(retryAfter > 0).toBe(remaining === 0);
          promised = retryAfter > 0 ? at + retryAfter : undefined;
        }
      }),
    );
  });

  it('lets no more pass in a window than it says, twice as many across two fixed ones', () => {
    fc.assert(
      fc.property(limits, waits, (limit, steps) => {
        const request = client(limit);
        const passed: number[] = [];
        let at = 0;
        for (const step of steps) {
          at += step;
          if (request(at).allowed) passed.push(at);
          const recent = passed.filter((time) => time > at - limit.window).length;
          const most = limit.kind === 'sliding' ? limit.requests : 2 * limit.requests;
          expect(recent).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('begins anew where the time went back by more than a window', () => {
    for (const kind of LIMIT_KINDS) {
      const request = client({ kind, requests: 1, window: 1000 });
      expect(request(0).allowed).toBe(true);
      expect(request(-10_000).allowed).toBe(true);
    }
  });
});

describe('the headers of a limit', () => {
  const limit: Limit = { kind: 'fixed', requests: 100, window: 60_000 };
  const verdict = { allowed: true, remaining: 50, retryAfter: 0, reset: 29_100 };

  it('are those of the draft, or those that many have, or none', () => {
    expect(limitHeaders(limit, verdict, ['draft', 'legacy'], START)).toEqual({
      'ratelimit-policy': '"default";q=100;w=60',
      ratelimit: '"default";r=50;t=30',
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '50',
      'x-ratelimit-reset': String(START / 1000 + 30),
    });
    expect(limitHeaders(limit, verdict, [], START)).toEqual({});
  });

  it('promise no time that is too early', () => {
    expect(retryAfterHeader(1, 'seconds', START)).toBe('1');
    expect(retryAfterHeader(1001, 'seconds', START)).toBe('2');
    expect(retryAfterHeader(0, 'seconds', START)).toBe('1');
    expect(retryAfterHeader(1001, 'date', START + 500)).toBe('Mon, 18 May 2026 16:00:02 GMT');
    expect(retryAfterHeader(500, 'date', START + 500)).toBe('Mon, 18 May 2026 16:00:01 GMT');
  });
});
