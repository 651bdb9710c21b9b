import { OptionError } from '../errors.ts';
import { validate } from '../contract/validate.ts';
import type { Contract, Violation } from '../contract/types.ts';
import { cut } from '../conformance/report/lines.ts';
import { namesIn } from '../contract/json-pointer.ts';
import { printable } from '../text.ts';
import {
  concealText,
  concealValue,
  resultOf,
  type MatcherContext,
  type MatcherResult,
  type Told,
} from './result.ts';

const MAX_VIOLATIONS = 20;
const MAX_VALUE = 80;

/** See `HeartbeatMatchers`. */
export function toMatchContract(
  this: MatcherContext | void,
  received: unknown,
  contract: string | Contract,
  shape: string,
): MatcherResult {
  const id = typeof contract === 'object' && contract !== null ? contract.id : contract;
  checkPayload(received);
  const { payload, violations, notJson } = read(received, contract, shape);
  const told: Told = {
    verdict: violations.length === 0 ? 'pass' : 'fail',
    expected: `a valid ${shape} of ${id}`,
    received:
      notJson ?? (violations.length === 0 ? 'one' : 'a payload in which something is wrong'),
    details: () => (notJson === undefined ? violationLines(violations, payload) : []),
  };
  return resultOf(this, 'toMatchContract', 'payload', `'${id}', '${shape}'`, told);
}

/** @throws OptionError for what is no JSON value: of most of it nothing would be seen to be wrong. */
function checkPayload(received: unknown): void {
  if (typeof received !== 'object' || received === null || Array.isArray(received)) return;
  // The same in every realm, of which test frameworks make several.
  const name = Object.prototype.toString.call(received).slice('[object '.length, -1);
  const isPromise = 'then' in received && typeof received.then === 'function';
  if (name === 'Object' && !isPromise) return;
  const cure = isPromise
    ? 'await it'
    : name === 'Response' || name === 'Request'
      ? 'give what its json() gives'
      : 'give what JSON.parse gives';
  throw new OptionError(`toMatchContract takes a JSON value, not a ${name}; ${cure}`);
}

/** The payload as a value, and what is wrong with it. */
function read(received: unknown, contract: string | Contract, shape: string) {
  const check = (value: unknown) => validate(contract as Contract, shape, value).violations;
  const violations = check(received);
  const isTyped = !violations.some(({ pointer, keyword }) => pointer === '' && keyword === 'type');
  // A text may be a value of the shape itself, as a fingerprint is.
  if (typeof received !== 'string' || isTyped) return { payload: received, violations };
  try {
    const payload: unknown = JSON.parse(received);
    return { payload, violations: check(payload) };
  } catch {
    const notJson = `a text that is no JSON: ${printable(cut(concealText(received), MAX_VALUE))}`;
    return { payload: received, violations, notJson };
  }
}

function violationLines(violations: readonly Violation[], payload: unknown): string[] {
  const rest = violations.length - MAX_VIOLATIONS;
  return [
    ...violations.slice(0, MAX_VIOLATIONS).map(({ pointer, message, keyword }) => {
      if (keyword === 'more') return `  ${message}`;
      return `  ${printable(`${pointer || '(all of it)'}: ${message} It is ${valueAt(payload, pointer)}.`)}`;
    }),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

/** What stands at a JSON Pointer, as short JSON without keys. */
function valueAt(payload: unknown, pointer: string): string {
  const names = namesIn(pointer);
  let value = payload;
  for (const name of names) value = (value as Record<string, unknown> | undefined)?.[name];
  if (value === undefined) return 'missing';
  const name = names.at(-1) ?? '';
  try {
    // By its name a field tells that it holds a credential.
    const [clean] = Object.values(
      concealValue({ [name]: JSON.parse(JSON.stringify(value)) }) as object,
    );
    return cut(JSON.stringify(clean), MAX_VALUE);
  } catch {
    return `no JSON, but ${typeof value}`;
  }
}
