import { namesIn } from './json-pointer.ts';
import type { Basis, Operation, ResponseSpec } from './types.ts';

/** The parts of an OpenAPI 3.1 document that are read here. */
export interface OpenApiDocument {
  readonly info: { readonly title: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly security?: readonly object[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Media {
  readonly schema?: { readonly $ref?: string };
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}
interface Body {
  readonly content?: Readonly<Record<string, Media>>;
  readonly 'x-basis'?: Basis;
}
interface OperationObject {
  readonly operationId?: string;
  readonly 'x-alias-of'?: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Body>>;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const SCHEMA_FILE = /(?:^|\/)([^/]+)\.schema\.json$/;

/**
 * Lists the operations of an OpenAPI document, in its order.
 *
 * References inside the document (`#/components/...`) are followed; a schema must be a reference to
 * a file `<shape>.schema.json`, whose name is the shape.
 *
 * @throws Error that names the operation and what to change, where it is not of that form.
 */
export function readOperations(document: OpenApiDocument): Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    if (item?.['$ref']) throw new Error(`${path}: a path must not be a $ref; write it out`);
    for (const method of METHODS) {
      const source = item?.[method] as OperationObject | undefined;
      if (source) operations.push(readOperation(document, path, method, source));
    }
  }
  const ids = operations.map(({ id }) => id);
  for (const [index, { id, aliasOf }] of operations.entries()) {
    if (ids.indexOf(id) !== index) throw new Error(`${id}: this operationId stands there twice`);
    if (aliasOf !== undefined && !ids.includes(aliasOf)) {
      throw new Error(`${id}: x-alias-of names ${aliasOf}, which is no operationId`);
    }
  }
  return operations;
}

function readOperation(
  document: OpenApiDocument,
  path: string,
  method: string,
  source: OperationObject,
): Operation {
  const where = `${method.toUpperCase()} ${path}`;
  if (!source.operationId) throw new Error(`${where}: operationId is missing; give it one`);
  if (path.includes('{'))
    throw new Error(`${where}: path parameters are not supported; list the paths one by one`);
  const security = source.security ?? document.security ?? [];
  const media = json(follow(document, source.requestBody));
  const shape = shapeOf(media, where);
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  return {
    id: source.operationId,
    ...(source['x-alias-of'] && { aliasOf: source['x-alias-of'] }),
    summary: source.summary ?? source.operationId,
    method: method.toUpperCase(),
    paths: basePaths(document).map((base) => base + path),
    secured: security.length > 0,
    ...(shape && { request: { shape, ...(example !== undefined && { example }) } }),
    responses: Object.fromEntries(
      Object.entries(source.responses ?? {}).map(([status, response]) => [
        status,
        readResponse(follow(document, response) ?? {}, `${where} ${status}`),
      ]),
    ),
  };
}

function readResponse(response: Body, where: string): ResponseSpec {
  const shape = shapeOf(json(response), where);
  return {
    ...(shape && { shape }),
    mediaType: Object.keys(response.content ?? {})[0] ?? '',
    basis: response['x-basis'] ?? 'document',
  };
}

/** Base paths of all servers, without a trailing slash: `/` gives the empty string. */
export function basePaths(document: OpenApiDocument): string[] {
  const urls = document.servers?.map((server) => server.url) ?? ['/'];
  const paths = urls.map((url) => new URL(url, 'http://localhost').pathname.replace(/\/$/, ''));
  return [...new Set(paths)];
}

function json(body: Body | undefined): Media | undefined {
  const types = Object.entries(body?.content ?? {});
  return types.find(([type]) => /^application\/json\b/.test(type))?.[1];
}

function shapeOf(media: Media | undefined, where: string): string | undefined {
  if (!media?.schema) return undefined;
  const shape = SCHEMA_FILE.exec(media.schema.$ref ?? '')?.[1];
  if (!shape) throw new Error(`${where}: the schema must be a $ref to schemas/<shape>.schema.json`);
  return shape;
}

function follow(document: OpenApiDocument, node: Body | undefined): Body | undefined {
  const ref = (node as { $ref?: string } | undefined)?.$ref;
  if (!ref?.startsWith('#/')) return node;
  let target: unknown = document;
  for (const name of namesIn(ref.slice(1))) {
    target = (target as Record<string, unknown> | undefined)?.[name];
  }
  if (!target) throw new Error(`${ref} points to nothing in the OpenAPI document`);
  return target as Body;
}
