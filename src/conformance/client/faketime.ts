import { renameSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../mock/clock.ts';
import { startAnchor } from './faketime-anchor.ts';
import { preloading, type Environment } from './faketime-environment.ts';
import { fineClock } from './fine-clock.ts';
import { pacedClock } from './paced-clock.ts';

/** Time for processes that pass it faster than this one, and a clock that agrees with theirs. */
export interface FakeTime {
  /** What the processes' clocks say. */
  readonly clock: Clock;
  /** Seconds that pass for the processes in each second. */
  readonly rate: number;
  /**
   * Lets time pass faster or slower from now on.
   *
   * A wait that has begun, and that is not looked at in between, ends when it would have ended at the
   * earlier rate: too early by the clock where the rate falls, too late where it rises. An answer
   * that lets the client go on is the moment for it.
   *
   * @throws TypeError where the rate is no number above 0.
   */
  setRate(rate: number): void;
  /** The environment for a process that lives in this time, made from another one. */
  environment(env: Environment): Environment;
  /** Removes all traces; the processes have to have ended before. */
  close(): Promise<void>;
}

/** What time is made of. */
export interface FakeTimeOptions {
  /** libfaketime; see `findFaketime`. */
  readonly library: string;
  /** The first rate; 1 by default. */
  readonly rate?: number | undefined;
  /** The machine's time. */
  readonly base?: Clock | undefined;
}

/**
 * Where a file is renamed in some microseconds: in memory. libfaketime shares by this folder on Linux
 * anyway; on a disk it takes ten times as long.
 */
const FOLDER = process.platform === 'linux' ? '/dev/shm' : tmpdir();

/**
 * Makes time for the processes of one scenario.
 *
 * libfaketime multiplies what has passed since a start that all processes share. A file tells them
 * the rate, and what to add so that a change of rate changes no time; they read it whenever they look
 * at a clock.
 *
 * @throws Error where no process can be started with the library.
 */
export async function createFakeTime(options: FakeTimeOptions): Promise<FakeTime> {
  const { library, rate = 1, base = fineClock() } = options;
  const folder = await mkdtemp(join(FOLDER, 'heartbeat-kit-'));
  const anchor = await startAnchor(library, folder);
  const file = join(folder, 'faketime');
  const clock = pacedClock({
    base,
    start: anchor.start,
    rate,
    tell: (text) => {
      // Nobody may see half of it.
      writeFileSync(`${file}.new`, text);
      return () => renameSync(`${file}.new`, file);
    },
  });
  return {
    clock,
    get rate() {
      return clock.rate;
    },
    setRate: (next) => clock.setRate(next),
    environment: (env) => ({
      ...preloading(library, env),
      FAKETIME: undefined,
      FAKETIME_SHARED: anchor.shared,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
    }),
    close: anchor.stop,
  };
}
