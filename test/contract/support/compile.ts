import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compileSchemas } from '../../../src/contract/compile.ts';
import type { ContractFiles } from '../../../src/contract/load.ts';
import type { SchemaValidator } from '../../../src/contract/types.ts';

/** A schema compiled as those of a contract are. */
export function compiled(schema: AnySchemaObject): SchemaValidator {
  const $id = 'https://own.example/own.schema.json';
  const { validators } = compileSchemas({ own: { $id, ...schema } }, []);
  return validators['own'] as SchemaValidator;
}

/**
 * An ajv instance that knows a contract's schemas and tells of every error in which schema object it
 * arose, which no other option tells: the paths of errors start anew behind a reference.
 */
export function verboseAjv({ schemas }: ContractFiles): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
  addFormats.default(ajv);
  for (const schema of Object.values(schemas)) ajv.addSchema(schema);
  return ajv;
}
