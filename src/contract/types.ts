/** Where a rule comes from: the contract's own page, the vendor's schema, or our reading of a gap. */
export type Basis = 'document' | 'vendor' | 'assumed';

/** How much a requirement weighs: a failed `must` fails a run, `should` warns, `assumed` notes. */
export type Level = 'must' | 'should' | 'assumed';

/** One broken constraint of a payload. */
export interface Violation {
  /** JSON Pointer of the offending value; for a missing field, of the field itself. */
  readonly pointer: string;
  /** The same place as a dotted path, `host.meta.cpu_cores`; empty for the payload as a whole. */
  readonly field: string;
  /** JSON Schema keyword that was broken, such as `required` or `maximum`. */
  readonly keyword: string;
  /** One sentence that names the field and says what it must be. */
  readonly message: string;
}

/** What a compiled schema reports of one error; the part of ajv's error object that is used. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A compiled schema: returns whether the value is valid and leaves the errors on itself. */
export interface SchemaValidator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** An answer that an operation may give. */
export interface ResponseSpec {
  /** Name of the shape its body has; absent where the body is no JSON. */
  readonly shape?: string;
  readonly mediaType: string;
  readonly basis: Basis;
}

/** One route of a contract, as its OpenAPI document states it. */
export interface Operation {
  /** The OpenAPI operationId. */
  readonly id: string;
  /** The operation this one is an alias of, where it is one. */
  readonly aliasOf?: string;
  readonly summary: string;
  readonly method: string;
  /** Every path it is served at: each server's base path with the operation's path. */
  readonly paths: readonly string[];
  /** False for operations that anyone may call. */
  readonly secured: boolean;
  readonly request?: { readonly shape: string; readonly example?: unknown };
  /** By HTTP status, as text. */
  readonly responses: Readonly<Record<string, ResponseSpec>>;
}

/** A contract ready for use: its routes, and its shapes as compiled validators. */
export interface Contract {
  readonly id: string;
  readonly title: string;
  /** Path of the first server, which clients append the operations' paths to: `/api/v1`, or empty. */
  readonly basePath: string;
  readonly operations: readonly Operation[];
  /** By shape name, such as `heartbeat.request`. */
  readonly validators: Readonly<Record<string, SchemaValidator>>;
  /**
   * The same shapes, as far as operations use them, compiled to say yes or no as fast as they can:
   * they stop at the first error. `date-time` is checked by its form alone in what the mock answers.
   */
  readonly quick: Readonly<Record<string, SchemaValidator>>;
}
