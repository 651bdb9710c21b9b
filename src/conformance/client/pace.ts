import type { Seen } from './traffic.ts';

/** Seconds that pass for the client in each second of this machine. */
export type Rate = number;

/** Beyond, a time limit of 5 s on a request would be over in 20 ms. */
export const FASTEST: Rate = 240;
/** All but the tightest time limits bear that. */
const BEARABLE: Rate = 60;
/** While the client has something to do: one request after the other. */
const BUSY: Rate = 20;
/** Of a start, as the first request of some runtimes takes seconds of such a pace. */
const STARTING: Rate = 40;
/** Of another start: by so much of a beat in each second, as it matters how long that takes. */
const STARTING_AGAIN = 0.1 / 1000;
/** A wait should take so many milliseconds here, so that what machine and network cost is small beside it. */
const REAL_WAIT = 1200;
/** A scenario should be over after so many milliseconds here, whatever the client does. */
const REAL_SCENARIO = 200_000;
/** How much slower it goes where a first run was too fast to be sure, and how long that may take. */
export const SLOWER = 4;
const REAL_AGAIN = 240_000;

/** How a pace is chosen. */
export interface PaceOptions {
  /** The client's usual interval, in milliseconds. */
  readonly beat: number;
  /** How long the scenario lasts at the most, in milliseconds. */
  readonly lasts: number;
  /** The same pace all the time; by default it goes by what the client is waiting for. */
  readonly fixed?: Rate | undefined;
  /** Whether a run before this one was too fast. */
  readonly slower?: boolean | undefined;
}

/**
 * Chooses how fast time passes for a client: fast in long waits, slower in short ones and while it is
 * busy, so that the time which machine and network take counts for little.
 */
export class Pace {
  readonly #options: PaceOptions;
  readonly #least: Rate;
  readonly #factor: number;
  readonly #fixed: Rate | undefined;
  /** How long the client waited last between check-ins, in its own milliseconds. */
  #wait: number;
  #last: Seen | undefined;
  /** The highest pace so far. */
  highest: Rate = 1;

  constructor(options: PaceOptions) {
    const { beat, lasts, slower } = options;
    this.#options = options;
    this.#wait = beat / 2;
    this.#factor = slower ? SLOWER : 1;
    this.#least = lasts / (slower ? 2 * REAL_AGAIN : REAL_SCENARIO);
    // A change of pace makes waits that are under way too long or too short, which matters to clients
    // that wait for several things at a time. So the slower pace stays the same, but for hours.
    const again = Math.max(this.#wait / REAL_WAIT / SLOWER, lasts / REAL_AGAIN);
    this.#fixed = slower && again <= BEARABLE ? again : undefined;
  }

  /** The pace at which a client is started, for the first time or again. */
  start(isAgain = false): Rate {
    const most = isAgain ? this.#options.beat * STARTING_AGAIN : STARTING;
    return this.#chosen(Math.min(most, this.#wait / REAL_WAIT), isAgain ? most : BEARABLE);
  }

  /** The pace once a client has been silent for so long that nobody knows what it waits for. */
  silent(): Rate {
    return this.#chosen(this.#least, FASTEST);
  }

  /** The pace while a client is being stopped. */
  stop(): Rate {
    return this.#options.fixed ?? 1;
  }

  /** The pace after an answer, by what the client will most likely do then. */
  after(seen: Seen): Rate {
    const { at, kind, outcome, retryAfter } = seen;
    const isCheckIn = kind === 'heartbeat' || kind === 'home';
    // Who never hears of an answer waits for its own time limit.
    if (seen.exchange.fault === 'NO_RESPONSE') return this.#chosen(BUSY, FASTEST);
    if (!isCheckIn || (kind === 'home' && outcome === 'accepted')) {
      return this.#chosen(Math.min(BUSY, this.#wait / REAL_WAIT), BEARABLE);
    }
    const wait = this.#last ? at - this.#last.at : 0;
    // A quick retry says nothing of the waits to come, nor do two requests of one check-in.
    if (wait > this.#options.beat / 4) this.#wait = wait;
    this.#last = seen;
    return this.#chosen(Math.max(this.#wait, retryAfter ?? 0) / REAL_WAIT, FASTEST);
  }

  /** @param most what must not be exceeded, however long the scenario may last. */
  #chosen(rate: Rate, most: Rate): Rate {
    const limit = this.#factor === 1 ? most : most / 2;
    const usual = Math.min(limit, Math.max(this.#least, rate / this.#factor));
    const chosen = this.#options.fixed ?? Math.max(1, this.#fixed ?? usual);
    this.highest = Math.max(this.highest, chosen);
    return chosen;
  }
}
