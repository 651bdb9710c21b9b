import { manualClock, type Clock } from '../../mock/clock.ts';

/**
 * A clock for clients in this process: as soon as nobody has anything to do any more, it moves on to
 * the next moment that somebody waits for. Hours pass in milliseconds, and always in the same way.
 */
export interface VirtualClock extends Clock {
  /**
   * Moves time on until the promise is settled.
   *
   * @throws Error where all wait for something that is not of this clock.
   */
  run<T>(promise: Promise<T>): Promise<T>;
}

/** Rounds of the event loop after which who had something to do has done it. */
const ROUNDS = 3;
/** Rounds in which nothing happens and nobody waits for the clock, until it is given up. */
const MAX_IDLE = 20_000;

/** Makes a virtual clock that begins at a time, in milliseconds since the epoch. */
export function virtualClock(start = 0): VirtualClock {
  const clock = manualClock(start);
  const due = new Map<object, number>();
  let calls = 0;
  const settle = async () => {
    for (let quiet = 0; quiet < ROUNDS; quiet += 1) {
      const before = calls;
      await new Promise(setImmediate);
      if (calls !== before) quiet = -1;
    }
  };
  return {
    now: clock.now,
    async sleep(milliseconds, signal) {
      calls += 1;
      const sleeper = {};
      // Times are whole, so that a moment between two of them would never come.
      const wait = Math.max(0, Math.ceil(milliseconds));
      due.set(sleeper, clock.now() + wait);
      await clock.sleep(wait, signal);
      due.delete(sleeper);
      calls += 1;
    },
    async run(promise) {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      promise.then(over, over);
      let idle = 0;
      for (;;) {
        await settle();
        if (isOver) return promise;
        const next = Math.min(...due.values());
        if (Number.isFinite(next)) {
          idle = 0;
          clock.set(Math.max(next, clock.now()));
        } else if ((idle += 1) > MAX_IDLE) {
          throw new Error('everybody waits for something that is not of this clock');
        }
      }
    },
  };
}
