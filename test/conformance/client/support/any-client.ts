import fc from 'fast-check';
import type { ClientEnvironment } from '../../../../src/index.ts';

/** Correct clients in many styles: what they have in common, whatever they report to. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

/** What two clients may do differently without either of them being wrong. */
export const styles = fc.record({
  /** What its own chances are drawn from. */
  seed: fc.nat(),
  /** Where in what is allowed its interval lies, and how it varies. */
  interval: fc.record({
    kind: fc.constantFrom('constant', 'within', 'around the shortest'),
    share,
    width: share,
  }),
  /** Whether it sleeps for the interval after its work, or begins its work at fixed times. */
  schedule: fc.constantFrom('after work', 'fixed'),
  /** Milliseconds: of a request's way, of an answer's way, of its timers, of a model it asks. */
  latency: fc.constantFrom(0, 20, 300, 600),
  lag: fc.constantFrom(0, 100, 1_500, 3_000),
  model: fc.constantFrom(0, 0, 1_000, 8_000),
  retry: fc.integer({ min: 500, max: 15_000 }),
  retries: fc.constantFrom('heartbeat', 'check-in'),
  backoff: fc.record({
    factor: fc.integer({ min: 16, max: 40 }).map((tenths) => tenths / 10),
    base: fc.constantFrom('interval', 'second'),
    jitter: fc.constantFrom('none', 'full', 'equal'),
    cap: share,
  }),
  /** By how many milliseconds it exceeds `Retry-After`; a date is one of its own clock, or not. */
  patience: fc.constantFrom(0, 0, 1_000, 30_000),
  date: fc.constantFrom('own clock', 'header'),
  limit: fc.integer({ min: 2_000, max: 60_000 }),
  refused: fc.constantFrom('stops', 'ends', 'backs off'),
  /** What it makes of an answer with 2xx that cannot be read. */
  unreadable: fc.constantFrom('failed', 'accepted'),
});

export type Style = (typeof styles extends fc.Arbitrary<infer T> ? T : never) & {};

type Outcome = 'accepted' | 'limited' | 'failed' | 'refused' | 'invalid';

export interface Answer {
  readonly outcome: Outcome;
  readonly json?: unknown;
  readonly retryAfter?: number;
}

/** A range, in milliseconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A client that reports for ever, in a style. */
export abstract class AnyClient<S extends Style> {
  protected readonly style: S;
  protected readonly around: ClientEnvironment;
  #chance: number;
  #failures = 0;
  #refusals = 0;
  #count = 0;
  /** When its last check-in began, and when one was due. */
  #began = 0;
  #due = 0;

  constructor(style: S, around: ClientEnvironment) {
    this.style = style;
    this.around = around;
    this.#chance = (style.seed + this.now()) % 2 ** 32;
  }

  /** How often it may report now. */
  protected abstract allowed(): Range;
  /** The most requests of a check-in. */
  protected abstract readonly requests: number;
  protected abstract readonly longestCap: number;
  /** One check-in; `again` where the one before has failed. */
  protected abstract report(again: boolean): Promise<Answer>;
  protected firstWait(): number {
    return 0;
  }

  protected now(): number {
    return this.around.clock.now();
  }

  /** A number from 0 to 1 (mulberry32). */
  protected random(): number {
    this.#chance = (this.#chance + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#chance ^ (this.#chance >>> 15), 1 | this.#chance);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  protected sleep(milliseconds: number): Promise<void> {
    return this.around.clock.sleep(Math.max(0, milliseconds), this.around.signal);
  }

