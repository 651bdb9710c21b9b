import type { Clock } from '../mock/clock.ts';

/** A sequence of steps. */
export interface Course {
  /** Each gives the time at which the next may begin, in milliseconds since the epoch. */
  readonly steps: readonly (() => Promise<number>)[];
  /** Holds its place while it waits. */
  readonly alone: boolean;
  /** Whether there is a pause in it. */
  readonly waits: boolean;
}

interface Cursor {
  readonly course: Course;
  next: number;
  readyAt: number;
  busy: boolean;
}

/**
 * Runs courses so that one goes on while another one waits: pauses are shared, while between two
 * pauses nothing comes in between.
 */
export class Schedule {
  readonly #cursors: readonly Cursor[];
  readonly #clock: Clock;
  readonly #sleepUntil: (until: number) => Promise<void>;

  constructor(
    courses: readonly Course[],
    clock: Clock,
    sleepUntil: (until: number) => Promise<void>,
  ) {
    // Those that wait go first: the others then run in their pauses.
    const sorted = courses.toSorted((a, b) => Number(b.waits) - Number(a.waits));
    this.#cursors = sorted.map((course) => ({ course, next: 0, readyAt: 0, busy: false }));
    this.#clock = clock;
    this.#sleepUntil = sleepUntil;
  }

  /** @param workers how many courses may be in motion at the same time. */
  async run(workers: number): Promise<void> {
    await together(Array.from({ length: workers }, () => this.#work()));
  }

  async #work(): Promise<void> {
    for (;;) {
      const open = this.#cursors.filter(
        ({ course, next, busy }) => !busy && next < course.steps.length,
      );
      const [first] = open.toSorted((a, b) => a.readyAt - b.readyAt);
      if (!first) return;
      const now = this.#clock.now();
      // Those that have waited long enough go first, then whatever has not begun.
      const ready = open.filter(({ readyAt }) => readyAt <= now);
      const cursor = ready.find(({ next }) => next > 0) ?? ready[0];
      if (cursor) await this.#move(cursor);
      else await this.#sleepUntil(first.readyAt);
    }
  }

  /** Goes on with a course until it has to wait. */
  async #move(cursor: Cursor): Promise<void> {
    cursor.busy = true;
    const { steps, alone } = cursor.course;
    for (let step = steps[cursor.next]; step; step = steps[cursor.next]) {
      cursor.readyAt = await step();
      cursor.next += 1;
      if (cursor.readyAt <= this.#clock.now()) continue;
      if (!alone) break;
      await this.#sleepUntil(cursor.readyAt);
    }
    cursor.busy = false;
  }
}

/** Waits for all, so that nothing goes on unseen; then fails as the first of those that failed. */
export async function together<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
