/** A rate limit; what it counts by is the caller's to say. */
export interface Limit {
  /**
   * `fixed`: windows that follow one another from the first request on. `sliding`: so many in any
   * stretch as long as the window. `bucket`: tokens that come back one by one, all in a window.
   */
  readonly kind: LimitKind;
  /** How many requests pass in a window; for a bucket, how many tokens it holds. */
  readonly requests: number;
  /** Milliseconds. */
  readonly window: number;
}

export const LIMIT_KINDS = ['fixed', 'sliding', 'bucket'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** What a limiter says of a request. */
export interface Verdict {
  readonly allowed: boolean;
  /** How many more would pass at this moment. */
  readonly remaining: number;
  /** Milliseconds until the next one passes; 0 where it would pass now. */
  readonly retryAfter: number;
  /** Milliseconds until as many pass as at the beginning. */
  readonly reset: number;
}

/**
 * What a limiter remembers of one client, as plain JSON. It belongs to the limiter, which changes it
 * in place rather than copy it with every request.
 */
export type LimitMemory = number[];

/** What limits remember of all who are counted, by their names; plain JSON. */
export type LimitMemories = Record<string, LimitMemory>;

/**
 * Counts a request; a refused one costs nothing.
 *
 * Limiter libraries go by the machine's clock, and this one by whatever time it is given. A clock that
 * went back begins anew.
 *
 * @param memory what the call before gave, which may be changed; undefined for a client that is new.
 * @param now milliseconds.
 */
export function countRequest(
  limit: Limit,
  memory: LimitMemory | undefined,
  now: number,
): { readonly verdict: Verdict; readonly memory: LimitMemory } {
  switch (limit.kind) {
    case 'fixed':
      return inWindow(limit, memory, now);
    case 'sliding':
      return inStretch(limit, memory, now);
    case 'bucket':
      return fromBucket(limit, memory, now);
  }
}

/** Whether a request at this time would be counted as if nothing were remembered. */
export function isOver(limit: Limit, memory: LimitMemory, now: number): boolean {
  const { window } = limit;
  const [first = now] = memory;
  switch (limit.kind) {
    case 'fixed':
      return now >= first + window || now < first;
    case 'sliding':
      return now >= (memory.at(-1) ?? now - window) + window || now < first;
    case 'bucket':
      return missingIn(limit, memory, now) === 0;
  }
}

/** Remembers when the window began, and how many it has let pass. */
function inWindow({ requests, window }: Limit, memory: LimitMemory | undefined, now: number) {
  let [start = now, count = 0] = memory ?? [];
  if (now >= start + window || now < start) [start, count] = [now, 0];
  const allowed = count < requests;
  if (allowed) count += 1;
  const reset = start + window - now;
  const remaining = requests - count;
  const verdict = { allowed, remaining, retryAfter: remaining > 0 ? 0 : reset, reset };
  return { verdict, memory: [start, count] };
}

/**
 * Remembers when requests passed, in order. Those that count no more are skipped, and thrown away only
 * once they are the larger part: that way a request costs the same under a small and a large limit.
 */
function inStretch({ requests, window }: Limit, memory: LimitMemory | undefined, now: number) {
  const passed = memory ?? [];
  while ((passed.at(-1) ?? now) > now) passed.pop();
  let first = firstAfter(passed, now - window);
  if (first > passed.length / 2) {
    passed.splice(0, first);
    first = 0;
  }
  const allowed = passed.length - first < requests;
  if (allowed) passed.push(now);
  const remaining = requests - (passed.length - first);
  const verdict = {
    allowed,
    remaining,
    retryAfter: remaining > 0 ? 0 : (passed[first] ?? now) + window - now,
    reset: (passed.at(-1) ?? now) + window - now,
  };
  return { verdict, memory: passed };
}

/** The place of the first time after another one, in a list that is in order. */
function firstAfter(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Remembers a time, and what was missing then. That is counted in shares of a token of which so many
 * come back in a millisecond as the bucket holds tokens: a token is as many shares as its window has
 * milliseconds, and all numbers are whole.
 */
function fromBucket(limit: Limit, memory: LimitMemory | undefined, now: number) {
  const { requests, window } = limit;
  const whole = requests * window;
  let missing = memory ? missingIn(limit, memory, now) : 0;
  const allowed = missing + window <= whole;
  if (allowed) missing += window;
  const remaining = Math.floor((whole - missing) / window);
  const verdict = {
    allowed,
    remaining,
    retryAfter: remaining > 0 ? 0 : Math.ceil((missing + window - whole) / requests),
    reset: Math.ceil(missing / requests),
  };
  return { verdict, memory: [now, missing] };
}

/** How much of a bucket is missing by now. More than it holds can only be from a time to come. */
function missingIn({ requests, window }: Limit, memory: LimitMemory, now: number): number {
  const [at = now, before = 0] = memory;
  const missing = before - (now - at) * requests;
  return missing > requests * window ? 0 : Math.max(0, missing);
}

/**
 * Drops what is over of what is remembered. Whoever calls it once in the longest of the windows looks at
 * each memory no more than twice after its last request, and keeps none for longer than two windows.
 *
 * @param limitOf the limit that a name belongs to; undefined where there is none any more.
 */
export function sweepLimits(
  memories: LimitMemories,
  limitOf: (name: string) => Limit | undefined,
  now: number,
): void {
  for (const [name, memory] of Object.entries(memories)) {
    const limit = limitOf(name);
    if (!limit || isOver(limit, memory, now)) delete memories[name];
  }
}

/** Whether a window has passed since memories were swept; a clock that went back begins anew. */
export function isSweepDue(swept: number, window: number, now: number): boolean {
  return now >= swept + window || now < swept;
}
