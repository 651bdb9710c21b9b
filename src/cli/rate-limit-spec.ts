import { OptionError } from '../errors.ts';
import { DURATION_FORM, formatDuration, parseDuration } from '../mock/simulation/duration.ts';
import { LIMIT_HEADERS, RETRY_AFTER_FORMS } from '../mock/simulation/limit-headers.ts';
import { LIMIT_KINDS } from '../mock/simulation/limits.ts';
import { LIMIT_SCOPES, type LimitRule } from '../mock/simulation/types.ts';

/** What may follow requests and time: its name, the words it takes, and where they go. */
const PARTS = [
  { name: 'kind', key: 'kind', words: LIMIT_KINDS, isList: false },
  { name: 'per', key: 'per', words: LIMIT_SCOPES, isList: false },
  { name: 'headers', key: 'headers', words: LIMIT_HEADERS, isList: true },
  { name: 'retry-after', key: 'retryAfter', words: RETRY_AFTER_FORMS, isList: false },
] as const;

/**
 * Reads a rate limit: `60/1m`, and after commas, in any order, its kind (`fixed` by default), `per=`,
 * `headers=` (several with `+`) and `retry-after=`.
 *
 * @throws OptionError in a sentence that says which part is wrong, and what it should be.
 */
export function parseRateLimit(text: string): LimitRule {
  const [first = '', ...rest] = text.split(',').map((part) => part.trim());
  const [, number = '', time = ''] = /^(\d+)\/(.*)$/.exec(first) ?? [];
  if (number === '') fail(`It must begin with requests and a time, as in 60/1m, not "${first}".`);
  const requests = Number(number);
  if (!Number.isSafeInteger(requests) || requests < 1) {
    fail(`In "${first}" there must be a whole number of at least 1 before the slash.`);
  }
  const window = parseDuration(time);
  if (!window || !Number.isSafeInteger(window)) {
    fail(`In "${first}" there must be a time after the slash: ${DURATION_FORM}.`);
  }
  const given: Record<string, unknown> = {};
  for (const part of rest) {
    const [, name = 'kind', value = ''] = /^(?:([^=]*)=)?(.*)$/s.exec(part) ?? [];
    const known = PARTS.find((one) => one.name === name);
    if (!known) fail(`There is no "${name}="; there is ${NAMES}.`);
    const { key, words, isList } = known;
    if (key in given) fail(`"${part}" is one ${name} too many.`);
    const values = isList ? value.split('+') : [value];
    for (const [index, word] of values.entries()) {
      const isTwice = values.indexOf(word) !== index;
      if (isTwice || !(words as readonly string[]).includes(word)) {
        const several = isList ? ', or several with +' : '';
        fail(`"${part}": ${name} must be one of ${words.join(', ')}${several}.`);
      }
    }
    given[key] = isList ? values : value;
  }
  return { kind: 'fixed', requests, window, ...given };
}

const NAMES = PARTS.map(({ name }) => `${name}=`).join(', ');

/** A rate limit as `parseRateLimit` reads it. */
export function formatRateLimit(limit: LimitRule): string {
  const { kind, per, headers, retryAfter } = limit;
  return [
    `${limit.requests}/${formatDuration(limit.window)}`,
    ...(kind === 'fixed' ? [] : [kind]),
    ...(per ? [`per=${per}`] : []),
    ...(headers ? [`headers=${headers.join('+')}`] : []),
    ...(retryAfter ? [`retry-after=${retryAfter}`] : []),
  ].join(',');
}

function fail(message: string): never {
  throw new OptionError(message);
}
