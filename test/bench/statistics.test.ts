import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile, ratios, summarize } from '../../bench/statistics.ts';

const numbers = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1 });

describe('a summary', () => {
  it.each([
    [[3], { median: 3, min: 3, max: 3 }],
    [[3, 1, 2], { median: 2, min: 1, max: 3 }],
    [[4, 1, 2, 9], { median: 3, min: 1, max: 9 }],
  ])('of %j', (values, summary) => {
    expect(summarize(values)).toEqual(summary);
  });

  it('has half of the values on either side of its median, whatever their order', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const { median, min, max } = summarize(values);
        expect(summarize(values.toReversed())).toEqual({ median, min, max });
        expect(min).toBe(Math.min(...values));
        expect(max).toBe(Math.max(...values));
        expect(values.filter((value) => value < median).length).toBeLessThanOrEqual(
          values.length / 2,
        );
        expect(values.filter((value) => value > median).length).toBeLessThanOrEqual(
          values.length / 2,
        );
      }),
    );
  });

  it('needs values', () => {
    expect(() => summarize([])).toThrow('nothing to summarize');
  });
});

describe('ratios', () => {
  it('are those of the same round; rounds that do not count are left out', () => {
    expect(ratios([10, undefined, 30, 40], [5, 5, undefined, 10])).toEqual([2, 4]);
  });

  it('do not change where a machine becomes slower for both', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, slower) => {
        const to = values.map((_, index) => index + 1);
        const found = ratios(
          values.map((value) => value * slower),
          to.map((value) => value * slower),
        );
        for (const [index, ratio] of ratios(values, to).entries()) {
          expect(found[index]).toBeCloseTo(ratio, 6);
        }
      }),
    );
  });
});

it('a percentile is one of the values, with that share of them below it', () => {
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(3);
  expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
  expect(percentile([7], 0.99)).toBe(7);
});
