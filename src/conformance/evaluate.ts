import type { Basis, Level } from '../contract/types.ts';
import { violationsOf } from '../contract/violations.ts';
import type { PlainReply } from '../mock/types.ts';
import type { Conditions, Expectation, Given, Operators, StatusRule } from './scenario/format.ts';
import type { Suite } from './scenario/load.ts';
import { get, type BuiltRequest } from './scenario/request.ts';
import { NothingCaptured, show, valueDifferences } from './matchers.ts';
import { BASES } from './weights.ts';
import type { Secrets } from './secrets.ts';
import { retryAfter } from './time.ts';

/** A request that was answered. */
export interface Answered {
  readonly request: BuiltRequest;
  readonly reply: PlainReply;
  /** The reply's body; undefined where it is not JSON. */
  readonly json: unknown;
  /** When it had arrived, in milliseconds since the epoch. */
  readonly at: number;
}

/** Something that is not as it was expected. */
export interface Difference {
  /** `status`, the name of a header, or the JSON Pointer of a value in the body. */
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
}

/** What one expectation showed of one answer. */
export type Observation =
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly differences: readonly Difference[] }
  /** It should have been observed, but could not be. */
  | { readonly kind: 'blocked'; readonly reason: string }
  /** The answer is not one that the requirement speaks of. */
  | { readonly kind: 'unseen'; readonly reason: string };

/** All that conditions may refer to. */
export interface Surroundings {
  readonly suite: Suite;
  readonly secrets: Secrets;
  /** Values captured so far in the scenario. */
  readonly captures: ReadonlyMap<string, unknown>;
  /** The last answers so far to the steps of the scenario that have names. */
  readonly answers: ReadonlyMap<string, Answered>;
  /** The first answer to the same step. */
  readonly first: Answered;
}

/**
 * Judges an answer by an expectation of its step.
 *
 * @param level of the requirement, and the basis up to which the run goes: what is only assumed does
 *   not count for requirements that are stated.
 * @param given conditions of the step.
 */
export function observe(
  expectation: Expectation,
  answered: Answered,
  around: Surroundings,
  limits: { readonly level: Level; readonly basis: Basis },
  given?: Given,
): Observation {
  const basis = limits.level === 'assumed' ? limits.basis : weaker(limits.basis, 'vendor');
  for (const part of [given ?? [], expectation.given ?? []].flat()) {
    const reason = unfit(part, answered, around);
    if (reason !== undefined) return { kind: 'unseen', reason };
  }
  const { status } = answered.reply;
  try {
    const differences = differencesOf(expectation, answered, around, basis);
    if (differences.length > 0) return { kind: 'fail', differences };
    // A server that fails does nothing right, even where it does nothing wrong.
    if (status >= 500) return { kind: 'unseen', reason: `the server failed (${status})` };
    return { kind: 'pass' };
  } catch (error) {
    if (!(error instanceof NothingCaptured)) throw error;
    return { kind: 'blocked', reason: error.message };
  }
}

/** Why an answer is not one that something is said about; undefined where it is. */
export function unfit(
  { operation, method, captured, ...conditions }: Given,
  answered: Answered,
  around: Surroundings,
): string | undefined {
  if (operation !== undefined && ![operation].flat().includes(answered.request.operation)) {
    return `the operation was ${answered.request.operation}`;
  }
  if (method !== undefined && method !== answered.request.method) {
    return `the method was ${answered.request.method}`;
  }
  if (captured !== undefined && !around.captures.has(captured)) {
    return `there was no earlier answer that had a value for it ("${captured}")`;
  }
  try {
    const [different] = differencesOf(conditions, answered, around, 'assumed');
    if (!different) return undefined;
    const { where, actual } = different;
    return where === 'status' ? `the status was ${actual}` : `${where} was ${actual}`;
  } catch (error) {
    if (error instanceof NothingCaptured) return error.message;
    throw error;
  }
}

/** Whether a status is one that a rule allows. */
export function matchesStatus(rule: StatusRule, status: number): boolean {
  return [rule].flat().some((one) => {
    if (typeof one === 'number') return status === one;
    const hundreds = Math.floor(status / 100);
    if (one === 'refused') return hundreds !== 2 && hundreds !== 5;
    const [, not, wanted = ''] = /^(not )?(.*)$/.exec(one) ?? [];
    const fits = wanted.endsWith('xx') ? hundreds === Number(wanted[0]) : status === Number(wanted);
    return fits === (not === undefined);
  });
}

function weaker(a: Basis, b: Basis): Basis {
  return BASES[Math.min(BASES.indexOf(a), BASES.indexOf(b))] as Basis;
}

