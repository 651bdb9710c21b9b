import * as z from 'zod';
import { VERSION } from '../version.ts';
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';
import { limitFormat, namedScenarioFormat, ruleFormat } from '../mock/simulation/format.ts';
import {
  clock,
  exchange,
  nearMiss,
  scenarioStatus,
  session,
  snapshot,
  snapshotEntry,
} from './schemas.ts';

type Json = Record<string, unknown>;

const COMPONENTS = '#/components/schemas/';

/** Forms that stand under a name of their own. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Clock: clock,
  Exchange: exchange,
  Limit: limitFormat,
  NearMiss: nearMiss,
  Rule: ruleFormat,
  Scenario: namedScenarioFormat,
  ScenarioStatus: scenarioStatus,
  Session: session,
  Snapshot: snapshot,
  SnapshotEntry: snapshotEntry,
};

/** The control API as an OpenAPI 3.1 document. */
export function openapiDocument(): Json {
  const { named, of } = jsonSchemas();
  const paths: Record<string, Json> = {};
  for (const [id, route] of Object.entries<Route>(routes)) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(id, route, of);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'heartbeat-kit control API',
      version: VERSION,
      description:
        'Looks into a mock and steers it. A session has the same routes below its own base path, apart from those that are of the mock as a whole.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      { url: '/__admin', description: 'The mock itself.' },
      {
        url: '/__sessions/{session}/__admin',
        description: 'A session of it.',
        variables: { session: { default: '1', description: 'Id of the session.' } },
      },
    ],
    security: [{}, { token: [] }],
    paths,
    components: {
      schemas: { ...named, Problem: PROBLEM },
      responses: {
        Refused: {
          description:
            'The call is wrong or not allowed; `detail` says why, and `x-mock-error` names it.',
          headers: { 'x-mock-error': { schema: { type: 'string' } } },
          content: {
            'application/problem+json': { schema: { $ref: `${COMPONENTS}Problem` } },
          },
        },
      },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Needed where others than this machine can connect.',
        },
      },
    },
  };
}

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    field: { type: 'string', description: 'Where the body or the query is wrong.' },
    routes: { type: 'array', items: { type: 'string' }, description: 'What there is.' },
  },
  required: ['type', 'title', 'status', 'detail'],
};

type ToJson = (schema: z.ZodType) => Json;

function operationOf(operationId: string, route: Route, of: ToJson): Json {
  const { summary, path, query, body, answer, mediaTypes, status = 200 } = route;
  const parameters = [...pathParameters(path), ...(query ? queryParameters(of(query)) : [])];
  const isEmpty = !answer && !mediaTypes;
  return {
    operationId,
    summary: `${summary}.`,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: of(body) } },
      },
    }),
    responses: {
      [isEmpty ? 204 : status]: {
        description: isEmpty ? 'Done.' : `${summary}.`,
        ...(!isEmpty && { content: contentOf(route, of) }),
      },
      '4XX': { $ref: '#/components/responses/Refused' },
    },
  };
}

function contentOf({ answer, mediaTypes }: Route, of: ToJson): Json {
  if (answer) return { 'application/json': { schema: of(answer) } };
  const types = mediaTypes ?? [];
  return Object.fromEntries(
    types.map((type) => [type, { schema: type.endsWith('/json') ? {} : { type: 'string' } }]),
  );
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: Json): Json[] {
  const { properties = {} } = query as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    schema,
  }));
}

/** All forms as JSON Schemas that refer to the named ones; as callers send and receive them. */
function jsonSchemas(): { named: Json; of: ToJson } {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const all = Object.values<Route>(routes).flatMap(({ query, body, answer }) => [
    query,
    body,
    answer,
  ]);
  for (const [index, schema] of all.entries()) {
    if (schema && !registry.has(schema)) registry.add(schema, { id: String(index) });
  }
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => COMPONENTS + id });
  const plain = (id: string): Json => {
    const { $schema: _schema, $id: _id, ...rest } = schemas[id] as Json;
    return rest;
  };
  return {
    named: Object.fromEntries(Object.keys(NAMED).map((id) => [id, plain(id)])),
    of(schema) {
      const { id = '' } = registry.get(schema) ?? {};
      return Object.hasOwn(NAMED, id) ? { $ref: COMPONENTS + id } : plain(id);
    },
  };
}
