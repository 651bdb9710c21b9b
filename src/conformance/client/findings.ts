import type { Seen } from './traffic.ts';
import type { Finding } from './types.ts';

/** Of many exchanges, so many are named. */
const NAMED = 12;

const finding =
  (verdict: Finding['verdict']) =>
  (why: string, seen: readonly Seen[] = []): Finding => ({
    verdict,
    why,
    exchanges: seen.slice(0, NAMED).map(({ id }) => id),
  });

export const pass = finding('pass');
export const fail = finding('fail');
/** Should have been seen, and was not. */
export const inconclusive = finding('inconclusive');
/** The client gave no occasion for it. */
export const unseen = finding('unseen');

/** What weighs more stands further left. */
const WEIGHT: readonly Finding['verdict'][] = ['fail', 'pass', 'inconclusive', 'unseen'];

/** One finding for several parts of a rule: one failure fails it, and one pass is enough otherwise. */
export function together(findings: readonly Finding[]): Finding {
  const [first, ...rest] = findings.toSorted(
    (one, other) => WEIGHT.indexOf(one.verdict) - WEIGHT.indexOf(other.verdict),
  );
  if (!first) return unseen('there was nothing of the kind');
  const alike = [first, ...rest.filter(({ verdict }) => verdict === first.verdict)];
  return {
    verdict: first.verdict,
    why: [...new Set(alike.map(({ why }) => why))].join('; '),
    exchanges: [...new Set(alike.flatMap(({ exchanges }) => exchanges))].slice(0, NAMED),
  };
}

/**
 * Judges each of many by a test that returns a complaint, `undefined` where there is none.
 *
 * @param what what they are, in the plural: `heartbeats`.
 * @param kept what holds for all of them where nothing is wrong.
 */
export function each(
  all: readonly Seen[],
  what: string,
  kept: string,
  test: (seen: Seen) => string | undefined,
): Finding {
  if (all.length === 0) return inconclusive(`no ${what} came`);
  const complaints = all.flatMap((seen) => {
    const complaint = test(seen);
    return complaint === undefined ? [] : [{ seen, complaint }];
  });
  const [first] = complaints;
  // One heartbeat is no habit.
  if (!first && all.length < 2 && all[0]?.kind === 'heartbeat') {
    return inconclusive('one heartbeat came, which is too little', all);
  }
  if (!first) return pass(`${all.length} of ${all.length} ${what} ${kept}`, all);
  return fail(
    `${complaints.length} of ${all.length} ${what} do not: ${first.complaint}`,
    complaints.map(({ seen }) => seen),
  );
}

/** The greatest of many, more than can be arguments of a call; 0 where there are none. */
export function greatest(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other), 0);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Durations in the unit that suits the shortest: `60, 118, 251 s`, `3.1, 4 h`. Of many, the first and last. */
export function durations(all: readonly number[]): string {
  const shortest = all.reduce(
    (one, other) => Math.min(one, Math.abs(other)),
    Math.abs(all[0] ?? 0),
  );
  const [unit, size] =
    shortest >= 3 * HOUR
      ? (['h', HOUR] as const)
      : shortest >= 20 * MINUTE
        ? (['min', MINUTE] as const)
        : (['s', SECOND] as const);
  const digits = unit === 's' && shortest >= 20 * SECOND ? 0 : 1;
  const shown = all.length <= 10 ? all : [...all.slice(0, 5), undefined, ...all.slice(-4)];
  const texts = shown.map((one) =>
    one === undefined ? '…' : String(Number((one / size).toFixed(digits))),
  );
  return `${texts.join(', ')} ${unit}`;
}

/** A single duration. */
export function duration(one: number): string {
  return durations([one]);
}
