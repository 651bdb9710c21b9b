import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Operation, SchemaValidator } from './types.ts';
import { violationsOf } from './violations.ts';

/** A contract's schemas by shape name. */
export type Schemas = Readonly<Record<string, AnySchemaObject>>;

/** What schemas have to keep to themselves. */
const META = 'https://json-schema.org/draft/2020-12/schema';

/** How a schema is compiled: to list every error, or to say yes or no quickly. */
export type Mode = 'thorough' | 'quick-request' | 'quick-answer';

/**
 * Makes an ajv instance that knows every schema of a contract.
 *
 * @param schemas each needs an `$id` against which its relative `$ref`s resolve.
 * @param code how code is made, where it is to be written to a file.
 */
export function createAjv(
  schemas: Schemas,
  mode: Mode,
  code: NonNullable<ConstructorParameters<typeof Ajv2020>[0]>['code'] = {},
): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: mode === 'thorough',
    allowUnionTypes: true,
    // Our own sentences replace ajv's.
    messages: false,
    // Groups that hold one `required` name properties which the surrounding object defines.
    strictRequired: false,
    strict: true,
    code,
  });
  // Where nothing asks what was looked at, the first form of a choice that fits is enough.
  if (mode !== 'thorough' && !JSON.stringify(schemas).includes('"unevaluated')) {
    ajv.opts.unevaluated = false;
  }
  addFormats.default(ajv, { mode: mode === 'quick-answer' ? 'fast' : 'full' });
  ajv.addVocabulary(['x-basis']);
  for (const [shape, schema] of Object.entries(schemas)) {
    inFile(shape, () => {
      checkSchema(ajv, schema);
      ajv.addSchema(schema);
    });
  }
  return ajv;
}

/** @throws Error that says in our own words what the schema may not hold. */
function checkSchema(ajv: Ajv2020, schema: AnySchemaObject): void {
  const meta = ajv.getSchema(META) as SchemaValidator;
  const [first] = violationsOf(meta, schema, 'The schema');
  if (first) throw new Error(`${first.pointer || '/'}: ${first.message}`);
}

/** Names of the shapes that operations take, or answer with. */
export function shapesOf(
  operations: readonly Operation[],
  mode: 'quick-request' | 'quick-answer',
): string[] {
  const shapes = operations.flatMap(({ request, responses }) =>
    mode === 'quick-request'
      ? [request?.shape]
      : Object.values(responses).map((response) => response.shape),
  );
  return [...new Set(shapes)].filter((shape) => shape !== undefined);
}

/** Compiles a contract's schemas now; built-in contracts are compiled ahead of time instead. */
export function compileSchemas(
  schemas: Schemas,
  operations: readonly Operation[],
): { validators: Record<string, SchemaValidator>; quick: Record<string, SchemaValidator> } {
  return {
    validators: compile(schemas, 'thorough', Object.keys(schemas)),
    quick: {
      ...compile(schemas, 'quick-answer', shapesOf(operations, 'quick-answer')),
      ...compile(schemas, 'quick-request', shapesOf(operations, 'quick-request')),
    },
  };
}

function compile(
  schemas: Schemas,
  mode: Mode,
  shapes: readonly string[],
): Record<string, SchemaValidator> {
  const ajv = createAjv(schemas, mode);
  return Object.fromEntries(
    shapes.map((shape) => {
      const validate = inFile(shape, () => ajv.getSchema(String(schemas[shape]?.['$id'])));
      return [shape, validate as SchemaValidator];
    }),
  );
}

/** Runs a step; an error it throws gets the schema's file in front. */
function inFile<T>(shape: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`schemas/${shape}.schema.json: ${why}`, { cause });
  }
}
