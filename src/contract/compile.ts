import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { SchemaValidator } from './types.ts';

/** How every schema of a contract is compiled, ahead of time or at run time. */
export const AJV_OPTIONS = {
  allErrors: true,
  allowUnionTypes: true,
  // Our own sentences replace ajv's.
  messages: false,
  // Groups that hold one `required` name properties which the surrounding object defines.
  strictRequired: false,
  strict: true,
} as const;

/**
 * Makes an ajv instance that knows every schema of a contract.
 *
 * @param schemas by shape name; each needs an `$id` against which its relative `$ref`s resolve.
 * @param options added to, or replacing, those that all contracts share.
 */
export function createAjv(
  schemas: Readonly<Record<string, AnySchemaObject>>,
  options: ConstructorParameters<typeof Ajv2020>[0] = {},
): Ajv2020 {
  const ajv = new Ajv2020({ ...AJV_OPTIONS, ...options });
  addFormats.default(ajv);
  ajv.addVocabulary(['x-basis']);
  for (const schema of Object.values(schemas)) ajv.addSchema(schema);
  return ajv;
}

/** Compiles every schema of a contract now; built-in contracts are compiled ahead of time instead. */
export function compileSchemas(
  schemas: Readonly<Record<string, AnySchemaObject>>,
): Record<string, SchemaValidator> {
  const ajv = createAjv(schemas);
  return Object.fromEntries(
    Object.entries(schemas).map(([shape, schema]) => {
      const validate = ajv.getSchema(String(schema['$id']));
      if (!validate) throw new Error(`${shape}.schema.json: $id is missing or not a URI`);
      return [shape, validate as SchemaValidator];
    }),
  );
}
