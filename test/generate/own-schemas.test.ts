import type { AnySchemaObject } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchemas } from '../../src/contract/compile.ts';
import { agentmc } from '../../src/contract/built-in.ts';
import { validate } from '../../src/contract/validate.ts';
import { OptionError } from '../../src/errors.ts';
import { loadBeliever } from '../../src/generate/believe.ts';
import { invalidGenerator, validGenerator } from '../../src/generate/generator.ts';

const sourceOf = await loadBeliever();

/** What a contract with these schemas is made of; each gets an id. */
function materialOf(schemas: Readonly<Record<string, object>>, seed = 1) {
  const all = Object.fromEntries(
    Object.entries(schemas).map(([shape, schema]): [string, AnySchemaObject] => [
      shape,
      { $id: `https://own.example/${shape}.schema.json`, ...schema },
    ]),
  );
  const contract = { ...agentmc, id: 'own', operations: [], ...compileSchemas(all, []) };
  return { contract, schemas: all, seed, sourceOf };
}

function madeUp(schema: object, more: Readonly<Record<string, object>> = {}) {
  const make = validGenerator(materialOf({ one: schema, ...more }), 'one');
  return Array.from({ length: 50 }, (_, index) => make(index).payload);
}

function broken(schema: object) {
  const make = invalidGenerator(materialOf({ one: schema }), 'one');
  return Array.from({ length: 50 }, (_, index) => make(index));
}

/** Valid and invalid payloads that are not what they are meant to be. */
function failures(schema: object, { seed = 1, count = 50 } = {}) {
  const material = materialOf({ one: schema }, seed);
  const violations = (payload: unknown) => validate(material.contract, 'one', payload).violations;
  const [valid, invalid] = [validGenerator, invalidGenerator].map((of) => of(material, 'one'));
  return Array.from({ length: count }).flatMap((_, index) => {
    const good = valid?.(index).payload;
    const { payload: bad, breaks } = invalid?.(index) ?? {};
    const isAsTold = JSON.stringify(violations(bad)) === JSON.stringify([breaks]);
    return [...(violations(good).length > 0 ? [good] : []), ...(isAsTold ? [] : [bad])];
  });
}

const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });

