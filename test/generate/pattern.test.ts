import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textMatching } from '../../src/generate/pattern.ts';
import { randomOf } from '../../src/generate/random.ts';

const ANY = { min: 0, max: Infinity };

/** Patterns of characters, classes, groups, alternatives and repetitions. */
const patterns = fc.letrec<{ group: string; part: string }>((tie) => ({
  group: fc
    .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((all) => all.map((parts) => parts.join('')).join('|')),
  part: fc.oneof(
    { depthSize: 'small' },
    together(
      fc.constantFrom('a', 'Z', '7', '-', 'é', '.', '\\d', '\\w', '\\S', '\\.', '[a-f0-9]'),
      fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{0,}', '+?'),
    ),
    fc.constantFrom('[^x]', '[\\]._-]', '\\p{Lu}'),
    // A group that repeats without bounds can take matchers forever.
    together(
      fc.constantFrom('(', '(?:'),
      tie('group'),
      fc.constantFrom(')', ')?', '){2}', '){0,2}'),
    ),
  ),
}));

function together(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((all) => all.join(''));
}

describe('a text for a pattern', () => {
  it('matches it, from end to end', () => {
    fc.assert(
      fc.property(patterns.group, fc.integer(), (group, seed) => {
        const pattern = `^(?:${group})$`;
        expect(textMatching(pattern, ANY, randomOf(String(seed)))).toMatch(
          new RegExp(pattern, 'u'),
        );
      }),
    );
  });

  it.each([
    ['^[A-Za-z0-9._-]+$', 64],
    ['^[A-Za-z0-9._-]+$', 1],
    ['^v\\d+\\.\\d+$', 12],
    ['^(?:ab|c)[xyz]{2,9}$', 11],
    ['^[a-f]{3}$', 3],
    ['[0-9]', 9],
    ['^ar_', 20],
    ['_x$', 8],
  ])('%s can have the length %i', (pattern, length) => {
    const text = textMatching(pattern, { min: length, max: length }, randomOf('length'));
    expect(text).toHaveLength(length);
    expect(text).toMatch(new RegExp(pattern));
  });

  it.each([
    ['is asked to look around', '^(?=a)b$'],
    ['is asked to repeat itself', String.raw`^(a)\1$`],
    ['can be none', 'a^b'],
    ['cannot be so long', '^[a-f]{3}$', 4],
    ['cannot be so short', '^[a-f]{3}$', 2],
  ])('is none where it %s: %s', (_, pattern, length?: number) => {
    const bounds = length === undefined ? ANY : { min: length, max: length };
    expect(textMatching(pattern, bounds, randomOf('none'))).toBeUndefined();
  });
});
