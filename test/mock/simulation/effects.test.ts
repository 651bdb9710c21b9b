import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDuration } from '../../../src/mock/simulation/duration.ts';
import { drawDelay } from '../../../src/mock/simulation/effects.ts';
import { piecesOf } from '../../../src/mock/simulation/faults.ts';

it('a delay is drawn from the range it is said to be in', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), fc.string(), fc.nat(), (a, b, name, seed) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)] as const;
      const delay = drawDelay({ uniform: [from, to] }, name, seed);
      expect(delay).toBeGreaterThanOrEqual(from);
      expect(delay).toBeLessThanOrEqual(to);
      expect(Number.isInteger(delay)).toBe(true);
      expect(drawDelay({ uniform: [from, to] }, name, seed)).toBe(delay);
      expect(drawDelay(from, name, seed)).toBe(from);
    }),
  );
});

it('a delay as networks have it lies about its median, with a long tail', () => {
  const lognormal = { median: 1000, sigma: 0.5 };
  const drawn = Array.from({ length: 4000 }, (_, index) => drawDelay({ lognormal }, `${index}`, 1));
  const sorted = drawn.toSorted((a, b) => a - b);
  const share = (from: number, to: number) =>
    drawn.filter((delay) => delay >= from && delay < to).length / drawn.length;
  expect(sorted[2000]).toBeGreaterThan(950);
  expect(sorted[2000]).toBeLessThan(1050);
  // One sigma on either side: 68 of a hundred.
  expect(share(1000 * Math.exp(-0.5), 1000 * Math.exp(0.5))).toBeCloseTo(0.68, 1);
  expect(Math.max(...drawn)).toBeGreaterThan(3000);
  expect(sorted[0]).toBeGreaterThan(0);
});

it('a body in pieces is whole in the end, and takes as long as it should', () => {
  const bodies = fc.uint8Array({ maxLength: 2000 });
  fc.assert(
    fc.property(bodies, fc.option(fc.integer({ min: 1, max: 5000 })), (bytes, pace) => {
      const bytesPerSecond = pace ?? undefined;
      const pieces = [...piecesOf(bytes, bytesPerSecond === undefined ? {} : { bytesPerSecond })];
      expect(Buffer.concat(pieces.map(({ piece }) => piece))).toEqual(Buffer.from(bytes));
      const time = pieces.reduce((sum, { wait }) => sum + wait, 0);
      expect(time).toBeCloseTo(pace === null ? 0 : (bytes.length / pace) * 1000, 3);
    }),
  );
});

it.each<[string, number | undefined]>([
  ['200ms', 200],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['0s', 0],
  ['', undefined],
  ['5', undefined],
  ['-5s', undefined],
  ['5 s', undefined],
  ['s', undefined],
  ['5sec', undefined],
])('"%s" is a duration of %s ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});
