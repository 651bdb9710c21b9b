import { isDeepStrictEqual } from 'node:util';
import { Pointer } from 'rfc6902';
import type { PlainRequest } from '../../mock/types.ts';
import type { RequestParts } from './format.ts';
import type { Suite } from './load.ts';
import { fill, type Inputs } from './values.ts';

/** A request that is ready to be sent, and what expectations may refer to. */
export interface BuiltRequest extends PlainRequest {
  readonly operation: string;
  /** The body before it became text; undefined where there is none, or none that is JSON. */
  readonly json: unknown;
  /** Fields at fault in it, or in the fixture it was made from. */
  readonly fields: readonly string[];
}

/**
 * Builds a request from the defaults, a step and a case; what comes later wins.
 *
 * @param path takes the place of the default operation's path, where the user gave one.
 */
export function buildRequest(
  suite: Suite,
  inputs: Inputs,
  layers: readonly RequestParts[],
  path?: string,
): BuiltRequest {
  const { defaults, operations } = suite;
  const all = [defaults.send, ...layers];
  const last = <Key extends keyof RequestParts>(key: Key) =>
    all.findLast((parts) => parts[key] !== undefined)?.[key];
  const operation = operations.find(({ id }) => id === last('operation'));
  if (!operation) throw new Error(`no operation ${String(last('operation'))}`);
  const method = last('method') ?? operation.method;
  const hasBody = operation.request !== undefined && method !== 'GET' && method !== 'HEAD';
  const fixture = hasBody ? suite.fixtures.get(last('fixture') ?? '') : undefined;
  const text = last('text');

  let json: unknown;
  if (hasBody && text === undefined) {
    json = structuredClone(fixture?.payload ?? {});
    json = identify(json, suite, inputs);
    for (const parts of layers) {
      for (const [pointer, value] of Object.entries(parts.set ?? {})) {
        json = set(json, pointer, fill(value, inputs));
      }
      for (const pointer of parts.remove ?? []) remove(json, pointer);
    }
  }
  const body =
    text === undefined ? hasBody && JSON.stringify(json) : (fill(text, inputs) as string);
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(body !== false && { 'content-type': 'application/json' }),
  };
  const chosen = [
    ...(operation.secured ? [defaults.send] : []),
    { headers: fixture?.headers },
    ...layers,
  ];
  for (const { headers: changes = {} } of chosen) {
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) delete headers[name.toLowerCase()];
      else headers[name.toLowerCase()] = fill(value, inputs) as string;
    }
  }
  const isDefault = operation.id === defaults.send.operation;
  return {
    operation: operation.id,
    method,
    path: (isDefault && path) || withoutBase(operation.paths[0] ?? '', suite.basePath),
    headers,
    ...(body !== false && { body }),
    json,
    fields: last('fields') ?? fixture?.fields ?? [],
  };
}

/** A user's base URL stands for the contract's first base path. */
function withoutBase(path: string, basePath: string): string {
  return path.startsWith(basePath) ? path.slice(basePath.length) : path;
}

/** Puts in who the user is, wherever the payload still names whom the default fixture names. */
function identify(payload: unknown, { defaults, fixtures }: Suite, inputs: Inputs): unknown {
  const usual = fixtures.get(defaults.send.fixture ?? '')?.payload;
  let result = payload;
  for (const [pointer, source] of Object.entries(defaults.identity ?? {})) {
    const value = fill(source, inputs);
    if (value === undefined || !isDeepStrictEqual(get(result, pointer), get(usual, pointer)))
      continue;
    if (get(result, pointer) !== undefined) result = set(result, pointer, value);
  }
  return result;
}

/** The value at a JSON Pointer; undefined where there is none. */
export function get(value: unknown, pointer: string): unknown {
  let node = value;
  for (const token of Pointer.fromJSON(pointer).tokens.slice(1)) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, token)) return undefined;
    node = (node as Record<string, unknown>)[token];
  }
  return node;
}

function set(document: unknown, pointer: string, value: unknown): unknown {
  if (pointer === '') return value;
  const { parent } = Pointer.fromJSON(pointer).evaluate(document);
  if (typeof parent !== 'object' || parent === null) {
    throw new Error(`there is nothing in the payload to put ${pointer} into`);
  }
  Pointer.fromJSON(pointer).set(document, value);
  return document;
}

function remove(document: unknown, pointer: string): void {
  const { parent, key } = Pointer.fromJSON(pointer).evaluate(document);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (typeof parent === 'object' && parent !== null) delete parent[key];
}
