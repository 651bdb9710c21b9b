import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { OptionError } from '../errors.ts';
import { pointerTo } from './json-pointer.ts';

/** A schema object, and where it stands. */
export interface SchemaNode {
  readonly shape: string;
  /** JSON Pointer inside the file. */
  readonly pointer: string;
  readonly schema: AnySchemaObject;
  /** The `x-basis` in scope: its own, or that of the nearest schema around it in the file. */
  readonly basis: unknown;
}

const ANNOTATIONS = [
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'default',
  'deprecated',
  'examples',
  'readOnly',
  'writeOnly',
  'x-basis',
];
/** Keywords that ask something of a value. */
export const ASSERTIONS = [
  'type',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'pattern',
  'format',
  'anyOf',
  'oneOf',
];
/** Keywords that hold schemas by name or in a list, and such that hold one schema. */
export const LISTS = ['properties', '$defs', 'allOf', 'anyOf', 'oneOf'];
export const SINGLE = ['items', 'additionalProperties'];
const KNOWN = [...ANNOTATIONS, ...ASSERTIONS, ...LISTS, ...SINGLE, 'required', '$ref'];

/** Where a schema object stands: file and JSON Pointer. */
export function placeOf({ shape, pointer }: SchemaNode): string {
  return `${shape}.schema.json#${pointer}`;
}

/** The schema below another one, by the steps that lead there; undefined where it is no object. */
export function below(node: SchemaNode, ...steps: readonly string[]): SchemaNode | undefined {
  let schema: unknown = node.schema;
  for (const step of steps) {
    if (typeof schema !== 'object' || schema === null || !Object.hasOwn(schema, step)) return;
    schema = (schema as Record<string, unknown>)[step];
  }
  if (typeof schema !== 'object' || schema === null) return;
  const basis: unknown = (schema as AnySchemaObject)['x-basis'] ?? node.basis;
  return { ...node, pointer: node.pointer + pointerTo(steps), schema, basis };
}

/** @throws OptionError that names place and keyword, where a schema has one that is not known here. */
export function checkKeywords(node: SchemaNode): void {
  const strange = Object.keys(node.schema).find(
    (keyword) => !KNOWN.includes(keyword) || (keyword === '$id' && node.pointer !== ''),
  );
  if (strange === undefined) return;
  throw new OptionError(
    `schemas/${placeOf(node)}: the keyword "${strange}" is not supported here; write it with others, or do without`,
  );
}
