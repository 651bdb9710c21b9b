import type * as z from 'zod';
import type { limitFormat, ruleFormat } from '../mock/simulation/format.ts';
import type { Delay, Effect, LimitRule, Matcher, Rule } from '../mock/simulation/types.ts';

type RuleInFile = z.input<typeof ruleFormat>;
type LimitInFile = z.input<typeof limitFormat>;

/** A rule as it is written in a file. */
export function ruleInFile({ limit, reply, on, ...rest }: Rule): RuleInFile {
  return {
    ...rest,
    ...(on && { on: matcherInFile(on) }),
    ...(limit && { limit: limitInFile(limit) }),
    reply: effectInFile(reply),
  };
}

/** A rate limit as it is written in a file. */
export function limitInFile({ window, retryAfter, headers, ...rest }: LimitRule): LimitInFile {
  return {
    ...rest,
    window: written(window),
    ...(retryAfter && { 'retry-after': retryAfter }),
    ...(headers && headers.length > 0 && { headers: [...headers] }),
  };
}

function matcherInFile({ operation, ...rest }: Matcher): NonNullable<RuleInFile['on']> {
  return { ...rest, ...(operation && { operation: [...operation] }) };
}

function effectInFile(effect: Effect): RuleInFile['reply'] {
  const { retryAfter, retryAfterForm, bytesPerSecond, delay, remove, ...rest } = effect;
  return {
    ...rest,
    ...(remove && { remove: [...remove] }),
    ...(delay !== undefined && { delay: delayInFile(delay) }),
    ...(retryAfter !== undefined && {
      'retry-after': retryAfter === 'state' ? retryAfter : written(retryAfter),
    }),
    ...(retryAfterForm && { 'retry-after-form': retryAfterForm }),
    ...(bytesPerSecond !== undefined && { 'bytes-per-second': bytesPerSecond }),
  };
}

function delayInFile(delay: Delay): RuleInFile['reply']['delay'] {
  if (typeof delay === 'number') return written(delay);
  if ('uniform' in delay) {
    const [from, to] = delay.uniform;
    return { uniform: [written(from), written(to)] };
  }
  const { median, sigma } = delay.lognormal;
  return { lognormal: { median: written(median), sigma } };
}

/** A duration in the largest unit that it is a whole number of. */
function written(milliseconds: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const) {
    if (milliseconds > 0 && milliseconds % size === 0) return `${milliseconds / size}${unit}`;
  }
  return `${milliseconds}ms`;
}
