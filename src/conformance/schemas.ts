import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Schemas } from '../contract/compile.ts';
import type { Basis, SchemaValidator } from '../contract/types.ts';
import { BASES } from './weights.ts';

/** Keywords that hold schemas, by what they hold. */
const ONE = ['items', 'additionalProperties', 'contains', 'propertyNames', 'not'];
const MAP = ['properties', 'patternProperties', '$defs', 'dependentSchemas'];
const ALL_OF = ['allOf', 'prefixItems'];
/** Kept whatever the basis. */
const KEPT = ['$id', '$schema', '$ref'];

/**
 * Compiles a contract's shapes with no more than what is known on a given basis, so that what is
 * only assumed never fails a server that has to follow a document.
 */
export class ShapeChecks {
  readonly #schemas: Schemas;
  readonly #compiled = new Map<Basis, Ajv2020>();

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  /** The validator of a shape, with the constraints of this basis and of stronger ones. */
  get(shape: string, basis: Basis): SchemaValidator {
    const ajv = this.#compiled.get(basis) ?? this.#compile(basis);
    return ajv.getSchema(String(this.#schemas[shape]?.['$id'])) as unknown as SchemaValidator;
  }

  #compile(basis: Basis): Ajv2020 {
    const allowed = BASES.slice(0, BASES.indexOf(basis) + 1);
    // What is left of a schema need not be tidy.
    const ajv = new Ajv2020({ allErrors: true, strict: false, messages: false });
    addFormats.default(ajv);
    for (const schema of Object.values(this.#schemas)) {
      ajv.addSchema(limit(schema, allowed, 'document') as AnySchemaObject);
    }
    this.#compiled.set(basis, ajv);
    return ajv;
  }
}

function limit(node: unknown, allowed: readonly Basis[], inherited: Basis): unknown {
  if (typeof node !== 'object' || node === null) return allowed.includes(inherited) ? node : true;
  const schema = node as Readonly<Record<string, unknown>>;
  const basis = (schema['x-basis'] as Basis | undefined) ?? inherited;
  const limitOne = (value: unknown) => limit(value, allowed, basis);
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (ONE.includes(keyword)) return [[keyword, limitOne(value)]];
    if (ALL_OF.includes(keyword)) return [[keyword, (value as unknown[]).map(limitOne)]];
    if (MAP.includes(keyword)) {
      const map = Object.entries(value as object).map(([name, inner]) => [name, limitOne(inner)]);
      return [[keyword, Object.fromEntries(map)]];
    }
    // Alternatives stay as they are: without one of them, a schema would be stricter.
    return KEPT.includes(keyword) || allowed.includes(basis) ? [[keyword, value]] : [];
  });
  return Object.fromEntries(entries);
}
