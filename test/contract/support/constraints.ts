import type { ContractFiles } from '../../../src/contract/load.ts';
import {
  ASSERTIONS,
  below,
  checkKeywords,
  LISTS,
  placeOf,
  SINGLE,
  type SchemaNode,
} from '../../../src/contract/schema-node.ts';

/** One thing that a schema demands: a keyword, or for `required` one of the names. */
export interface Constraint extends SchemaNode {
  readonly keyword: string;
  /** The name, for `required`. */
  readonly name?: string;
}

/**
 * Every schema object of a contract; a `$ref` is not followed, since its file is visited itself.
 *
 * @throws OptionError where a keyword is not known, so that no constraint goes unseen.
 */
export function nodesOf({ schemas }: Pick<ContractFiles, 'schemas'>): SchemaNode[] {
  return Object.entries(schemas).flatMap(([shape, schema]) =>
    visit({ shape, pointer: '', schema, basis: schema['x-basis'] }),
  );
}

/** Every constraint of a contract's schemas. */
export function constraintsOf(contract: Pick<ContractFiles, 'schemas'>): Constraint[] {
  return nodesOf(contract).flatMap((node) =>
    Object.entries(node.schema).flatMap(([keyword, value]): Constraint[] => {
      if (keyword === 'required') {
        return (value as string[]).map((name) => ({ ...node, keyword, name }));
      }
      return ASSERTIONS.includes(keyword) ? [{ ...node, keyword }] : [];
    }),
  );
}

/** A constraint as text: place, keyword, and for `required` the name. */
export function nameOf(constraint: Constraint): string {
  const { keyword, name } = constraint;
  return `${placeOf(constraint)}/${keyword}${name === undefined ? '' : ` (${name})`}`;
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
