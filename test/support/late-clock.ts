import type { Clock } from '../../src/index.ts';

/**
 * For how long a fast clock asks the one below to sleep, when each look at that one takes two of its milliseconds.
 *
 * @param fast makes the clock that is looked at.
 */
export async function sleepsBelow(fast: (below: Clock) => Clock, start = 0): Promise<number[]> {
  let time = start;
  const asked: number[] = [];
  const clock = fast({
    now: () => (time += 2),
    sleep: (milliseconds) => {
      asked.push(milliseconds);
      return Promise.resolve();
    },
  });
  for (let seconds = 1; seconds <= 20; seconds += 1) await clock.sleep(seconds * 1000);
  return asked;
}
