import type { Schemas } from '../contract/compile.ts';
import { below, checkKeywords, placeOf, type SchemaNode } from '../contract/schema-node.ts';
import { OptionError } from '../errors.ts';
import { namesIn } from '../contract/json-pointer.ts';

/** JSON types as schemas name them; `number` holds the integers. */
const TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof TYPES)[number] | 'integer';

/** Forms of which a value has to have one. */
export interface Choice {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly forms: readonly SchemaNode[];
}

/**
 * All that schemas ask together of a value at one place: a schema with what its reference and its
 * `allOf` add to it, and with the forms that were chosen of its alternatives.
 */
export class View {
  readonly nodes: readonly SchemaNode[];
  /** Those from which no form was chosen yet. */
  readonly choices: readonly Choice[];
  /** The types that are allowed; all but `integer`, which `number` holds, where none is named. */
  readonly types: readonly JsonType[];
  /** Names that must be there. */
  readonly required: readonly string[];
  /** Names that schemas speak of. */
  readonly properties: readonly string[];
  readonly #schemas: Schemas;
  /** What is asked further in, as it was looked at before. */
  readonly #inside = new Map<string, View>();

  /**
   * @param roots schemas that hold at the place; none where anything goes.
   * @throws OptionError that names the place of a keyword or reference that is not supported.
   */
  constructor(schemas: Schemas, roots: readonly SchemaNode[]) {
    this.#schemas = schemas;
    const nodes = new Map<string, SchemaNode>();
    const choices: Choice[] = [];
    const visit = (node: SchemaNode) => {
      if (nodes.has(placeOf(node))) return;
      checkKeywords(node);
      nodes.set(placeOf(node), node);
      const { $ref, allOf = [] } = node.schema as { $ref?: string; allOf?: unknown[] };
      if ($ref !== undefined) visit(targetOf(schemas, node, $ref));
      for (const index of allOf.keys()) {
        const group = below(node, 'allOf', String(index));
        if (group) visit(group);
      }
      for (const keyword of ['anyOf', 'oneOf'] as const) {
        const forms = (node.schema[keyword] as unknown[] | undefined)?.keys() ?? [];
        const children = [...forms].map((index) => below(node, keyword, String(index)));
        // A form that is no object allows anything, or nothing.
        const known = children.filter((one) => one !== undefined);
        if (known.length > 0) choices.push({ keyword, forms: known });
      }
    };
    for (const root of roots) visit(root);
    this.nodes = [...nodes.values()];
    this.choices = choices;
    this.types = typesOf(this.#all<JsonType | JsonType[]>('type'));
    this.required = [...new Set(this.#all<string[]>('required').flat())];
    const named = this.#all<object>('properties').flatMap((map) => Object.keys(map));
    this.properties = [...new Set([...named, ...this.required])];
  }

  /** The view of a shape. */
  static of(schemas: Schemas, shape: string): View {
    const schema = schemas[shape];
    if (!schema) throw new OptionError(`there is no schemas/${shape}.schema.json`);
    return new View(schemas, [{ shape, pointer: '', schema, basis: schema['x-basis'] }]);
  }

  /** Which schemas these are, as text; empty where there are none. */
  get key(): string {
    return this.nodes.map(placeOf).join(' ');
  }

  /** The same with one form chosen of every choice, by its index. */
  choose(picks: readonly number[]): View {
    const chosen = this.choices.flatMap(({ forms }, index) => forms[picks[index] ?? 0] ?? []);
    const plain = this.nodes.map((node): SchemaNode => {
      const { anyOf: _, oneOf: __, allOf: ___, $ref: ____, ...schema } = node.schema;
      return { ...node, schema };
    });
    return new View(this.#schemas, [...plain, ...chosen]);
  }

  /** The values that are allowed, where they are listed. */
  get values(): readonly unknown[] | undefined {
    const lists = [
      ...this.#all<unknown[]>('enum'),
      ...this.#all<unknown>('const').map((value) => [value]),
    ];
    const texts = lists.slice(1).map((list) => list.map((value) => JSON.stringify(value)));
    return lists[0]?.filter((value) => texts.every((list) => list.includes(JSON.stringify(value))));
  }

  /** What is asked of a property, be it named or not. */
  property(name: string): View {
    return this.#child(`/${name}`, (node) => {
      const named = (node.schema['properties'] ?? {}) as object;
      return Object.hasOwn(named, name)
        ? below(node, 'properties', name)
        : below(node, 'additionalProperties');
    });
  }

  /** What is asked of properties that no schema names. */
  get others(): View {
    return this.#child('others', (node) => below(node, 'additionalProperties'));
  }

  /** Whether there may be other properties than the named ones. */
  get isOpen(): boolean {
    return !this.#all<unknown>('additionalProperties').includes(false);
  }

  /** What is asked of the items of a list. */
  get items(): View {
    return this.#child('items', (node) => below(node, 'items'));
  }

  /** The strictest of a keyword's numbers: the greatest of `minimum`, the least of `maximum`. */
  bound(keyword: string): number | undefined {
    const bounds = this.#all<number>(keyword);
    if (bounds.length === 0) return undefined;
    return /^(?:min|exclusiveMin)/.test(keyword) ? Math.max(...bounds) : Math.min(...bounds);
  }

  /** What stands at a keyword in all schemas; without what stands there twice. */
  texts(keyword: 'pattern' | 'format'): readonly string[] {
    return [...new Set(this.#all<string>(keyword))];
  }

  /** Whether any schema asks that items differ. */
  get isUnique(): boolean {
    return this.#all<boolean>('uniqueItems').includes(true);
  }

  #child(key: string, of: (node: SchemaNode) => SchemaNode | undefined): View {
    const known = this.#inside.get(key);
    if (known) return known;
    const roots = this.nodes.flatMap((node) => of(node) ?? []);
    const child = new View(this.#schemas, roots);
    this.#inside.set(key, child);
    return child;
  }

  #all<T>(keyword: string): T[] {
    return this.nodes.flatMap(({ schema }) => (keyword in schema ? [schema[keyword] as T] : []));
  }
}

/** The types that all lists allow. */
function typesOf(lists: readonly (JsonType | JsonType[])[]): readonly JsonType[] {
  let types: readonly JsonType[] = TYPES;
  for (const list of lists) {
    const allowed = [list].flat();
    types = types.flatMap((type): JsonType[] => {
      if (allowed.includes(type)) return [type];
      if (type === 'integer') return allowed.includes('number') ? [type] : [];
      return type === 'number' && allowed.includes('integer') ? ['integer'] : [];
    });
  }
  return types;
}

/** @throws OptionError where a reference leads nowhere that is known here. */
function targetOf(schemas: Schemas, node: SchemaNode, ref: string): SchemaNode {
  const base = String(schemas[node.shape]?.['$id']);
  const [file = '', fragment = ''] = URL.canParse(ref, base)
    ? new URL(ref, base).href.split('#')
    : ref.split('#');
  const isThere = ([shape, { $id }]: [string, { $id?: string }]) =>
    file === '' ? shape === node.shape : $id?.split('#', 1)[0] === file;
  const [shape, schema] = Object.entries(schemas).find(isThere) ?? [];
  const steps = namesIn(decodeURIComponent(fragment));
  if (shape !== undefined && schema && /^(?:\/|$)/.test(fragment)) {
    const target = below({ shape, pointer: '', schema, basis: schema['x-basis'] }, ...steps);
    if (target) return target;
  }
  throw new OptionError(`schemas/${placeOf(node)}: the reference "${ref}" is not supported here`);
}
