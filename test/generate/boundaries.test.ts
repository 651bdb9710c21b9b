import { describe, expect, it } from 'vitest';
import { validate } from '../../src/contract/validate.ts';
import { boundariesOf, placesOf } from '../../src/generate/boundaries.ts';
import { put } from '../../src/generate/generator.ts';
import { randomOf } from '../../src/generate/random.ts';
import { sample, type Step } from '../../src/generate/sample.ts';
import { View } from '../../src/generate/view.ts';
import { contracts } from '../contract/support/contracts.ts';

const shapes = contracts.flatMap(({ contract, files }) =>
  Object.keys(files.schemas).map((shape) => ({ id: contract.id, shape, contract, files })),
);

describe.each(shapes)('the constraints of $id $shape', ({ shape, contract, files }) => {
  const root = View.of(files.schemas, shape);
  const boundaries = placesOf(root).flatMap((place) =>
    boundariesOf(place, { random: randomOf('boundaries') }),
  );

  /** What is wrong with a payload that has a value at a place. */
  function violationsWith(path: readonly Step[], value: unknown) {
    const payload = sample(root, { random: randomOf('payload') }, path);
    return validate(contract, shape, put(payload, path, value)).violations;
  }

  it('allow every value that is told to be inside', () => {
    for (const { path, holds } of boundaries) {
      for (const value of holds) expect(violationsWith(path, value)).toEqual([]);
    }
  });

  it('refuse every value that is told to be outside, each in one place', () => {
    for (const { path, breaks } of boundaries) {
      for (const value of breaks) {
        const pointers = violationsWith(path, value).map(({ pointer }) => pointer);
        expect([...new Set(pointers)], JSON.stringify({ path, value })).toHaveLength(1);
      }
    }
  });
});

describe('values at a bound', () => {
  const sidesOf = (schema: object) => {
    const root = View.of({ one: { $id: 'https://own.example/one', ...schema } }, 'one');
    const all = placesOf(root).flatMap((place) => boundariesOf(place, { random: randomOf('x') }));
    return Object.fromEntries(
      all
        .filter(({ keyword }) => keyword !== 'type')
        .map(({ keyword, holds, breaks }) => [keyword, { holds, breaks }]),
    );
  };

  it('of whole numbers are the bound and the next beyond', () => {
    expect(sidesOf({ type: 'integer', minimum: 1, maximum: 4096 })).toEqual({
      minimum: { holds: [1], breaks: [0] },
      maximum: { holds: [4096], breaks: [4097] },
    });
    expect(sidesOf({ type: 'integer', exclusiveMinimum: 0 })).toEqual({
      exclusiveMinimum: { holds: [1], breaks: [0, -1] },
    });
  });

  it('of fractions go a little beyond', () => {
    expect(sidesOf({ type: 'number', maximum: 100 })).toEqual({
      maximum: { holds: [100], breaks: [101, 100.01] },
    });
  });

  it('of texts have the length, and one character more or less', () => {
    const { minLength, maxLength } = sidesOf({
      type: 'string',
      minLength: 64,
      maxLength: 128,
      pattern: '^[A-Z.]+$',
    });
    const lengths = (values: readonly unknown[] = []) => values.map((text) => String(text).length);
    expect([minLength?.holds, minLength?.breaks].map(lengths)).toEqual([[64], [63]]);
    expect([maxLength?.holds, maxLength?.breaks].map(lengths)).toEqual([[128], [129]]);
    expect(String(maxLength?.breaks[0])).toMatch(/^[A-Z.]+$/);
  });

  it('of a required field are that it is there, and that it is not', () => {
    expect(sidesOf({ type: 'object', required: ['id'], properties: { id: { const: 7 } } })).toEqual(
      {
        required: { holds: [7], breaks: [undefined] },
        enum: { holds: [7], breaks: [8] },
      },
    );
  });

  it('count once where a schema is asked for in several groups', () => {
    const schema = { type: 'integer', minimum: 0, allOf: [{ type: 'integer', minimum: 3 }] };
    expect(sidesOf(schema)).toEqual({ minimum: { holds: [3], breaks: [2] } });
  });
});
