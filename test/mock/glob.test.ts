import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitsGlob } from '../../src/mock/glob.ts';

it('stands for anything with each star, as an expression would', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (stars, given) => {
      const source = stars
        .split('*')
        .map((part) => part.replaceAll('.', String.raw`\.`))
        .join('[^]*');
      expect(fitsGlob(stars, given)).toBe(new RegExp(`^${source}$`).test(given));
    }),
    { numRuns: 2000 },
  );
});

it('takes no time to speak of for patterns that would cost an expression for ever', () => {
  expect(fitsGlob(`${'*a'.repeat(400)}*b`, 'a'.repeat(100_000))).toBe(false);
  expect(fitsGlob('*'.repeat(2000), 'a')).toBe(false);
});
