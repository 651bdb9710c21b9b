/** Where the mock takes its time from. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves once that many milliseconds have passed on this clock, or the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock; follows a mocked `Date` and mocked timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal?.addEventListener('abort', wake);
    }),
};

/** A clock that moves only when told to. */
export interface ManualClock extends Clock {
  /** Sets the time; it may go back. */
  set(now: number | string | Date): void;
  /** Moves the time on and wakes whoever slept until then. */
  advance(milliseconds: number): void;
}

/**
 * Makes a clock that stands still until it is moved.
 *
 * @param start the first time: milliseconds since the epoch, a date, or ISO 8601 text.
 */
export function manualClock(start: number | string | Date = 0): ManualClock {
  let now = toTime(start);
  let sleepers: { until: number; wake: () => void }[] = [];
  const set = (time: number) => {
    now = time;
    const due = sleepers.filter((sleeper) => sleeper.until <= now);
    sleepers = sleepers.filter((sleeper) => sleeper.until > now);
    for (const sleeper of due.toSorted((a, b) => a.until - b.until)) sleeper.wake();
  };
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        if (milliseconds <= 0) wake();
        else sleepers.push({ until: now + milliseconds, wake });
      }),
    set: (time) => set(toTime(time)),
    advance: (milliseconds) => set(now + milliseconds),
  };
}

function toTime(value: number | string | Date): number {
  const time = new Date(value).getTime();
  if (Number.isNaN(time)) throw new TypeError(`not a time: ${String(value)}`);
  return time;
}
