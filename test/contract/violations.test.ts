import type { AnySchemaObject } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentmc } from '../../src/contract/built-in.ts';
import { violationsOf } from '../../src/contract/violations.ts';
import type { SchemaValidator } from '../../src/contract/types.ts';
import { compiled } from './support/compile.ts';

/** What a schema finds wrong with a value. */
function check(schema: AnySchemaObject, value: unknown) {
  return violationsOf(compiled(schema), value);
}

/** The same, with the schema for the field `size`. */
function checkField(schema: AnySchemaObject, size: unknown) {
  return check({ type: 'object', properties: { size: schema } }, { size });
}

describe('each keyword has its sentence', () => {
  const address = {
    anyOf: [
      { type: 'string', format: 'ipv4' },
      { type: 'string', format: 'ipv6' },
    ],
  };
  test.each<[string, AnySchemaObject, unknown, string]>([
    ['type', { type: 'string' }, 1, 'must be a string.'],
    ['type', { type: 'integer' }, 1.5, 'must be an integer.'],
    ['type', { type: 'number' }, '1', 'must be a number.'],
    ['type', { type: 'boolean' }, 1, 'must be a boolean.'],
    ['type', { type: 'array', items: true }, {}, 'must be an array.'],
    ['type', { type: 'object' }, [], 'must be an object.'],
    ['type', { type: 'null' }, 0, 'must be null.'],
    ['type', { type: ['string', 'null'] }, 1, 'must be a string or null.'],
    [
      'type',
      { type: ['string', 'object', 'boolean'] },
      1,
      'must be a string or an object or a boolean.',
    ],
    ['enum', { enum: ['online', 'idle', 3] }, 'away', 'must be one of online, idle, 3.'],
    ['const', { const: true }, false, 'must be true.'],
    ['const', { const: 'yes' }, 'no', 'must be "yes".'],
    ['minimum', { type: 'integer', minimum: 1 }, 0, 'must be at least 1.'],
    ['maximum', { type: 'number', maximum: 100 }, 100.5, 'must not be greater than 100.'],
    ['minLength', { type: 'string', minLength: 64 }, 'short', 'must be at least 64 characters.'],
    [
      'maxLength',
      { type: 'string', maxLength: 2 },
      'long',
      'must not be greater than 2 characters.',
    ],
    ['minItems', { type: 'array', items: true, minItems: 2 }, [1], 'must have at least 2 items.'],
    [
      'maxItems',
      { type: 'array', items: true, maxItems: 2 },
      [1, 2, 3],
      'must not have more than 2 items.',
    ],
    ['pattern', { type: 'string', pattern: '^[a-z]+$' }, 'A', 'must match the pattern ^[a-z]+$.'],
    ['format', { type: 'string', format: 'date-time' }, 'noon', 'must be a valid date-time.'],
    ['anyOf', address, 'localhost', 'must be a valid IPv4 address or IPv6 address.'],
    ['anyOf', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, 'must be a string or null.'],
    ['oneOf', { oneOf: [{ type: 'string' }, { type: 'null' }] }, 1, 'must be a string or null.'],
    [
      'oneOf',
      { oneOf: [{ type: 'number' }, { type: 'integer' }] },
      1,
      'must have just one of the allowed forms.',
    ],
    ['multipleOf', { type: 'number', multipleOf: 2 }, 3, 'must be a multiple of 2.'],
    ['exclusiveMinimum', { type: 'number', exclusiveMinimum: 2 }, 2, 'must be greater than 2.'],
    ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 2 }, 2, 'must be less than 2.'],
    [
      'uniqueItems',
      { type: 'array', items: { type: 'number' }, uniqueItems: true },
      [1, 2, 1],
      'must not have the same item twice (0 and 2).',
    ],
    ['minProperties', { type: 'object', minProperties: 2 }, {}, 'must have at least 2 properties.'],
    ['not', { not: { type: 'number' } }, 1, 'must not be of this form.'],
  ])('%s %j', (keyword, schema, value, sentence) => {
    expect(checkField(schema, value)).toEqual([
      { pointer: '/size', field: 'size', keyword, message: `The size field ${sentence}` },
    ]);
  });

  test('required names the missing field', () => {
    expect(check({ type: 'object', required: ['size'], properties: { size: true } }, {})).toEqual([
      {
        pointer: '/size',
        field: 'size',
        keyword: 'required',
        message: 'The size field is required.',
      },
    ]);
  });
});

describe('the place', () => {
  test('of the payload itself is empty, and worded as the body', () => {
    expect(check({ type: 'object' }, [])).toEqual([
      { pointer: '', field: '', keyword: 'type', message: 'The request body must be an object.' },
    ]);
  });

  test('is dotted through objects and lists', () => {
    const count = { type: 'integer' };
    const disk = { type: 'object', required: ['total'], properties: { total: count, free: count } };
    const schema = {
      type: 'object',
      properties: {
        host: { type: 'object', properties: { disks: { type: 'array', items: disk } } },
      },
    };
    const value = { host: { disks: [{ total: 1 }, { free: '1' }] } };
    expect(places(schema, value)).toEqual([
      ['/host/disks/1/total', 'host.disks.1.total'],
      ['/host/disks/1/free', 'host.disks.1.free'],
    ]);
  });

  test('escapes slashes and tildes in the pointer, not in the field', () => {
    const name = 'a/b~c~1';
    const schema = { type: 'object', additionalProperties: { type: 'string' } };
    expect(places(schema, { [name]: 1 })).toEqual([['/a~1b~0c~01', name]]);
    const missing = { type: 'object', required: [name], properties: { [name]: true } };
    expect(places(missing, {})).toEqual([['/a~1b~0c~01', name]]);
  });

  function places(schema: AnySchemaObject, value: unknown) {
    return check(schema, value).map(({ pointer, field }) => [pointer, field]);
  }
});

