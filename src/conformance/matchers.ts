import { isDeepStrictEqual } from 'node:util';
import type { Answered, Surroundings } from './evaluate.ts';
import type { Operators } from './scenario/format.ts';
import { get } from './scenario/request.ts';
import { isRfc3339, timeOf } from './time.ts';

/** Values that could not be compared because there is nothing to compare them with. */
export class NothingCaptured extends Error {
  override readonly name = 'NothingCaptured';
}

/** What a value in a body should have been, for each rule that it does not meet. */
export function* valueDifferences(
  pointer: string,
  rules: Operators,
  value: unknown,
  answered: Answered,
  { captures, first }: Surroundings,
): Generator<string> {
  const { json, request } = answered;
  const captured = (name: string) => {
    if (!captures.has(name)) {
      throw new NothingCaptured(`there was no earlier value to compare with ("${name}")`);
    }
    return captures.get(name);
  };
  const bound = (operand: number | string) =>
    typeof operand === 'number'
      ? operand
      : operand.startsWith('/')
        ? get(json, operand)
        : captured(operand);

  if ('equals' in rules && !isDeepStrictEqual(value, rules.equals)) yield show(rules.equals);
  const options = rules['one-of'];
  if (options && !options.some((option) => isDeepStrictEqual(value, option))) {
    yield `one of ${options.map(show).join(', ')}`;
  }
  if (rules.type && ![rules.type].flat().some((type) => isOfType(value, type))) {
    yield [rules.type].flat().join(' or ');
  }
  if (rules.present !== undefined && rules.present !== (value !== undefined)) {
    yield rules.present ? 'to be there' : 'not to be there';
  }
  if (rules.format === 'rfc3339' && !isRfc3339(value)) yield 'a time in RFC 3339 form';
  if (rules.format === 'iso8601' && timeOf(value) === undefined) yield 'a time in ISO 8601 form';
  if (rules.echoes !== undefined) {
    const sent = rules.echoes.startsWith('/')
      ? get(request.json, rules.echoes)
      : request.headers[rules.echoes.toLowerCase()];
    if (!isDeepStrictEqual(value, sent)) yield `${show(sent)}, as it was sent`;
  }
  if (rules['same-as'] !== undefined) {
    const other = captured(rules['same-as']);
    if (!isDeepStrictEqual(value, other)) yield `${show(other)}, as before`;
  }
  if (rules['differs-from'] !== undefined) {
    const other = captured(rules['differs-from']);
    if (isDeepStrictEqual(value, other)) yield `another value than ${show(other)}`;
  }
  if (rules['later-than'] !== undefined) {
    const other = captured(rules['later-than']);
    const [now, before] = [timeOf(value), timeOf(other)];
    if (before === undefined)
      throw new NothingCaptured(`${show(other)} is not a time to compare with`);
    if (now === undefined || now <= before) yield `a later time than ${show(other)}`;
  }
  if (rules['same-in-all']) {
    const other = get(first.json, pointer);
    if (first !== answered && other !== undefined && !isDeepStrictEqual(value, other)) {
      yield `${show(other)}, as in the answer to the same request`;
    }
  }
  for (const [operator, words, fits] of COMPARISONS) {
    const operand = rules[operator];
    if (operand === undefined) continue;
    const limit = bound(operand);
    if (typeof limit !== 'number' && !String(operand).startsWith('/')) {
      throw new NothingCaptured(`${show(limit)} is no number to compare with`);
    }
    if (typeof limit !== 'number') yield `a number that ${String(operand)} could be compared with`;
    else if (typeof value !== 'number' || !fits(value, limit)) yield `${words} ${limit}`;
  }
  for (const [limit, words, fits] of [
    [rules['number-from'], 'at least', (least: number, number: number) => number >= least],
    [rules['number-to'], 'at most', (most: number, number: number) => number <= most],
  ] as const) {
    if (limit === undefined || typeof value !== 'number' || fits(limit, value)) continue;
    yield `${words} ${limit}`;
  }
  const falls = rules['falls-from'];
  if (falls) {
    const before = captured(falls.capture);
    if (typeof before !== 'number') throw new NothingCaptured(`${show(before)} is no number`);
    if (typeof value !== 'number' || value > before - falls.by) {
      yield `at most ${before - falls.by}, after ${before} before`;
    }
  }
  if (rules.within) {
    const other = get(json, rules.within.of);
    const [a, b] = [timeOf(value), timeOf(other)];
    if (a === undefined || b === undefined || Math.abs(a - b) > rules.within.seconds * 1000) {
      yield `a time within ${rules.within.seconds} s of ${show(other)}`;
    }
  }
  if (rules['as-many-as'] !== undefined) {
    const other = get(json, rules['as-many-as']);
    const wanted = Array.isArray(other) ? other.length : 0;
    if (!Array.isArray(value) || value.length !== wanted) yield `an array of ${wanted}`;
  }
  if (rules.names !== undefined) {
    const fields = rules.names === '${fields}' ? request.fields : [rules.names];
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (!fields.some((field) => keys.some((key) => isNameOf(key, field, request.json)))) {
      yield `a key that names ${fields.join(' or ')}`;
    }
  }
}

const COMPARISONS: readonly [
  'at-least' | 'at-most' | 'above' | 'below',
  string,
  (value: number, limit: number) => boolean,
][] = [
  ['at-least', 'at least', (value, limit) => value >= limit],
  ['at-most', 'at most', (value, limit) => value <= limit],
  ['above', 'more than', (value, limit) => value > limit],
  ['below', 'less than', (value, limit) => value < limit],
];

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'absent':
      return value === undefined;
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/**
 * Whether a key names a field in one of the notations in use: `host.meta.ip`, `/host/meta/ip`,
 * `host[meta][ip]`, `body.host.meta.ip`, `ip`, or a field inside of one that is missing as a whole.
 *
 * @param sent the body; what names a field at its top names no other one further down.
 */
function isNameOf(key: string, field: string, sent: unknown): boolean {
  const parts = (path: string) =>
    path
      .toLowerCase()
      .split(/[^a-z0-9_]+/)
      .filter((part, index) => part !== '' && !(index < 2 && WRAPPERS.includes(part)));
  const [named, wanted] = [parts(key), parts(field)];
  const [leaf] = named;
  if (leaf === undefined) return false;
  if (wanted.every((part, index) => part === named[index])) return true;
  return named.length === 1 && leaf === wanted.at(-1) && get(sent, `/${leaf}`) === undefined;
}

/** What some put in front of the path of a field. */
const WRAPPERS = ['body', 'data', 'request', 'payload', 'x'];

/** A value as it stands in a report. */
export function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
