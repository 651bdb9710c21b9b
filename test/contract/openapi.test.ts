import { describe, expect, test } from 'vitest';
import { readOperations } from '../../src/contract/openapi.ts';
import type { SchemaValidator } from '../../src/contract/types.ts';
import { violationsOf } from '../../src/contract/violations.ts';
import { contracts } from './support/contracts.ts';

type Node = Record<string, unknown>;

/** Every object of a document with its JSON Pointer, the document itself first. */
function objectsOf(value: unknown, pointer = ''): { pointer: string; node: Node }[] {
  if (typeof value !== 'object' || value === null) return [];
  const children = Object.entries(value).flatMap(([key, child]) =>
    objectsOf(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [{ pointer, node: value as Node }, ...children];
}

/** References to files; those inside the document begin with a hash. */
function refsOf(value: unknown): string[] {
  return objectsOf(value)
    .map(({ node }) => node['$ref'])
    .filter((ref): ref is string => typeof ref === 'string' && !ref.startsWith('#'));
}

/** The shape whose file a reference names. */
function nameIn(ref: string): string | undefined {
  return /^schemas\/(.+)\.schema\.json$/.exec(ref)?.[1];
}

/** The shape of what stands beside a schema. */
function shapeOf({ schema }: Node): string | undefined {
  return nameIn((schema as { $ref?: string }).$ref ?? '');
}

function examplesOf({ example, examples }: Node): unknown[] {
  const named = Object.values((examples ?? {}) as Record<string, { value?: unknown }>);
  return [...(example === undefined ? [] : [example]), ...named.map(({ value }) => value)];
}

const rows = new Map(
  contracts.map(({ id, contract }) => [
    id,
    contract.operations.map((operation) =>
      [
        `${operation.method} ${operation.paths.join(' or ')}`,
        operation.id,
        operation.aliasOf ? `alias of ${operation.aliasOf}` : operation.secured ? 'key' : 'public',
        Object.keys(operation.responses).join(' '),
      ].join(' | '),
    ),
  ]),
);

test('the operations of AgentMC', () => {
  expect(rows.get('agentmc')).toEqual([
    'POST /api/v1/agents/heartbeat or /agents/heartbeat | agentHeartbeat | key | 200 400 401 403 404 422 429',
  ]);
});

test('the operations of AgentRadio', () => {
  expect(rows.get('agentradio')).toEqual([
    'POST /api/heartbeat | heartbeat | key | 200 400 401 429',
    'POST /api/v1/heartbeat | heartbeatV1 | alias of heartbeat | 200 400 401 429',
    'GET /api/v1/home | home | key | 200 401 429',
    'GET /api/v1/inbox | inbox | key | 200 401 429',
    'GET /api/v1/catalog/topics | catalogTopics | public | 200 429',
    'GET /api/v1/catalog/slots | catalogSlots | public | 200 429',
    'GET /api/v1/catalog/formats | catalogFormats | public | 200 429',
    'GET /api/v1/catalog/audiences | catalogAudiences | public | 200 429',
    'GET /api/v1/catalog/genres | catalogGenres | public | 200 429',
    'GET /api/shows | shows | public | 200 429',
    'GET /heartbeat.md | heartbeatPage | public | 200 429',
    'GET /skill.md | skillPage | public | 200 429',
  ]);
});

describe.each(contracts)('the OpenAPI document of $id', ({ contract, files }) => {
  const objects = objectsOf(files.openapi);
  const typed = objects.filter(({ node }) => 'schema' in node && shapeOf(node) !== undefined);

  test('is OpenAPI 3.1', () => {
    expect(files.openapi).toMatchObject({ openapi: '3.1.0' });
  });

  test('has examples only that satisfy the shape they stand beside', () => {
    const wrong = typed.flatMap(({ pointer, node }) =>
      examplesOf(node).flatMap((example) =>
        violationsOf(contract.validators[shapeOf(node) ?? ''] as SchemaValidator, example).map(
          ({ message }) => `${pointer}: ${message}`,
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('has an example of every request and response with a shape, or leaves it to the schema', () => {
    const bare = typed
      .filter(({ node }) => examplesOf(node).length === 0)
      .map(({ node }) => shapeOf(node) as string)
      .filter((shape) => !Array.isArray(files.schemas[shape]?.['examples']));
    expect(bare).toEqual([]);
  });

  test('and its schemas refer to schema files only that exist', () => {
    const refs = [
      ...refsOf(files.openapi),
      ...refsOf(files.schemas).map((ref) => `schemas/${ref}`),
    ];
    expect(refs.filter((ref) => !files.schemas[nameIn(ref) ?? ''])).toEqual([]);
  });

  test('uses every schema file, directly or through another', () => {
    const used = new Set(refsOf(files.openapi).map(nameIn));
    // A set's iteration reaches what is added on the way.
    for (const shape of used) {
      for (const ref of refsOf(files.schemas[shape ?? ''])) used.add(nameIn(`schemas/${ref}`));
    }
    expect(Object.keys(files.schemas).filter((shape) => !used.has(shape))).toEqual([]);
  });

  test('says of every response where it comes from', () => {
    const responses = objects.filter(
      ({ pointer, node }) => /\/responses\/[^/]+$/.test(pointer) && !('$ref' in node),
    );
    const bare = responses.filter(
      ({ node }) => !['document', 'vendor', 'assumed'].includes(String(node['x-basis'])),
    );
    expect(responses).not.toHaveLength(0);
    expect(bare.map(({ pointer }) => pointer)).toEqual([]);
  });
});

describe('reading operations', () => {
  const read = (operation: object, more: object = {}) =>
    readOperations({ info: { title: 'Own' }, paths: { '/ping': { post: operation } }, ...more });

  test('serves a path below every server, once each', () => {
    const servers = [
      { url: 'https://api.example/v2/' },
      { url: '/' },
      { url: 'https://other.example/v2' },
    ];
    expect(read({ operationId: 'ping' }, { servers })[0]?.paths).toEqual(['/v2/ping', '/ping']);
  });

  test('takes security from the document where the operation has none of its own', () => {
    const security = [{ key: [] }];
    expect(read({ operationId: 'ping' })[0]?.secured).toBe(false);
    expect(read({ operationId: 'ping' }, { security })[0]?.secured).toBe(true);
    expect(read({ operationId: 'ping', security: [] }, { security })[0]?.secured).toBe(false);
  });

  test('follows references inside the document', () => {
    const components = {
      requestBodies: { Ping: content({ example: 1 }) },
      responses: { 'Pong/~': { ...content({}), 'x-basis': 'vendor' } },
    };
    const operation = {
      operationId: 'ping',
      requestBody: { $ref: '#/components/requestBodies/Ping' },
      responses: { 200: { $ref: '#/components/responses/Pong~1~0' } },
    };
    expect(read(operation, { components })[0]).toMatchObject({
      request: { shape: 'ping', example: 1 },
      responses: { 200: { shape: 'ping', mediaType: 'application/json', basis: 'vendor' } },
    });
  });

  test('takes the first of several examples', () => {
    const examples = { first: { value: 'one' }, second: { value: 'two' } };
    const [operation] = read({ operationId: 'ping', requestBody: content({ examples }) });
    expect(operation?.request?.example).toBe('one');
  });

  test('gives a body that is not JSON no shape', () => {
    const responses = { 200: { content: { 'text/markdown': { schema: { type: 'string' } } } } };
    const [operation] = read({ operationId: 'page', responses });
    expect(operation?.responses).toEqual({
      200: { mediaType: 'text/markdown', basis: 'document' },
    });
  });
});

function content(media: object): object {
  return {
    content: { 'application/json': { schema: { $ref: 'schemas/ping.schema.json' }, ...media } },
  };
}
