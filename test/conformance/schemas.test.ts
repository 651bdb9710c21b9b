import { describe, expect, it } from 'vitest';
import { BASES } from '../../src/conformance/weights.ts';
import { ShapeChecks } from '../../src/conformance/schemas.ts';
import type { Basis } from '../../src/index.ts';
import { contracts } from '../contract/support/contracts.ts';

/** On which bases a schema of its own accepts a value. */
function accepts(schema: object, value: unknown): readonly Basis[] {
  const checks = new ShapeChecks({ one: { $id: 'https://one.example/one', ...schema } });
  return BASES.filter((basis) => checks.get('one', basis)(value));
}

describe('a constraint', () => {
  const ALL: readonly Basis[] = ['document', 'vendor', 'assumed'];

  it('that a document states counts whatever the basis', () => {
    const schema = { 'x-basis': 'document', type: 'object', required: ['id'] };
    expect(accepts(schema, { id: 1 })).toEqual(ALL);
    expect(accepts(schema, {})).toEqual([]);
  });

  it('counts as stated where it does not say', () => {
    expect(accepts({ type: 'object' }, [])).toEqual([]);
  });

  it.each<[Basis, readonly Basis[]]>([
    ['document', []],
    ['vendor', ['document']],
    ['assumed', ['document', 'vendor']],
  ])('of basis %s does not count on stronger ones', (basis, lenient) => {
    const id = { 'x-basis': basis, type: 'string', minLength: 3, enum: ['abc', 'abcd'] };
    const schema = { 'x-basis': 'document', type: 'object', properties: { id } };
    expect(accepts(schema, { id: 'abc' })).toEqual(ALL);
    expect(accepts(schema, { id: 'a' })).toEqual(lenient);
    expect(accepts(schema, { id: 1 })).toEqual(lenient);
  });

  it('of a weak basis may hold a stronger one', () => {
    const schema = {
      type: 'object',
      properties: {
        error: {
          'x-basis': 'assumed',
          type: 'object',
          required: ['code'],
          properties: { code: { 'x-basis': 'document', enum: ['A', 'B'] } },
        },
      },
    };
    expect(accepts(schema, { error: {} })).toEqual(['document', 'vendor']);
    expect(accepts(schema, { error: { code: 'C' } })).toEqual([]);
    expect(accepts(schema, { error: 'A' })).toEqual(['document', 'vendor']);
  });

  it.each<[string, object, unknown]>([
    ['allOf', { allOf: [{ 'x-basis': 'assumed', minimum: 0 }] }, -1],
    ['items', { items: { 'x-basis': 'assumed', minimum: 0 } }, [-1]],
    ['prefixItems', { prefixItems: [{ 'x-basis': 'assumed', minimum: 0 }] }, [-1]],
    [
      'additionalProperties',
      { additionalProperties: { 'x-basis': 'assumed', minimum: 0 } },
      { a: -1 },
    ],
    [
      'patternProperties',
      { patternProperties: { a: { 'x-basis': 'assumed', minimum: 0 } } },
      { a: -1 },
    ],
    ['$ref', { $defs: { n: { 'x-basis': 'assumed', minimum: 0 } }, $ref: '#/$defs/n' }, -1],
  ])('that is assumed does not count inside of %s', (_, schema, value) => {
    expect(accepts(schema, value)).toEqual(['document', 'vendor']);
  });

  it('keeps alternatives, as one less would be stricter', () => {
    const schema = {
      properties: {
        host: { anyOf: [{ type: 'object' }, { 'x-basis': 'assumed', type: 'null' }] },
      },
    };
    expect(accepts(schema, { host: {} })).toEqual(ALL);
    expect(accepts(schema, { host: null })).toEqual(ALL);
    expect(accepts(schema, { host: 1 })).toEqual([]);
  });
});

describe.each(contracts)('shapes of $id', ({ files }) => {
  const checks = new ShapeChecks(files.schemas);

  it.each(Object.keys(files.schemas))('accept the examples of %s on every basis', (shape) => {
    const examples = files.schemas[shape]?.['examples'] as unknown[];
    expect(examples.length).toBeGreaterThan(0);
    for (const basis of BASES) {
      const validate = checks.get(shape, basis);
      expect(
        examples.filter((example) => !validate(example)),
        basis,
      ).toEqual([]);
    }
  });
});

describe('what is published', () => {
  const byId = Object.fromEntries(
    contracts.map(({ id, files }) => [id, new ShapeChecks(files.schemas)]),
  );
  const basesOf = (contract: string, shape: string, value: unknown) =>
    BASES.filter((basis) => byId[contract]?.get(shape, basis)(value));

  it('says nothing of the ranges of numbers', () => {
    const slot = { dayOfWeek: 3, startHour: 14, category: 'news', startsInMinutes: 47 };
    const accepted = (change: object) => basesOf('agentradio', 'next-slot', { ...slot, ...change });
    expect(accepted({ dayOfWeek: 7 })).toEqual(['document', 'vendor']);
    expect(accepted({ startHour: 24 })).toEqual(['document', 'vendor']);
    expect(accepted({ startsInMinutes: -1 })).toEqual(['document', 'vendor']);
    expect(accepted({ startsInMinutes: '47' })).toEqual([]);
    expect(accepted({ category: undefined })).toEqual([]);
  });

  it('leaves the length of a fingerprint to the vendor', () => {
    expect(basesOf('agentmc', 'fingerprint', 'a'.repeat(64))).toEqual(BASES);
    expect(basesOf('agentmc', 'fingerprint', 'a'.repeat(63))).toEqual(['document']);
    expect(basesOf('agentmc', 'fingerprint', 'a'.repeat(129))).toEqual(['document']);
  });

  it('leaves the form of addresses to the vendor', () => {
    expect(basesOf('agentmc', 'ip-address', 'nowhere')).toEqual(['document']);
  });

  it('says nothing of the envelope of refusals', () => {
    const bare = { error: 'INVALID_JSON' };
    expect(basesOf('agentradio', 'error', bare)).toEqual(['document', 'vendor']);
    const unknown = { ok: false, error: { code: 'OTHER', message: 'No.' } };
    expect(basesOf('agentradio', 'error', unknown)).toEqual([]);
  });
});
