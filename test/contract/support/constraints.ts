import type { AnySchemaObject } from 'ajv/dist/2020.js';
import type { ContractFiles } from '../../../src/contract/load.ts';

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

const ANNOTATIONS = ['$schema', '$id', '$comment', 'title', 'description', 'examples', 'x-basis'];
const ASSERTIONS = [
  'type',
  'enum',
  'const',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'format',
  'anyOf',
  'oneOf',
];
/** Keywords that hold schemas by name or in a list, and such that hold one schema. */
const LISTS = ['properties', 'allOf', 'anyOf', 'oneOf'];
const SINGLE = ['items', 'additionalProperties'];
const KNOWN = [...ANNOTATIONS, ...ASSERTIONS, ...LISTS, ...SINGLE, 'required', '$ref'];

/**
 * Every schema object of a contract; a `$ref` is not followed, since its file is visited itself.
 *
 * @throws Error where a keyword is not known, so that no constraint goes unseen.
 */
export function nodesOf({ schemas }: ContractFiles): SchemaNode[] {
  return Object.entries(schemas).flatMap(([shape, schema]) => visit(shape, '', schema, undefined));
}

/** Every constraint of a contract's schemas. */
export function constraintsOf(files: ContractFiles): Constraint[] {
  return nodesOf(files).flatMap((node) =>
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

function visit(shape: string, pointer: string, schema: unknown, scope: unknown): SchemaNode[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as AnySchemaObject;
  const basis: unknown = node['x-basis'] ?? scope;
  const here: SchemaNode = { shape, pointer, schema: node, basis };
  const below = Object.entries(node).flatMap(([keyword, value]) => {
    if (!KNOWN.includes(keyword)) {
      throw new Error(`${placeOf(here)}: these tests do not know the keyword ${keyword}`);
    }
    return children(keyword, value);
  });
  return [
    here,
    ...below.flatMap(([step, child]) => visit(shape, `${pointer}/${step}`, child, basis)),
  ];
}

/** The schemas below a keyword, by the steps that lead to them. */
function children(keyword: string, value: unknown): [string, unknown][] {
  if (LISTS.includes(keyword)) {
    return Object.entries(value as object).map(([key, child]) => [`${keyword}/${key}`, child]);
  }
  return SINGLE.includes(keyword) ? [[keyword, value]] : [];
}
