import { systemClock, type Clock } from '../../mock/clock.ts';

/** Parts of a millisecond that a clock needs in the beginning to find out where each one begins. */
const SETTLING = 2;

/**
 * Makes a clock that tells the machine's time with the parts of a millisecond.
 *
 * Where time passes 240 times as fast, a millisecond is a quarter of a second. `Date.now()` has no
 * parts, and `performance.now()` drifts away from a clock that is being corrected: so the second one
 * counts, and the first one says between which bounds.
 */
export function fineClock(): Clock {
  let ahead = performance.timeOrigin;
  const now = () => {
    const earliest = Date.now();
    const counted = performance.now() + ahead;
    const latest = Date.now() + 1;
    const time = Math.min(Math.max(counted, earliest), latest);
    ahead += time - counted;
    return time;
  };
  const settled = Date.now() + SETTLING;
  while (now() < settled);
  return { now, sleep: systemClock.sleep };
}