describe('the list', () => {
  const schema = {
    type: 'object',
    required: ['id', 'name', 'address'],
    properties: {
      id: { type: 'integer' },
      name: { type: 'string', maxLength: 3, pattern: '^[a-z]+$' },
      address: {
        anyOf: [
          { type: 'string', format: 'ipv4' },
          { type: 'string', format: 'ipv6' },
        ],
      },
    },
  };

  test('is empty for a value that is valid', () => {
    expect(check(schema, { id: 1, name: 'abc', address: '::1' })).toEqual([]);
  });

  test('is empty again after a value that was not', () => {
    const validate = compiled(schema);
    expect(violationsOf(validate, {})).toHaveLength(3);
    expect(violationsOf(validate, { id: 1, name: 'abc', address: '::1' })).toEqual([]);
  });

  test('has one entry for each broken constraint', () => {
    const found = check(schema, { name: 'ABCD', address: 'nowhere' });
    expect(found.map(({ field, keyword }) => `${field} ${keyword}`)).toEqual([
      'id required',
      'name maxLength',
      'name pattern',
      'address anyOf',
    ]);
  });

  test('says of a choice only that none of its forms fits', () => {
    const found = check(schema, { id: 1, name: 'abc', address: null });
    expect(found.map(({ field, keyword }) => `${field} ${keyword}`)).toEqual(['address anyOf']);
  });

  test('says of a choice what is wrong with the form the value comes closest to', () => {
    const record = {
      anyOf: [
        { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
        { type: 'null' },
      ],
    };
    const messages = (value: unknown) => check(record, value).map(({ message }) => message);
    expect(messages({})).toEqual(['The id field is required.']);
    expect(messages({ id: 'x' })).toEqual(['The id field must be an integer.']);
    expect(messages(3)).toEqual(['The request body must be an object or null.']);
  });

  test('keeps the items of a list of choices apart', () => {
    const list = { type: 'array', items: schema.properties.address };
    expect(check(list, ['x', 3]).map(({ message }) => message)).toEqual([
      'The 0 field must be a valid IPv4 address or IPv6 address.',
      'The 1 field must be a string.',
    ]);
  });

  test('says of choices in choices what is wrong with the form the value comes closest to', () => {
    const nested = {
      anyOf: [
        { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 4 }] },
        { type: 'object', required: ['x'], properties: { x: { type: 'integer' } } },
      ],
    };
    const messages = (value: unknown) => check(nested, value).map(({ message }) => message);
    expect(messages(7)).toEqual(['The request body must be null or a string or an object.']);
    expect(messages('longer')).toEqual(['The request body must not be greater than 4 characters.']);
    expect(messages({})).toEqual(['The x field is required.']);
    expect(messages({ x: 'a' })).toEqual(['The x field must be an integer.']);
    const twice = { anyOf: [{ oneOf: [{ type: 'number' }, { type: 'integer' }] }] };
    expect(check(twice, 1)).toMatchObject([{ keyword: 'oneOf' }]);
  });

  test('is never empty for a value that is not valid, wherever choices stand', () => {
    const choice = fc
      .array(fc.constantFrom('null', 'string', 'integer', 'object'), { minLength: 1, maxLength: 2 })
      .map((types) => types.map((type) => ({ type })));
    const { any } = fc.letrec<{ any: object }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        choice.map((anyOf) => ({ anyOf })),
        fc.array(tie('any'), { minLength: 1, maxLength: 2 }).map((allOf) => ({ allOf })),
        fc.array(tie('any'), { minLength: 1, maxLength: 2 }).map((anyOf) => ({ anyOf })),
        fc.array(tie('any'), { minLength: 1, maxLength: 2 }).map((oneOf) => ({ oneOf })),
        tie('any').map((a) => ({ type: 'object', properties: { a } })),
      ),
    }));
    const values = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(any, fc.array(values, { minLength: 5 }), (one, all) => {
        const validate = compiled(one);
        for (const value of [...all, null, 1, 'x', { a: 1 }]) {
          expect(violationsOf(validate, value).length > 0).toBe(!validate(value));
        }
      }),
    );
  });

  test('knows the forms of a choice behind references too', () => {
    const host = violationsOf(agentmc.validators['heartbeat.response'] as SchemaValidator, {
      ok: true,
      server_time: '2026-02-22T17:21:02Z',
      host: 3,
    });
    expect(host.map(({ message }) => message)).toEqual([
      'The host field must be an object or null.',
    ]);
  });

  test('says nothing of the type where it says which values there are', () => {
    const found = check({ type: 'string', enum: ['a', 'b'] }, 1);
    expect(found.map(({ message }) => message)).toEqual(['The request body must be one of a, b.']);
    expect(checkField({ type: 'boolean', const: true }, 'x')).toHaveLength(1);
  });

  test('says once what two groups of constraints ask for', () => {
    const twice = { type: 'integer', allOf: [{ type: 'integer', minimum: 1 }] };
    expect(check(twice, 'x')).toHaveLength(1);
  });
});
