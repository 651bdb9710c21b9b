const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A hundred years; what is later has no date that could be written. */
const LONGEST = 36_500 * 86_400_000;

/** How durations are written. */
export const DURATION_FORM = 'a number with a unit, such as 200ms, 5s, 5m, 12h or 1d';

/**
 * Milliseconds of a duration such as `200ms`, `1.5s`, `5m`, `12h`, `1d`, or several in a row: `1h30m`.
 *
 * @returns undefined where it is none.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    sum += Number(number) * (UNITS[unit] as number);
  }
  return sum <= LONGEST ? Math.round(sum) : undefined;
}

/** A duration in the shortest of its spellings: `90s`, `2h`, `1500ms`. */
export function formatDuration(milliseconds: number): string {
  const [unit, size] =
    Object.entries(UNITS).findLast(([, each]) => milliseconds > 0 && milliseconds % each === 0) ??
    (['ms', 1] as const);
  return `${milliseconds / size}${unit}`;
}
