import { Pointer } from 'rfc6902';
import { chance } from '../random.ts';
import type { Answer, Behaviour, Refusal } from '../types.ts';
import type { Delivery } from './faults.ts';
import { retryAfterHeader } from './limit-headers.ts';
import type { Delay, Effect } from './types.ts';

/** Refusals by what is behind them, as scenarios may name them. */
const REFUSALS = {
  malformed: { kind: 'malformed', detail: 'The request body is not valid JSON.' },
  invalid: { kind: 'invalid', violations: [] },
  'key-missing': { kind: 'key-missing' },
  'key-unknown': { kind: 'key-unknown' },
  'key-inactive': { kind: 'key-inactive' },
  forbidden: { kind: 'forbidden' },
  'not-found': { kind: 'not-found' },
  'rate-limited': { kind: 'rate-limited' },
  unavailable: { kind: 'unavailable' },
} as const satisfies Record<string, Refusal>;

/** The refusal that comes closest to a status. */
const BY_STATUS: Readonly<Record<number, Refusal>> = {
  400: REFUSALS.malformed,
  401: REFUSALS['key-unknown'],
  403: REFUSALS.forbidden,
  404: REFUSALS['not-found'],
  422: REFUSALS.invalid,
  429: REFUSALS['rate-limited'],
};

/** What stands for text that is too long to be written down: `{$repeat: 'x', times: 65536}`. */
interface Repeated {
  readonly $repeat: string;
  readonly times: number;
}

/** A refusal by its name, or by the code that a contract gives it; undefined where there is none. */
export function refusalNamed(behaviour: Behaviour, name: string): Refusal | undefined {
  // Own names only: `constructor` is no refusal.
  if (Object.hasOwn(REFUSALS, name)) return REFUSALS[name as keyof typeof REFUSALS];
  return Object.values(REFUSALS).find((refusal) => codeOf(behaviour.refuse(refusal)) === name);
}

function codeOf({ body }: Answer): string | undefined {
  return (body as { error?: { code?: string } }).error?.code;
}

/** Whether an effect leaves nothing of the contract's own answer, which then need not be made. */
export function replaces({ error, status, body, text }: Effect): boolean {
  return error !== undefined || status !== undefined || body !== undefined || text !== undefined;
}

/**
 * The answer that an effect puts in place of the contract's own.
 *
 * @param wait milliseconds that `Retry-After` asks to wait; none by default.
 * @param expand puts in what placeholders in its texts stand for.
 */
export function answerOf(
  effect: Effect,
  behaviour: Behaviour,
  now: number,
  wait: number | undefined,
  expand: (text: string) => string,
): Answer {
  const { status, body, text, retryAfterForm = 'seconds' } = effect;
  const answer = refusalOf(effect, behaviour);
  const isLimited = (status ?? answer.status) === 429;
  const seconds = wait ?? (isLimited ? behaviour.usualIntervalSeconds * 2000 : undefined);
  const { 'content-type': mediaType, ...others } = headersOf(effect, expand);
  const own =
    text !== undefined
      ? { body: expand(text), json: expand(text), mediaType: 'text/plain' }
      : body !== undefined
        ? { body: written(body, expand) }
        : answer;
  return {
    ...own,
    ...(mediaType !== undefined && { mediaType }),
    status: status ?? (own === answer ? answer.status : 200),
    headers: {
      ...answer.headers,
      ...(seconds !== undefined && {
        'retry-after': retryAfterHeader(seconds, retryAfterForm, now),
      }),
      ...others,
    },
  };
}

function refusalOf({ error, status = 200 }: Effect, behaviour: Behaviour): Answer {
  const named = error === undefined ? undefined : refusalNamed(behaviour, error);
  return behaviour.refuse(named ?? BY_STATUS[status] ?? REFUSALS.unavailable);
}

