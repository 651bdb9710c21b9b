import { Pointer } from 'rfc6902';
import type { Operation } from '../../contract/types.ts';
import { fitsGlob } from '../glob.ts';
import type { PlainRequest } from '../types.ts';
import type { Matcher } from './types.ts';

/** What rules may look at in a request. */
export interface Facts {
  /** Id of the contract. */
  readonly contract: string;
  readonly operation: Operation;
  /** Whether it reports presence, whatever the contract calls that. */
  readonly isHeartbeat: boolean;
  /** Hash of the key that the request carries, right or wrong. */
  key(): string | undefined;
  readonly request: PlainRequest;
  /** The body's JSON; undefined where it is none. */
  body(): unknown;
}

/** Whether a request is one of those that are meant; all are where nothing is said. */
export function matches(matcher: Matcher | undefined, facts: Facts): boolean {
  if (!matcher) return true;
  const { operation, method, headers = {}, body = {} } = matcher;
  return (
    (operation === undefined || operation.some((name) => isOperation(name, facts))) &&
    (method === undefined || method === facts.request.method) &&
    Object.entries(headers).every(([name, pattern]) =>
      isFitting(pattern, facts.request.headers[name.toLowerCase()]),
    ) &&
    Object.entries(body).every(([pointer, value]) => isAt(pointer, value, facts.body()))
  );
}

function isOperation(name: string, { operation, isHeartbeat }: Facts): boolean {
  if (name === 'heartbeat') return isHeartbeat;
  return name === operation.id || name === operation.aliasOf;
}

function isFitting(pattern: string, value: string | undefined): boolean {
  return value !== undefined && fitsGlob(pattern, value);
}

function isAt(pointer: string, wanted: unknown, body: unknown): boolean {
  const found = Pointer.fromJSON(pointer).get(body) as unknown;
  return JSON.stringify(found) === JSON.stringify(wanted);
}
