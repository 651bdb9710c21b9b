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
    untilAborted(signal, (wake) => {
      const timer = setTimeout(wake, Math.max(0, Math.min(milliseconds, MAX_TIMER)));
      return () => clearTimeout(timer);
    }),
};

/**
 * Node's own `setImmediate` as it was when this was loaded, which is early: it goes by no clock, so that tests which put
 * their own in its place later on must not hold anything up. There is none in browsers.
 */
export const nodeImmediate = (globalThis as { setImmediate?: (task: () => void) => unknown })
  .setImmediate;

/** Longer ones end at once in Node. */
const MAX_TIMER = 2 ** 31 - 1;

/** Waits until something calls back or a signal is aborted, whichever comes first. */
function untilAborted(
  signal: AbortSignal | undefined,
  start: (wake: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = () => {
      stop();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const stop = start(wake);
    signal?.addEventListener('abort', wake);
  });
}

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
    sleep: (milliseconds, signal) =>
      milliseconds <= 0
        ? Promise.resolve()
        : untilAborted(signal, (wake) => {
            const sleeper = { until: now + milliseconds, wake };
            sleepers.push(sleeper);
            return () => {
              sleepers = sleepers.filter((other) => other !== sleeper);
            };
          }),
    set: (time) => set(toTime(time)),
    advance: (milliseconds) => set(now + milliseconds),
  };
}

/** How a clock runs: what it says now, and how fast. */
export interface ClockState {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Seconds that pass on it in each second of the clock below; 0 while it is frozen. */
  readonly scale: number;
}

/** A clock that runs by another one, and can be set, moved on, frozen and made faster. */
export interface SteerableClock extends ManualClock {
  /** How it runs. */
  readonly state: ClockState;
  /** Whether it moves only when told to: it is frozen, or the clock below is such a one. */
  readonly standsStill: boolean;
  /** Stops it where it is; `scale` makes it run again. */
  freeze(): void;
  /**
   * Makes it run faster or slower from now on.
   *
   * @param factor seconds that pass in each second of the clock below: 1 is its own pace, 0 freezes.
   * @throws TypeError where it is negative or no number.
   */
  scale(factor: number): void;
}

/**
 * Makes a clock that runs by another one until it is steered.
 *
 * @param base what it runs by; it keeps the other's time exactly as long as nobody steers it.
 */
export function steerableClock(
  base: Clock,
  { scale = 1, start }: SteerOptions = {},
): SteerableClock {
  // Read once: a millisecond may pass between two looks.
  const first = base.now();
  let anchor = { base: first, now: start === undefined ? first : toTime(start) };
  let factor = toFactor(scale);
  /** Sleepers have to look anew when the clock is steered. */
  let steered = new AbortController();
  const now = () => {
    const passed = base.now() - anchor.base;
    return factor === 1 ? anchor.now + passed : Math.floor(anchor.now + passed * factor);
  };
  const steer = (time: number, newFactor: number) => {
    anchor = { base: base.now(), now: time };
    factor = newFactor;
    const before = steered;
    steered = new AbortController();
    before.abort();
  };
  return {
    now,
    get state() {
      return { now: now(), scale: factor };
    },
    get standsStill() {
      return (
        factor === 0 || ('standsStill' in base ? base.standsStill === true : 'advance' in base)
      );
    },
    sleep: (milliseconds, signal) =>
      sleepBy(base, milliseconds, signal, {
        now,
        below: (left) => (factor === 0 ? MAX_TIMER : left / factor),
        changed: () => steered.signal,
      }),
    set: (time) => steer(toTime(time), factor),
    advance: (milliseconds) => steer(now() + milliseconds, factor),
    freeze: () => steer(now(), 0),
    scale: (newFactor) => steer(now(), toFactor(newFactor)),
  };
}

/** A clock that runs by another one, at a pace that may change. */
interface Pace {
  readonly now: () => number;
  /** How long something takes on the clock below, as things are. */
  readonly below: (milliseconds: number) => number;
  /** Is aborted at the next change. */
  readonly changed: () => AbortSignal;
}

/** Sleeps by the clock below, and looks anew whenever the pace changes. */
export async function sleepBy(
  base: Clock,
  milliseconds: number,
  signal: AbortSignal | undefined,
  { now, below, changed }: Pace,
): Promise<void> {
  const until = now() + milliseconds;
  const isAborted = () => signal?.aborted === true;
  // Read once each time: it may be over at a second look.
  for (let left = milliseconds; left > 0 && !isAborted(); left = until - now()) {
    const stop = AbortSignal.any(signal ? [signal, changed()] : [changed()]);
    await base.sleep(Math.ceil(below(left)), stop);
  }
}

/** How a steerable clock begins. */
export interface SteerOptions {
  /** See `SteerableClock.scale`; 1 by default. */
  readonly scale?: number | undefined;
  /** The first time; that of the clock below by default. */
  readonly start?: number | string | Date | undefined;
}

function toFactor(value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new TypeError(`a clock runs at a factor of 0 or more, not ${String(value)}`);
}

/** @throws TypeError where it is none. */
function toTime(value: number | string | Date): number {
  const time = new Date(value).getTime();
  if (Number.isNaN(time)) throw new TypeError(`not a time: ${String(value)}`);
  return time;
}