  async run(): Promise<void> {
    const { style, around } = this;
    await this.sleep(this.firstWait());
    this.#due = this.now();
    let again = false;
    while (!around.signal.aborted) {
      this.#began = this.now();
      const answer = await this.report(again);
      again = answer.outcome === 'failed' || answer.outcome === 'limited';
      if (answer.outcome === 'refused' && style.refused !== 'backs off') {
        if (style.refused === 'stops') await this.sleep(1000 * HOUR);
        return;
      }
      await this.sleep(this.#waitAfter(answer) + this.random() * style.lag);
    }
  }

  #waitAfter({ outcome, retryAfter = 0 }: Answer): number {
    const { style } = this;
    switch (outcome) {
      case 'failed':
        this.#failures += 1;
        return this.#failures === 1 ? style.retry : this.#backoff(this.#failures - 2);
      case 'refused':
        this.#refusals += 1;
        return this.#backoff(this.#refusals);
      default:
        this.#failures = 0;
        this.#refusals = 0;
        return Math.max(this.#rest(), retryAfter > 0 ? retryAfter + style.patience : 0);
    }
  }

  /** Milliseconds until the next check-in, where all is well. */
  #rest(): number {
    const interval = this.interval();
    if (this.style.schedule === 'after work') return interval;
    const { from } = this.allowed();
    // Who is late by far begins anew.
    if (this.now() - this.#due > 2 * interval || this.#due - this.now() > from)
      this.#due = this.#began;
    do this.#due += interval;
    while (this.#due <= this.now());
    return this.#due - this.now();
  }

  protected interval(): number {
    const { kind, width } = this.style.interval;
    const usual = this.#usual();
    if (kind === 'around the shortest') return usual * (this.#count++ % 2 === 0 ? 1.02 : 0.98);
    if (kind === 'constant') return usual;
    return usual + (this.#range().to - usual) * width * this.random();
  }

  /** Its interval, where that does not vary. */
  #usual(): number {
    const { kind, share: where } = this.style.interval;
    const { from, to } = this.#range();
    return kind === 'around the shortest' ? from : from + (to - from) * where;
  }

  /** Within what is allowed, as far as its own slowness leaves it. */
  #range(): Range {
    const { latency, lag, model, schedule, interval } = this.style;
    const { from, to } = this.allowed();
    const around = interval.kind === 'around the shortest' ? 1.03 : 1;
    if (schedule === 'after work') {
      return { from: from * around, to: to - lag - model - this.requests * 2 * latency };
    }
    const unsteady = lag + latency;
    return {
      from: Math.max(from, (from * 0.9 + unsteady) * around, from * 0.99 + unsteady / 4),
      to: Math.min(to, to * 1.1 - unsteady, to * 1.01 - unsteady / 4),
    };
  }

  /** Milliseconds to wait when so many waits of the kind have passed already. */
  #backoff(before: number): number {
    const { factor, base, jitter, cap } = this.style.backoff;
    const usual = this.#usual();
    // With a cap below that it would hardly back off at all.
    const lowestCap = Math.min(this.longestCap, Math.max(30 * MINUTE, 3 * usual));
    const most = lowestCap + cap * (this.longestCap - lowestCap);
    const wait = Math.min(most, (base === 'second' ? SECOND : usual) * factor ** before);
    const lowest = { none: 1, full: 0, equal: 0.5 }[jitter];
    return wait * (lowest + (1 - lowest) * this.random());
  }

  /** Milliseconds that a model takes to say what to do. */
  protected think(): Promise<void> {
    return this.sleep(this.style.model * this.random());
  }

  /** Makes a request over a slow network, and waits for the answer as long as the style does. */
  protected async request(
    url: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Answer> {
    const { style, around } = this;
    const settled = new AbortController();
    const late = new AbortController();
    const stop = AbortSignal.any([around.signal, settled.signal]);
    const limit = Math.max(style.limit, 4 * style.latency);
    void around.clock.sleep(limit, stop).then(() => late.abort());
    try {
      await this.sleep(style.latency * this.random());
      const response = await around.fetch(/^https?:/.test(url) ? url : around.baseUrl + url, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.any([around.signal, late.signal]),
      });
      const text = await response.text();
      await this.sleep(style.latency * this.random());
      return await this.read(response, text);
    } catch {
      return { outcome: 'failed' };
    } finally {
      settled.abort();
    }
  }

  protected async read({ status, headers }: Response, text: string): Promise<Answer> {
    if (status === 429) return { outcome: 'limited', retryAfter: this.#retryAfter(headers) };
    if (status >= 500) return { outcome: 'failed' };
    if (status === 401 || status === 403) return { outcome: 'refused' };
    if (status >= 300) return { outcome: 'invalid' };
    try {
      return { outcome: 'accepted', json: JSON.parse(text) as unknown };
    } catch {
      return { outcome: this.style.unreadable as Outcome };
    }
  }

  #retryAfter(headers: Headers): number {
    const value = headers.get('retry-after') ?? '';
    if (/^\d+$/.test(value)) return Number(value) * SECOND;
    const header = Date.parse(headers.get('date') ?? '');
    const from = this.style.date === 'header' && !Number.isNaN(header) ? header : this.now();
    return Math.max(0, Date.parse(value) - from);
  }
}
