import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY, statusCriterion, statusesOf } from '../../../src/conformance/export/statuses.ts';

/** The statuses for which a criterion holds. */
function holding({ context, condition }: ReturnType<typeof statusCriterion>): number[] {
  const holds = (status: number) =>
    context === undefined
      ? condition === `$statusCode == ${status}`
      : new RegExp(condition).test(String(status));
  return [...ANY, 0, 99, 600, 1000, 2000].filter(holds);
}

describe('criteria for statuses', () => {
  it('hold for exactly the statuses that are meant', () => {
    const rule = fc.oneof(
      fc.integer({ min: 100, max: 599 }),
      fc.constantFrom('2xx', 'not 4xx', 'refused', 'not 404', '429'),
    );
    const statuses = fc.oneof(
      fc.array(rule, { minLength: 1, maxLength: 4 }).map(statusesOf),
      fc
        .uniqueArray(fc.integer({ min: 100, max: 599 }), { minLength: 1 })
        .map((list) => new Set(list.toSorted((a, b) => a - b))),
    );
    fc.assert(
      fc.property(statuses, (some) => {
        expect(holding(statusCriterion(some))).toEqual([...some]);
      }),
    );
  });

  it.each([
    [200, { condition: '$statusCode == 200' }],
    ['2xx', { context: '$statusCode', condition: '^2\\d\\d$', type: 'regex' }],
    ['refused', { context: '$statusCode', condition: '^[134]\\d\\d$', type: 'regex' }],
    [[403, 404, 422], { context: '$statusCode', condition: '^(?:40[34]|422)$', type: 'regex' }],
  ])('are easy to read: %j', (rule, criterion) => {
    expect(statusCriterion(statusesOf(rule))).toEqual(criterion);
  });
});
