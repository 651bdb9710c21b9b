import { sleepBy, type Clock } from '../../mock/clock.ts';

/** A clock that runs at a rate which others are told of. */
export interface PacedClock extends Clock {
  /** Seconds that pass on it in each second of the clock below. */
  readonly rate: number;
  /** @throws TypeError where the rate is no number above 0. */
  setRate(rate: number): void;
}

/** What a paced clock is made of. */
export interface PacedClockOptions {
  /** What it runs by. */
  readonly base: Clock;
  /** From when on libfaketime multiplies, on the clock below. */
  readonly start: number;
  readonly rate: number;
  /** Prepares what tells libfaketime of a rate; what it returns makes that count. */
  readonly tell: (text: string) => () => void;
}

/** Milliseconds that others may take from looking at the machine's clock to reading the rate. */
const READING = 0.3;
/** Milliseconds in which a rate is told, at first guess. */
const TELLING = 0.6;

/**
 * Makes a clock that says what the clock of a process under libfaketime says.
 *
 * At a change of rate time jumps ahead, by less than a millisecond times the difference, so that it
 * does not go back: two straight lines meet where the rate changes, and others move from one to the
 * other when they read the new one. A steeper line must therefore begin before that, a flatter one
 * after it.
 */
export function pacedClock({ base, start, rate: first, tell }: PacedClockOptions): PacedClock {
  /** The line: what it says at a time of the clock below, and its steepness. */
  let line = { at: base.now(), time: base.now(), rate: toRate(first) };
  /** Sleepers have to look anew when the rate changes. */
  let changed = new AbortController();
  const timeAt = (at: number) => line.time + (at - line.at) * line.rate;
  const now = () => timeAt(base.now());
  const lineFrom = (at: number, rate: number) => ({ at, time: timeAt(at), rate });
  const prepare = (next: typeof line) => tell(setting(next, start));

  prepare(line)();
  return {
    now,
    sleep: (milliseconds, signal) =>
      sleepBy(base, milliseconds, signal, {
        now,
        below: (left) => left / line.rate,
        changed: () => changed.signal,
      }),
    get rate() {
      return line.rate;
    },
    setRate(given) {
      const rate = toRate(given);
      if (rate === line.rate) return;
      if (rate > line.rate) {
        const next = lineFrom(base.now() - READING, rate);
        prepare(next)();
        line = next;
      } else {
        let next;
        let commit;
        // A machine that is busy may need more time.
        for (let ahead = TELLING; ; ahead *= 2) {
          next = lineFrom(base.now() + ahead, rate);
          commit = prepare(next);
          if (base.now() < next.at - READING) break;
        }
        commit();
        line = next;
      }
      const before = changed;
      changed = new AbortController();
      before.abort();
    },
  };
}

/**
 * What libfaketime has to read: an offset to the start in seconds, and the rate.
 *
 * Whole numbers with an exponent, since the sign before fractions is a comma in some countries.
 */
function setting(line: { at: number; time: number; rate: number }, start: number): string {
  const offset = line.time - start - (line.at - start) * line.rate;
  const sign = offset < 0 ? '-' : '+';
  return `${sign}${Math.round(Math.abs(offset) * 1000)}e-6 x${Math.round(line.rate * 1000)}e-3\n`;
}

function toRate(value: number): number {
  // Told in thousandths.
  const rate = Math.round(value * 1000) / 1000;
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new TypeError(`time passes at a rate above 0, not ${String(value)}`);
}
