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
 * @throws Error that names the operation, where it lacks an operationId or has a path parameter.
 */
export function readOperations(document: OpenApiDocument): Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const source = item[method] as OperationObject | undefined;
      if (source) operations.push(readOperation(document, path, method, source));
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
  if (path.includes('{')) throw new Error(`${where}: path parameters are not supported`);
  const security = source.security ?? document.security ?? [];
  const media = json(follow(document, source.requestBody));
  const shape = shapeOf(media);
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
        readResponse(follow(document, response) ?? {}),
      ]),
    ),
  };
}

function readResponse(response: Body): ResponseSpec {
  const shape = shapeOf(json(response));
  return {
    ...(shape && { shape }),
    mediaType: Object.keys(response.content ?? {})[0] ?? '',
    basis: response['x-basis'] ?? 'document',
  };
}

/** Base paths of all servers, without a trailing slash: `/` gives the empty string. */
export function basePaths(document: OpenApiDocument): string[] {
  const urls = document.servers?.map((server) => server.url) ?? ['/'];
  return [...new Set(urls.map((url) => new URL(url, 'http://localhost').pathname))].map((path) =>
    path.replace(/\/$/, ''),
  );
}

function json(body: Body | undefined): Media | undefined {
  return body?.content?.['application/json'];
}

function shapeOf(media: Media | undefined): string | undefined {
  return media?.schema?.$ref && SCHEMA_FILE.exec(media.schema.$ref)?.[1];
}

function follow(document: OpenApiDocument, node: Body | undefined): Body | undefined {
  const ref = (node as { $ref?: string } | undefined)?.$ref;
  if (!ref?.startsWith('#/')) return node;
  let target: unknown = document;
  for (const part of ref.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    target = (target as Record<string, unknown> | undefined)?.[name];
  }
  if (!target) throw new Error(`${ref} points to nothing in the OpenAPI document`);
  return target as Body;
}
