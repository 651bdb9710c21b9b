import { describe, expect, it } from 'vitest';
import { Schedule, type Course } from '../../src/conformance/schedule.ts';
import { manualClock } from '../../src/index.ts';
import { virtualClock } from './support/in-process.ts';

const SECOND = 1000;

/**
 * Courses by name, each step given as the seconds to wait after it, and what came of them: the steps
 * in the order in which they were taken, and the seconds that it took.
 */
async function run(
  pauses: Readonly<Record<string, readonly number[]>>,
  { alone = [], took = 0 }: { alone?: readonly string[]; took?: number } = {},
): Promise<{ readonly steps: readonly string[]; readonly seconds: number }> {
  const clock = virtualClock();
  const start = clock.now();
  const steps: string[] = [];
  const courses = Object.entries(pauses).map(([name, waits]): Course => ({
    steps: waits.map((seconds, index) => async () => {
      steps.push(`${name}${index + 1}`);
      await clock.sleep(took * SECOND);
      return seconds === 0 ? 0 : clock.now() + seconds * SECOND;
    }),
    alone: alone.includes(name),
    waits: waits.some((seconds) => seconds > 0),
  }));
  await new Schedule(courses, clock, (until) => clock.sleep(until - clock.now())).run(1);
  return { steps, seconds: (clock.now() - start) / SECOND };
}

describe('a schedule of one worker', () => {
  it('takes the steps of each course in order, and nothing in between', async () => {
    const { steps, seconds } = await run({ a: [0, 0, 0], b: [0, 0], c: [0] });
    expect(steps).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
    expect(seconds).toBe(0);
  });

  it('is over at once where there is nothing to do', async () => {
    expect(await run({})).toEqual({ steps: [], seconds: 0 });
    expect(await run({ a: [] })).toEqual({ steps: [], seconds: 0 });
  });

  it('shares pauses: two of 2 s take 2 s', async () => {
    const { steps, seconds } = await run({ a: [2, 0], b: [2, 0] });
    expect(steps).toEqual(['a1', 'b1', 'a2', 'b2']);
    expect(seconds).toBe(2);
  });

  it('begins with those that wait, and runs the others in their pauses', async () => {
    const { steps } = await run({ a: [0, 0], b: [2, 0], c: [0] });
    expect(steps).toEqual(['b1', 'a1', 'a2', 'c1', 'b2']);
  });

  it('goes on with what has waited long enough before it begins something new', async () => {
    const { steps, seconds } = await run({ a: [2, 0], b: [0], c: [0], d: [0] }, { took: 1 });
    expect(steps).toEqual(['a1', 'b1', 'c1', 'a2', 'd1']);
    expect(seconds).toBe(5);
  });

  it('never comes back before a pause is over', async () => {
    const { steps, seconds } = await run({ a: [5, 0], b: [2, 2, 0] });
    expect(steps).toEqual(['a1', 'b1', 'b2', 'b3', 'a2']);
    expect(seconds).toBe(5);
  });

  it('lets a course that runs alone keep its place while it waits', async () => {
    const { steps, seconds } = await run({ a: [2, 0], b: [2, 0] }, { alone: ['a', 'b'] });
    expect(steps).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(seconds).toBe(4);
  });

  it('fails as a step fails, and takes no more', async () => {
    const clock = virtualClock();
    const steps: string[] = [];
    const step = (name: string) => async () => {
      steps.push(name);
      if (name === 'a2') throw new Error('the server is gone');
      return 0;
    };
    const courseOf = (...names: string[]): Course => ({
      steps: names.map(step),
      alone: false,
      waits: false,
    });
    const schedule = new Schedule([courseOf('a1', 'a2', 'a3'), courseOf('b1')], clock, () =>
      Promise.reject(new Error('nobody waits here')),
    );
    await expect(schedule.run(1)).rejects.toThrow('the server is gone');
    expect(steps).toEqual(['a1', 'a2']);
  });
});

describe('a schedule of several workers', () => {
  /** Courses whose steps last until they are let go, so that who runs beside whom can be seen. */
  function held(names: readonly string[], alone = false) {
    const inMotion = new Map<string, (error?: Error) => void>();
    const courses = names.map((name): Course => ({
      steps: [1, 2].map(
        (index) => () =>
          new Promise<number>((resolve, reject) => {
            inMotion.set(`${name}${index}`, (error) => {
              inMotion.delete(`${name}${index}`);
              if (error) reject(error);
              else resolve(0);
            });
          }),
      ),
      alone,
      waits: false,
    }));
    const clock = manualClock();
    const schedule = new Schedule(courses, clock, (until) => clock.sleep(until - clock.now()));
    const letGo = async (name: string, error?: Error) => {
      inMotion.get(name)?.(error);
      // Lets whatever is ready begin; nothing here depends on the machine's clock.
      await new Promise(setImmediate);
    };
    return { schedule, letGo, now: () => [...inMotion.keys()].toSorted() };
  }

  it('has so many courses in motion as there are workers', async () => {
    const { schedule, letGo, now } = held(['a', 'b', 'c']);
    const done = schedule.run(2);
    expect(now()).toEqual(['a1', 'b1']);
    await letGo('b1');
    expect(now()).toEqual(['a1', 'b2']);
    await letGo('b2');
    expect(now()).toEqual(['a1', 'c1']);
    await letGo('a1');
    await letGo('a2');
    expect(now()).toEqual(['c1']);
    await letGo('c1');
    await letGo('c2');
    await done;
  });

  it('is over when the last course is, even where workers have nothing left to do', async () => {
    const { schedule, letGo, now } = held(['a']);
    const done = schedule.run(4);
    expect(now()).toEqual(['a1']);
    await letGo('a1');
    await letGo('a2');
    await expect(done).resolves.toBeUndefined();
  });

  it('fails only when nothing is in motion any more', async () => {
    const { schedule, letGo, now } = held(['a', 'b']);
    let failed = false;
    const done = schedule.run(2).catch((error: Error) => {
      failed = true;
      return error;
    });
    await letGo('a1', new Error('the server is gone'));
    expect(failed).toBe(false);
    expect(now()).toEqual(['b1']);
    await letGo('b1');
    await letGo('b2');
    expect(await done).toMatchObject({ message: 'the server is gone' });
  });

  it('shares pauses among the workers as well', async () => {
    const clock = manualClock();
    const steps: string[] = [];
    const courses = ['a', 'b', 'c'].map((name): Course => ({
      steps: [1, 2].map((index) => async () => {
        steps.push(`${name}${index}`);
        return index === 1 ? clock.now() + 2 * SECOND : 0;
      }),
      alone: false,
      waits: true,
    }));
    const schedule = new Schedule(courses, clock, (until) => clock.sleep(until - clock.now()));
    const done = schedule.run(2);
    await new Promise(setImmediate);
    expect(steps.toSorted()).toEqual(['a1', 'b1', 'c1']);
    clock.advance(2 * SECOND);
    await done;
    expect(steps.slice(3).toSorted()).toEqual(['a2', 'b2', 'c2']);
  });
});
