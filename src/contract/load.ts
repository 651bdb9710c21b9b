import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { parseJson } from '../json.ts';
import { syntaxFault } from '../json-syntax.ts';
import { basePaths, readOperations, type OpenApiDocument } from './openapi.ts';
import type { Contract } from './types.ts';

const SUFFIX = '.schema.json';

/** A contract's files, read but not compiled. */
export interface ContractFiles {
  readonly id: string;
  readonly openapi: OpenApiDocument;
  /** JSON Schemas by shape name, sorted by name. */
  readonly schemas: Readonly<Record<string, AnySchemaObject>>;
}

/**
 * Reads `openapi.yaml` and `schemas/*.schema.json` of a contract's folder; the folder's name is the
 * contract's id.
 *
 * @throws Error that names the file which is missing or cannot be parsed.
 */
export async function readContractFiles(folder: string): Promise<ContractFiles> {
  // Loaded late, like ajv below: most users of the package never load a contract.
  const { parse } = await import('yaml');
  const openapi = await readAs(join(folder, 'openapi.yaml'), (text) => checkedOpenApi(parse(text)));
  const names = await readdir(join(folder, 'schemas')).catch((cause: unknown) => {
    throw new Error(`${join(folder, 'schemas')}: a contract needs this folder`, { cause });
  });
  const schemas: Record<string, AnySchemaObject> = {};
  for (const name of names.filter((file) => file.endsWith(SUFFIX)).toSorted()) {
    schemas[name.slice(0, -SUFFIX.length)] = await readAs(join(folder, 'schemas', name), (text) =>
      checkedSchema(parsedJson(text)),
    );
  }
  return { id: basename(folder), openapi, schemas };
}

/**
 * Loads a contract from a folder and compiles its schemas: for contracts of your own. The built-in
 * ones are compiled ahead of time and need no loading.
 *
 * @param folder path of a folder with `openapi.yaml` and `schemas/`.
 * @throws Error that names the file and what is wrong with it.
 */
export async function loadContract(folder: string): Promise<Contract> {
  const { id, openapi, schemas } = await readContractFiles(folder);
  const operations = readOperations(openapi);
  const { compileSchemas } = await import('./compile.ts');
  for (const { id: operation, request, responses } of operations) {
    for (const shape of [request?.shape, ...Object.values(responses).map((r) => r.shape)]) {
      if (shape !== undefined && !schemas[shape]) {
        throw new Error(
          `${id}: operation ${operation} names schemas/${shape}${SUFFIX}, which is missing`,
        );
      }
    }
  }
  const [basePath = ''] = basePaths(openapi);
  return {
    id,
    title: openapi.info.title,
    basePath,
    operations,
    ...inFolder(folder, () => compileSchemas(schemas, operations)),
  };
}

/** Runs a step; an error that it throws gets the folder in front. */
function inFolder<T>(folder: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    throw new Error(join(folder, cause instanceof Error ? cause.message : String(cause)), {
      cause,
    });
  }
}

/** @throws Error with line and column of what is not JSON. */
function parsedJson(text: string): unknown {
  const value = parseJson(text);
  if (value !== undefined) return value;
  const fault = syntaxFault(text);
  throw new Error(
    fault ? `line ${fault.line}, column ${fault.column}: ${fault.what}` : 'this is not JSON',
  );
}

function checkedOpenApi(value: unknown): OpenApiDocument {
  const document = value as Partial<OpenApiDocument> | null;
  if (typeof document?.info?.title !== 'string')
    throw new Error('info.title is missing; give it one');
  return document as OpenApiDocument;
}

function checkedSchema(value: unknown): AnySchemaObject {
  const schema = value as AnySchemaObject | null;
  if (typeof schema?.['$id'] !== 'string') {
    throw new Error('a schema must be an object with an "$id" of its own');
  }
  return schema;
}

async function readAs<T>(file: string, read: (text: string) => T): Promise<T> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file}: cannot be read`, { cause });
  });
  try {
    return read(text);
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
