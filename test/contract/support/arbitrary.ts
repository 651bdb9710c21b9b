import type { AnySchemaObject } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import type { ContractFiles } from '../../../src/contract/load.ts';

type Schemas = ContractFiles['schemas'];

/** The schema that a shape or reference names, with the groups of its `allOf` merged into it. */
export function resolve(schemas: Schemas, schema: AnySchemaObject): AnySchemaObject {
  const { $ref } = schema as { $ref?: string };
  if ($ref !== undefined) {
    const target = schemas[$ref.replace('.schema.json', '')];
    if (!target) throw new Error(`${$ref} is not a schema of the contract`);
    return resolve(schemas, target);
  }
  const { allOf = [], ...rest } = schema as { allOf?: AnySchemaObject[] };
  const groups: AnySchemaObject[] = [...allOf, rest];
  const required = groups.flatMap((group) => list(group['required']));
  return { ...(Object.assign({}, ...groups) as AnySchemaObject), required };
}

/** Values that a schema allows, up to its bounds, with fields nobody knows among them. */
export function valuesOf(schemas: Schemas, source: unknown): fc.Arbitrary<unknown> {
  if (typeof source !== 'object' || source === null) return anything;
  const schema = resolve(schemas, source as AnySchemaObject);
  const { type, anyOf } = schema as { type?: string | string[]; anyOf?: unknown[] };
  if (anyOf) return fc.oneof(...anyOf.map((branch) => valuesOf(schemas, branch)));
  if (schema['enum']) return fc.constantFrom(...list(schema['enum']));
  if ('const' in schema) return fc.constant(schema['const']);
  return fc.oneof(...[type ?? []].flat().map((name) => ofType(schemas, schema, name)));
}

const anything = fc.jsonValue({ maxDepth: 2 });

function ofType(schemas: Schemas, schema: AnySchemaObject, type: string): fc.Arbitrary<unknown> {
  const { minimum: min, maximum: max } = schema as { minimum?: number; maximum?: number };
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({
        min: min ?? Number.MIN_SAFE_INTEGER,
        max: max ?? Number.MAX_SAFE_INTEGER,
      });
    case 'number':
      return fc.double({
        min: min ?? -Number.MAX_VALUE,
        max: max ?? Number.MAX_VALUE,
        noNaN: true,
      });
    case 'string':
      return texts(schema);
    case 'array':
      return fc.array(valuesOf(schemas, schema['items']), { maxLength: 6 });
    case 'object':
      return objects(schemas, schema);
    default:
      throw new Error(`no values are known for the type ${type}`);
  }
}

function texts(schema: AnySchemaObject): fc.Arbitrary<string> {
  const { format, pattern } = schema as { format?: string; pattern?: string };
  if (format === 'ipv4') return fc.ipV4();
  if (format === 'ipv6') return fc.ipV6();
  if (format !== undefined) throw new Error(`no texts are known for the format ${format}`);
  const { minLength = 0, maxLength = 200 } = schema as { minLength?: number; maxLength?: number };
  const bounds = { minLength, maxLength, size: 'max' } as const;
  if (pattern === undefined) return fc.string({ ...bounds, unit: 'binary' });
  // Of a pattern that repeats one class of characters, the length can be chosen freely.
  const letter = /^\^(\[[^\]]+\])\+\$$/.exec(pattern)?.[1];
  if (letter === undefined) throw new Error(`no texts are known for the pattern ${pattern}`);
  return fc.string({ ...bounds, unit: fc.stringMatching(new RegExp(`^${letter}$`)) });
}

function objects(schemas: Schemas, schema: AnySchemaObject): fc.Arbitrary<object> {
  const { properties = {}, additionalProperties } = schema as {
    properties?: Record<string, unknown>;
    additionalProperties?: unknown;
  };
  const required = list(schema['required']) as string[];
  const known = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, child]) => [name, valuesOf(schemas, child)]),
    ),
    { requiredKeys: required },
  );
  const names = fc.string({ unit: 'binary' }).filter((name) => !Object.hasOwn(properties, name));
  const unknown = fc.dictionary(names, valuesOf(schemas, additionalProperties), { maxKeys: 3 });
  return fc.tuple(unknown, known).map(([more, fields]) => ({ ...more, ...fields }));
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
