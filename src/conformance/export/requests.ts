import type { RequestParts } from '../scenario/format.ts';
import type { Suite } from '../scenario/load.ts';
import { buildRequest, type BuiltRequest } from '../scenario/request.ts';
import type { Inputs } from '../scenario/values.ts';
import type { ArazzoStep, Parameter } from './arazzo-types.ts';
import { Unsayable } from './left-out.ts';

const JSON_TYPE = 'application/json';

/** What a user gives a run, by the names of inputs. */
const INPUTS: Readonly<Record<string, object>> = {
  apiKey: { type: 'string', format: 'password', description: 'A valid key.' },
  agentId: { type: 'integer', description: 'The agent that the key belongs to.' },
  secondKey: { type: 'string', format: 'password', description: 'A valid key of another agent.' },
  secondAgentId: { type: 'integer', description: 'The agent that the second key belongs to.' },
  forbiddenKey: {
    type: 'string',
    format: 'password',
    description: 'A genuine key that may not send heartbeats.',
  },
  inactiveKey: { type: 'string', format: 'password', description: 'A key that was switched off.' },
};

/** Stands for all that is not known yet; what requests are made of takes any text. */
const EXPRESSIONS = {
  ...Object.fromEntries(Object.keys(INPUTS).map((name) => [name, `{$inputs.${name}}`])),
  // Not drawn, so that the document is always the same; nobody has such a key.
  random: 'unknown',
  seed: 'heartbeat-kit',
} as unknown as Inputs;

/**
 * Builds a request, with runtime expressions in the place of keys and agents.
 *
 * @throws Unsayable where no step can send it.
 */
export function buildStepRequest(suite: Suite, layers: readonly RequestParts[]): BuiltRequest {
  const request = buildRequest(suite, EXPRESSIONS, layers);
  const operation = suite.operations.find(({ id }) => id === request.operation);
  if (request.method !== operation?.method) throw new Unsayable('method');
  if (request.body !== undefined && request.json === undefined) throw new Unsayable('body');
  // There is no way to say that a text is no expression.
  const own = JSON.stringify([request.json, request.headers]);
  if (/"\$|\{\$(?!inputs\.\w+\})/.test(own)) throw new Unsayable('text');
  return request;
}

/** How a step says its request. */
export function sayRequest({
  operation,
  headers,
  json,
}: BuiltRequest): Pick<ArazzoStep, 'operationId' | 'parameters' | 'requestBody'> {
  const { accept: _, 'content-type': contentType = JSON_TYPE, ...rest } = headers;
  const parameters = Object.entries(rest).map(([name, value]): Parameter => ({
    name,
    in: 'header',
    value: String(expressed(value)),
  }));
  return {
    operationId: operation,
    ...(parameters.length > 0 && { parameters }),
    ...(json !== undefined && { requestBody: { contentType, payload: expressed(json) } }),
  };
}

/** The JSON Schema of the inputs that something refers to; undefined where there is none. */
export function inputsOf(steps: readonly ArazzoStep[]): object | undefined {
  const text = JSON.stringify(steps);
  const used = Object.entries(INPUTS).filter(([name]) =>
    new RegExp(String.raw`\$inputs\.${name}\b`).test(text),
  );
  if (used.length === 0) return undefined;
  return {
    type: 'object',
    required: used.map(([name]) => name),
    properties: Object.fromEntries(used),
  };
}

/** An expression that is all of a text keeps its type only without braces. */
function expressed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^\{(\$inputs\.\w+)\}$/, '$1');
  if (Array.isArray(value)) return value.map(expressed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expressed(item)]));
}