describe('payloads of schemas of one’s own', () => {
  const integer = { type: 'integer' };
  const tree = {
    ...object({ name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } }),
    required: ['name', 'children'],
  };
  const cases: [string, object][] = [
    ['numbers without bounds', object({ a: { type: 'number' }, b: integer })],
    [
      'bounds that are left out',
      object({ a: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 } }),
    ],
    ['multiples', { type: 'integer', minimum: 5, maximum: 100, multipleOf: 5 }],
    ['lists', { type: 'array', items: integer, minItems: 2, maxItems: 3 }],
    [
      'lists of different items',
      { type: 'array', items: { enum: [1, 2, 3] }, minItems: 2, uniqueItems: true },
    ],
    ['closed objects', object({ id: integer }, { additionalProperties: false })],
    ['maps', { type: 'object', additionalProperties: { type: 'boolean' } }],
    [
      'definitions',
      {
        ...object({ a: { $ref: '#/$defs/a' } }),
        required: ['a'],
        $defs: { a: { type: 'string', minLength: 2 } },
      },
    ],
    ['records that hold others of their kind', tree],
    [
      'alternatives with a common part',
      {
        ...object({ id: integer, a: integer, b: integer }),
        required: ['id'],
        anyOf: [{ required: ['a'] }, { required: ['b'] }],
      },
    ],
    [
      'just one of two forms',
      {
        oneOf: [
          object({ a: integer }, { required: ['a'], additionalProperties: false }),
          object({ b: integer }, { required: ['b'], additionalProperties: false }),
        ],
      },
    ],
    [
      'forms in forms',
      {
        anyOf: [
          { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 4 }] },
          object({ x: integer }, { required: ['x'] }),
        ],
      },
    ],
    [
      'groups',
      {
        allOf: [
          object({ a: { type: 'number' } }),
          object({ a: { type: 'integer', minimum: 3 } }, { required: ['a'] }),
        ],
      },
    ],
    ['types that only groups narrow', { type: ['number', 'string'], allOf: [{ type: 'integer' }] }],
    [
      'constants',
      object(
        { version: { const: '1' }, kinds: { const: ['a'] } },
        { required: ['version', 'kinds'] },
      ),
    ],
    [
      'every format',
      object(
        Object.fromEntries(
          [
            'date-time',
            'date',
            'time',
            'duration',
            'ipv4',
            'ipv6',
            'hostname',
            'email',
            'uri',
            'url',
            'uri-reference',
            'uuid',
          ].map((format) => [format, { type: 'string', format }]),
        ),
      ),
    ],
    [
      'names that are known as something else',
      object({
        queue: { type: 'object' },
        cpu_cores: { type: 'string' },
        build: integer,
        id: { type: 'array', items: { type: 'boolean' } },
      }),
    ],
    [
      'a name like one of every object',
      object({ constructor: integer, toString: { type: 'string' } }),
    ],
  ];

  it.each(cases)('are valid, or break one thing: %s', (_, schema) => {
    expect(failures(schema)).toEqual([]);
  });

  it('break every keyword that there is', () => {
    const keywords = new Set(
      cases.flatMap(([, schema]) => broken(schema).map(({ breaks }) => breaks?.keyword)),
    );
    expect([...keywords].toSorted()).toEqual([
      'additionalProperties',
      'anyOf',
      'const',
      'enum',
      'exclusiveMaximum',
      'exclusiveMinimum',
      'format',
      'maxItems',
      'maxLength',
      'maximum',
      'minItems',
      'minLength',
      'minimum',
      'multipleOf',
      'oneOf',
      'required',
      'type',
      'uniqueItems',
    ]);
  });

  it('follow references to other files, by their id', () => {
    const more = { two: { $id: 'https://elsewhere.example/two', $defs: { x: { const: 'x' } } } };
    const schema = object(
      { a: { $ref: 'https://elsewhere.example/two#/$defs/x' } },
      { required: ['a'] },
    );
    expect(madeUp(schema, more)[0]).toEqual({ a: 'x' });
  });

  it('follow references of files whose id is no address', () => {
    const more = { two: { $id: 'two', $defs: { x: { const: 'x' } }, $ref: '#/$defs/x' } };
    const schema = { $id: 'one', ...object({ a: { $ref: 'two' } }, { required: ['a'] }) };
    expect(madeUp(schema, more)[0]).toEqual({ a: 'x' });
  });

  it('come to an end where records hold others of their kind', () => {
    const depth = (value: unknown): number =>
      Math.max(0, ...(value as { children: unknown[] }).children.map(depth)) + 1;
    const depths = madeUp(tree).map(depth);
    expect(Math.max(...depths)).toBeGreaterThan(2);
  });

  /** Schemas that ajv takes, of the keywords that are supported. */
  const schemas = fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.record(
        {
          type: fc.constant('integer'),
          minimum: fc.integer({ min: -9, max: 9 }),
          maximum: fc.integer({ min: 10, max: 99 }),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        { type: fc.constant('number'), minimum: fc.double({ min: -9, max: 9, noNaN: true }) },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        {
          type: fc.constant('string'),
          minLength: fc.nat(9),
          maxLength: fc.integer({ min: 9, max: 40 }),
          pattern: fc.constantFrom('^[a-z]+$', '[0-9]'),
        },
        { requiredKeys: ['type'] },
      ),
      fc.constantFrom(
        { type: 'boolean' },
        { type: ['string', 'null'] },
        { enum: ['a', 1, null] },
        { type: 'string', format: 'date-time' },
      ),
      fc.record(
        {
          type: fc.constant('array'),
          items: tie('schema'),
          minItems: fc.nat(2),
          maxItems: fc.integer({ min: 2, max: 4 }),
        },
        { requiredKeys: ['type', 'items'] },
      ),
      fc
        .tuple(
          fc.dictionary(fc.constantFrom('a', 'b', 'c', 'id', 'status'), tie('schema'), {
            maxKeys: 3,
          }),
          fc.boolean(),
          fc.boolean(),
        )
        .map(([properties, closed, all]) =>
          object(properties, {
            ...(closed && { additionalProperties: false }),
            ...(all && { required: Object.keys(properties) }),
          }),
        ),
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    ),
  }));

  it('are valid whatever the schema, and break one thing', () => {
    fc.assert(
      fc.property(schemas.schema, fc.nat(), (schema, seed) => {
        expect(failures(schema, { seed, count: 3 })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what cannot be made up is told, with its place:', () => {
  it.each<[string, object, RegExp]>([
    [
      'a keyword',
      object({ a: { type: 'object', patternProperties: { '^x': true } } }),
      /^schemas\/one\.schema\.json#\/properties\/a: the keyword "patternProperties" is not supported/,
    ],
    ['a negation', { not: { type: 'string' } }, /: the keyword "not" is not supported/],
    [
      'a format',
      object({ a: { type: 'string', format: 'json-pointer' } }),
      /^schemas\/one\.schema\.json#\/properties\/a: the format "json-pointer" is not supported/,
    ],
    [
      'a pattern',
      object({ a: { type: 'string', pattern: '^(?=a)' } }),
      /the pattern \^\(\?=a\) is not supported/,
    ],
    [
      'a pattern that no text of the length has',
      { type: 'string', minLength: 4, pattern: '^a$' },
      /the pattern \^a\$ is not supported/,
    ],
    [
      'rules that exclude each other',
      { type: 'integer', minimum: 3, maximum: 2 },
      /no valid payload of own one can be made up.*must not be greater than 2/,
    ],
    [
      'values that exclude each other',
      { enum: ['a', 'b'], allOf: [{ enum: ['c'] }] },
      /allows no value at all/,
    ],
    [
      'records without an end',
      { ...object({ a: { $ref: '#' } }), required: ['a'] },
      /nests without an end/,
    ],
    [
      'two formats',
      { type: 'string', format: 'ipv4', allOf: [{ type: 'string', format: 'date' }] },
      /no valid payload.*must be a valid date/,
    ],
  ])('%s', (_, schema, message) => {
    expect(() => madeUp(schema)).toThrow(OptionError);
    expect(() => madeUp(schema)).toThrow(message);
  });

  it('that nothing could be broken', () => {
    expect(() => broken({ title: 'Anything' })).toThrow(
      'own one asks for nothing that could be broken alone',
    );
  });
});