/** The contract's own answer with an effect's changes; as it is where the effect has none. */
export function editAnswer(
  answer: Answer,
  effect: Effect,
  expand: (text: string) => string,
): Answer {
  const { rename = {}, remove = [], set = {} } = effect;
  const { 'content-type': mediaType, ...others } = headersOf(effect, expand);
  const { json: _, ...rest } = answer;
  const edited = {
    ...rest,
    ...(mediaType !== undefined && { mediaType }),
    headers: { ...answer.headers, ...others },
  };
  const isJson = typeof answer.body === 'object' && answer.body !== null;
  if (!isJson) return edited;
  const body = structuredClone(answer.body);
  for (const [from, to] of Object.entries(rename)) {
    const value = Pointer.fromJSON(from).get(body) as unknown;
    if (value === undefined) continue;
    removeAt(body, from);
    setAt(body, to, value);
  }
  for (const pointer of remove) removeAt(body, pointer);
  for (const [pointer, value] of Object.entries(set)) setAt(body, pointer, written(value, expand));
  return { ...edited, body };
}

function headersOf(
  { headers = {} }: Effect,
  expand: (text: string) => string,
): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    expand(value),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** A value as it stands in a scenario, written out. */
function written(value: unknown, expand: (text: string) => string): unknown {
  if (typeof value === 'string') return expand(value);
  if (Array.isArray(value)) return value.map((item) => written(item, expand));
  if (typeof value !== 'object' || value === null) return value;
  if ('$repeat' in value) {
    const { $repeat, times } = value as Repeated;
    return $repeat.repeat(times);
  }
  const entries = Object.entries(value).map(([name, item]) => [name, written(item, expand)]);
  return Object.fromEntries(entries) as unknown;
}

/** Puts a value in; does nothing where there is nothing to put it into. */
function setAt(body: unknown, pointer: string, value: unknown): void {
  const { parent, key } = placeOf(body, pointer);
  if (Array.isArray(parent)) {
    if (key === '-') parent.push(value);
    else if (isIndex(key) && Number(key) <= parent.length) parent[Number(key)] = value;
  } else if (typeof parent === 'object' && parent !== null) {
    // Also for names that mean something to JavaScript, such as __proto__.
    const plain = { value, enumerable: true, writable: true, configurable: true };
    Object.defineProperty(parent, key, plain);
  }
}

function removeAt(body: unknown, pointer: string): void {
  const { parent, key } = placeOf(body, pointer);
  if (Array.isArray(parent)) {
    if (isIndex(key)) parent.splice(Number(key), 1);
  } else if (typeof parent === 'object' && parent !== null)
    delete (parent as Record<string, unknown>)[key];
}

/** Where a pointer leads, by own properties alone. */
function placeOf(body: unknown, pointer: string): { parent: unknown; key: string } {
  const tokens = Pointer.fromJSON(pointer).tokens.slice(1);
  const key = tokens.pop() ?? '';
  let parent = body;
  for (const token of tokens) {
    const isThere = typeof parent === 'object' && parent !== null && Object.hasOwn(parent, token);
    if (!isThere) return { parent: undefined, key };
    parent = (parent as Record<string, unknown>)[token];
  }
  return { parent, key };
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key);
}

/**
 * How an answer is sent.
 *
 * @param name what chances are drawn by.
 */
export function deliveryOf(
  { delay, fault, bytesPerSecond }: Effect,
  name: string,
  seed: number,
): Delivery {
  const milliseconds = delay === undefined ? 0 : drawDelay(delay, name, seed);
  return {
    ...(milliseconds > 0 && { delay: milliseconds }),
    ...(fault && { fault }),
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
  };
}

/** Draws a delay in whole milliseconds; the same name gives the same one. */
export function drawDelay(delay: Delay, name: string, seed: number): number {
  if (typeof delay === 'number') return delay;
  const first = chance(`${name}/delay/1`, seed);
  if ('uniform' in delay) {
    const [from, to] = delay.uniform;
    return Math.round(from + first * (to - from));
  }
  const { median, sigma } = delay.lognormal;
  // Box and Muller: two even draws make a normal one.
  const second = chance(`${name}/delay/2`, seed);
  const normal = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
  return Math.round(median * Math.exp(sigma * normal));
}
