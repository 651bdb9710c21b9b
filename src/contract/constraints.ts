import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { OptionError } from '../errors.ts';
import type { Schemas } from './compile.ts';

/** A schema object, and where it stands. */
export interface SchemaNode {
  readonly shape: string;
  /** JSON Pointer inside the file. */
  readonly pointer: string;
  readonly schema: AnySchemaObject;
  /** The `x-basis` in scope: its own, or that of the nearest schema around it in the file. */
  readonly basis: unknown;
}

/** One thing that a schema demands: a keyword, or for `required` one of the names. */
export interface Constraint extends SchemaNode {
  readonly keyword: string;
  /** The name, for `required`. */
  readonly name?: string;
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
const ASSERTIONS = [
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
const LISTS = ['properties', '$defs', 'allOf', 'anyOf', 'oneOf'];
const SINGLE = ['items', 'additionalProperties'];
const KNOWN = [...ANNOTATIONS, ...ASSERTIONS, ...LISTS, ...SINGLE, 'required', '$ref'];

/** What a contract's schemas are, apart from its routes. */
interface WithSchemas {
  readonly schemas: Schemas;
}

/**
 * Every schema object of a contract; a `$ref` is not followed, since its file is visited itself.
 *
 * @throws OptionError where a keyword is not known, so that no constraint goes unseen.
 */
export function nodesOf({ schemas }: WithSchemas): SchemaNode[] {
  return Object.entries(schemas).flatMap(([shape, schema]) =>
    visit({ shape, pointer: '', schema, basis: schema['x-basis'] }),
  );
}

/** Every constraint of a contract's schemas. */
export function constraintsOf(contract: WithSchemas): Constraint[] {
  return nodesOf(contract).flatMap((node) =>
    Object.entries(node.schema).flatMap(([keyword, value]): Constraint[] => {
      if (keyword === 'required') {
        return (value as string[]).map((name) => ({ ...node, keyword, name }));
      }
      return ASSERTIONS.includes(keyword) ? [{ ...node, keyword }] : [];
    }),
  );
}

/** Where a schema object stands: file and JSON Pointer. */
export function placeOf({ shape, pointer }: SchemaNode): string {
  return `${shape}.schema.json#${pointer}`;
}

/** A constraint as text: place, keyword, and for `required` the name. */
export function nameOf(constraint: Constraint): string {
  const { keyword, name } = constraint;
  return `${placeOf(constraint)}/${keyword}${name === undefined ? '' : ` (${name})`}`;
}

/** The schema below another one, by the steps that lead there; undefined where it is no object. */
export function below(node: SchemaNode, ...steps: readonly string[]): SchemaNode | undefined {
  let schema: unknown = node.schema;
  for (const step of steps) {
    if (typeof schema !== 'object' || schema === null || !Object.hasOwn(schema, step)) return;
    schema = (schema as Record<string, unknown>)[step];
  }
  if (typeof schema !== 'object' || schema === null) return;
  const path = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const basis: unknown = (schema as AnySchemaObject)['x-basis'] ?? node.basis;
  return { ...node, pointer: node.pointer + path, schema, basis };
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

function visit(node: SchemaNode): SchemaNode[] {
  checkKeywords(node);
  const children = Object.entries(node.schema).flatMap(([keyword, value]) => {
    if (LISTS.includes(keyword)) {
      return Object.keys(value as object).map((key) => below(node, keyword, key));
    }
    return SINGLE.includes(keyword) ? [below(node, keyword)] : [];
  });
  return [node, ...children.flatMap((child) => (child ? visit(child) : []))];
}
