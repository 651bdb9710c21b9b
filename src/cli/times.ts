/** How times are written. */
export const TIME_FORM = 'a date, or a time with its zone, such as 2026-05-18T16:00:00Z';

/**
 * Milliseconds since the epoch of a time in ISO 8601. A time without a zone would be another one on
 * each machine, and is none.
 *
 * @returns undefined where it is none.
 */
export function parseTime(text: string): number | undefined {
  const [, year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.exec(
      text,
    ) ?? [];
  const time = Date.parse(text);
  if (year === undefined || Number.isNaN(time)) return undefined;
  // Date.parse takes 30 February for 2 March.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCDate() === Number(day) ? time : undefined;
}