function differencesOf(
  { status, headers = {}, schema, body = {}, code, like, secrets }: Conditions,
  answered: Answered,
  around: Surroundings,
  basis: Basis,
): Difference[] {
  const { reply, json } = answered;
  const found: Difference[] = [];
  const add = (where: string, expected: string, actual: string) =>
    void found.push({ where, expected, actual });

  if (status !== undefined && !matchesStatus(status, reply.status)) {
    add('status', describeStatus(status), String(reply.status));
  }
  for (const [name, rule] of Object.entries(headers)) {
    const expected = headerDifference(rule, name.toLowerCase(), answered);
    if (expected)
      add(`header ${name}`, expected, reply.headers[name.toLowerCase()] ?? 'no such header');
  }
  if (secrets && around.secrets.in(`${JSON.stringify(reply.headers)}\n${reply.body}`)) {
    add('answer', 'no API key in it', 'it repeats the key that was sent');
  }
  const looksAtBody = schema !== undefined || code !== undefined || Object.keys(body).length > 0;
  if (looksAtBody && json === undefined) {
    add('body', 'JSON', reply.body === '' ? 'nothing' : 'something else');
    return found;
  }
  if (schema !== undefined) {
    for (const { pointer, message } of violationsOf(around.suite.shapes.get(schema, basis), json)) {
      const expected = message.replace('The request body', 'The body');
      add(pointer || 'body', expected, show(get(json, pointer)));
    }
  }
  if (code !== undefined) {
    const at = around.suite.defaults['code-at'] ?? ['/error/code'];
    if (!at.some((place) => get(json, place) === code)) {
      add(at.join(' or '), show(code), at.map((place) => show(get(json, place))).join(', '));
    }
  }
  if (like !== undefined) {
    const other = around.answers.get(like);
    if (!other) throw new NothingCaptured(`there was no answer to compare with ("${like}")`);
    if (reply.status !== other.reply.status) {
      add(
        'status',
        `${other.reply.status}, as in the answer to compare with`,
        String(reply.status),
      );
    }
    for (const place of around.suite.defaults['code-at'] ?? []) {
      const [here, there] = [get(json, place), get(other.json, place)];
      if (typeof there === 'string' && here !== there) {
        add(place, `${show(there)}, as in the answer to compare with`, show(here));
      }
    }
  }
  let missing: NothingCaptured | undefined;
  for (const [pattern, rule] of Object.entries(body)) {
    const rules: Operators = typeof rule === 'object' && rule !== null ? rule : { equals: rule };
    for (const pointer of expand(pattern, json)) {
      const value = get(json, pointer);
      try {
        for (const expected of valueDifferences(pointer, rules, value, answered, around)) {
          add(pointer || 'body', expected, show(value));
        }
      } catch (error) {
        if (!(error instanceof NothingCaptured)) throw error;
        missing ??= error;
      }
    }
  }
  // What is wrong in itself is wrong, whatever it could not be compared with.
  if (missing && found.length === 0) throw missing;
  return found;
}

/** Places that a JSON Pointer with `/*` in it stands for. */
function expand(pattern: string, json: unknown): string[] {
  const [array = '', ...rest] = pattern.split('/*');
  if (rest.length === 0) return [pattern];
  const items = get(json, array);
  if (!Array.isArray(items)) return [];
  return items.flatMap((_, index) => expand(`${array}/${index}${rest.join('/*')}`, json));
}

type HeaderRule = NonNullable<Conditions['headers']>[string];

/** What a header should have been; undefined where it is. */
function headerDifference(
  rule: HeaderRule,
  name: string,
  { reply, at }: Answered,
): string | undefined {
  const value = reply.headers[name];
  if (typeof rule === 'string') return value === rule ? undefined : rule;
  if (rule.present !== undefined && rule.present !== (value !== undefined)) {
    return rule.present ? 'to be there' : 'not to be there';
  }
  const mediaType = rule['media-type'];
  if (mediaType !== undefined && value?.split(';')[0]?.trim().toLowerCase() !== mediaType) {
    return mediaType;
  }
  if (
    rule.html !== undefined &&
    rule.html !== /^text\/html|^application\/xhtml/i.test(value ?? '')
  ) {
    return rule.html ? 'an HTML page' : 'no HTML page';
  }
  if (rule['retry-after'] && !((retryAfter(reply, at) ?? 0) > 0)) {
    return 'a whole number of seconds above 0, or an HTTP date in the future';
  }
  return undefined;
}

/** A status rule in words. */
export function describeStatus(rule: StatusRule): string {
  const words = [rule]
    .flat()
    .map((one) => (one === 'refused' ? 'a refusal (3xx or 4xx)' : String(one)));
  return words.join(' or ');
}
