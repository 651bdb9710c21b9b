import type { PlainReply } from '../mock/types.ts';

const ISO =
  /^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?$/i;
const RFC3339 =
  /^\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):\d\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;
const MINUTE = 60_000;

/**
 * Milliseconds since the epoch of a point in time in ISO 8601 form, basic or extended.
 *
 * @returns undefined where it is none. Without an offset it counts as UTC.
 */
export function timeOf(value: unknown): number | undefined {
  const match = typeof value === 'string' ? ISO.exec(value) : null;
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [, , , , , , , fraction = '0', sign, zoneHours = '0', zoneMinutes = '0'] = match;
  // Unlike `Date.UTC`, this takes years below 100 for what they are.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day or month that there is not would roll over into the next.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const isEndOfDay = hours === 24 && minutes === 0 && seconds === 0;
  if ((hours > 23 && !isEndOfDay) || minutes > 59 || seconds > 60) return undefined;
  if (Number(zoneHours) > 23 || Number(zoneMinutes) > 59) return undefined;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  // A leap second is one that `Date` does not know.
  const clock = ((hours * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1000;
  return date.getTime() + clock + Number(`0.${fraction}`) * 1000 - offset * MINUTE;
}

/** Whether a text is a `date-time` of RFC 3339, the profile of ISO 8601 that JSON Schema names. */
export function isRfc3339(value: unknown): boolean {
  return typeof value === 'string' && RFC3339.test(value) && timeOf(value) !== undefined;
}

/**
 * Seconds that an answer asks to wait, as its `Retry-After` says in either form (RFC 9110, 10.2.3).
 *
 * @param now milliseconds since the epoch, for a date where the answer has no date of its own.
 * @returns undefined where the header is missing or not of one of the forms.
 */
export function retryAfter({ headers }: PlainReply, now: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const isAsctime = ASCTIME.test(value);
  // Other texts that `Date` would take are no HTTP dates.
  if (!isAsctime && !/^[A-Z][a-z]{2,8},? .*GMT$/.test(value)) return undefined;
  const from = Date.parse(headers['date'] ?? '');
  const seconds =
    (Date.parse(isAsctime ? `${value} GMT` : value) - (Number.isNaN(from) ? now : from)) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}
