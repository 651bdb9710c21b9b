import { expect, it } from 'vitest';
import { capturesIn, withCaptures } from '../../src/conformance/scenario/captures.ts';

const RULES = {
  type: 'number',
  'same-as': 'one',
  'at-least': 3,
  'at-most': '/other',
  above: 'two',
  'falls-from': { capture: 'three', by: 1 },
} as const;

it('finds what rules compare with, and gives it another name', () => {
  expect(capturesIn(RULES)).toEqual(['one', 'two', 'three']);
  expect(withCaptures(RULES, (name) => `${name}-a`)).toEqual({
    ...RULES,
    'same-as': 'one-a',
    above: 'two-a',
    'falls-from': { capture: 'three-a', by: 1 },
  });
});

it('leaves values as they are, which are no rules', () => {
  expect(capturesIn('one')).toEqual([]);
  expect(withCaptures(null, () => 'other')).toBeNull();
});
