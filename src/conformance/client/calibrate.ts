import type { Kind } from './traffic.ts';
import type { Rate } from './pace.ts';

/** When an exchange was seen, by the machine. */
export interface Sample {
  /** Milliseconds of the machine. */
  readonly real: number;
  /** The pace until then. */
  readonly rate: Rate;
  readonly kind: Kind;
}

/** Where the machine took longer than that from one request of a check-in to the next, it was asleep. */
const MOST = 2000;
/** Timers and networks are off by so much at least, in milliseconds. */
const LEAST = 2;
/** Where no check-in has two requests, a turnaround is taken for as long. */
const UNKNOWN = 20;

/**
 * How much of what was measured may be the machine's doing, and not the client's: the longest that
 * one check-in took from its dashboard to its heartbeat, and by which this process was late itself.
 * Compressed, it counts as many times as time passes faster.
 *
 * @param samples in the order of the exchanges.
 * @param lag the longest for which this process could not look, in milliseconds of the machine.
 * @returns for each sample, the milliseconds of the client by which it may have been late.
 */
export function slackOf(samples: readonly Sample[], lag: number): number[] {
  let turnaround = 0;
  for (const [index, { real, kind }] of samples.entries()) {
    const before = samples[index - 1];
    if (!before || kind === 'home' || before.kind === 'heartbeat') continue;
    const took = real - before.real;
    if (took < MOST) turnaround = Math.max(turnaround, took);
  }
  const late = Math.max(LEAST, turnaround || UNKNOWN) + lag;
  // At the pace of life, all that a client takes is its own.
  return samples.map(({ rate }) => late * (rate - 1));
}
