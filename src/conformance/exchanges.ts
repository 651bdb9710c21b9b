import { parseJson } from '../json.ts';
import { retryAfter } from './time.ts';
import type { Answered } from './evaluate.ts';
import type { Ending, RunOptions } from './run-types.ts';
import type { BuiltRequest } from './scenario/request.ts';
import type { TransportFailure } from './target/types.ts';

/** Ends the run; what was seen until then stands. */
export class Ended extends Error {
  override readonly name = 'Ended';
  readonly ending: Ending;

  constructor(kind: Ending['kind'], sentence: string) {
    super(sentence);
    this.ending = { kind, sentence };
  }
}

/** A rate limit without a `Retry-After` is waited for so long, in seconds. */
const USUAL_WAIT = 5;
const MAX_TRIES = 3;

/** Sends the requests of a run, within the time that it has. */
export class Exchanges {
  readonly #options: RunOptions;
  readonly #onAnswer: (answered: Answered) => void;
  readonly #onWait: (seconds: number) => void;
  /** When the run must be over, in milliseconds since the epoch. */
  readonly deadline: number;
  /** How many requests were sent. */
  count = 0;
  /** The server asked for silence until then. */
  #quietUntil = 0;
  /** When the next request may be sent at the earliest, where the rate is limited. */
  #turn = 0;
  /** A request that the server is known to answer. */
  #known: BuiltRequest | undefined;
  #ended: Ended | undefined;

  /**
   * @param onAnswer sees every answer, also those to requests that are sent again.
   * @param onWait is told when the server asks for a pause.
   */
  constructor(
    options: RunOptions,
    onAnswer: (answered: Answered) => void,
    onWait: (seconds: number) => void,
  ) {
    this.#options = options;
    this.#onAnswer = onAnswer;
    this.#onWait = onWait;
    this.deadline = options.clock.now() + options.maxTime;
  }

  /**
   * Sends a request until it is answered. Waits where the server limits the rate; where no answer
   * comes, tries again, and tells a server that is gone from one that does not answer this request.
   *
   * @param expects429 whether 429 is an answer like any other.
   * @param onAnswer sees every answer to this request.
   * @throws Ended where the run cannot go on.
   */
  async send(
    request: BuiltRequest,
    expects429: boolean,
    onAnswer: (answered: Answered) => void,
  ): Promise<Answered | TransportFailure> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(request, onAnswer);
      if ('reply' in outcome) {
        if (outcome.reply.status !== 429 || expects429) return outcome;
        this.#heed(outcome, attempt);
        continue;
      }
      const { url } = this.#options.target;
      if (!this.#known) {
        const cure = outcome.cure ? ` ${outcome.cure}` : '';
        this.#end('unreachable', `${url} cannot be checked: ${outcome.what}.${cure}`);
      }
      if (attempt === 1) continue;
      const alive = await this.#attempt(this.#known, onAnswer);
      if ('reply' in alive) return outcome;
      this.#end('lost', `${url} no longer answers: ${alive.what}.`);
    }
  }

  /** @throws Ended where the run has no time for it, or is stopped. */
  async sleepUntil(until: number): Promise<void> {
    const { clock, signal } = this.#options;
    if (until > this.deadline) {
      const seconds = Math.ceil((until - clock.now()) / 1000);
      this.#end(
        'time',
        `The next step is ${seconds} s away, which is more than --max-time leaves.`,
      );
    }
    await clock.sleep(until - clock.now(), signal);
    this.#checkpoint();
  }

  async #attempt(
    request: BuiltRequest,
    onAnswer: (answered: Answered) => void,
  ): Promise<Answered | TransportFailure> {
    const { target, clock, timeout, signal } = this.#options;
    await this.#takeTurn();
    this.#checkpoint();
    this.count += 1;
    const left = this.deadline - clock.now();
    const outcome = await target.send(request, Math.min(timeout, left), signal);
    this.#checkpoint();
    if (outcome.failure) return outcome.failure;
    const { reply } = outcome;
    const answered: Answered = { request, reply, json: parseJson(reply.body), at: clock.now() };
    this.#known ??= request;
    this.#onAnswer(answered);
    onAnswer(answered);
    return answered;
  }

  /** Waits until the server allows one more request, and until it is within the rate that was asked for. */
  async #takeTurn(): Promise<void> {
    const { clock, rps = Infinity } = this.#options;
    for (;;) {
      const at = Math.max(this.#turn, this.#quietUntil, clock.now());
      this.#turn = at + 1000 / rps;
      if (at > clock.now()) await this.sleepUntil(at);
      // Silence may have been asked for meanwhile; then all turns begin anew after it.
      if (clock.now() >= this.#quietUntil) return;
    }
  }

  /** Nothing more is sent, by nobody, until a limited server allows it. */
  #heed({ reply, at }: Answered, attempt: number): void {
    const asked = retryAfter(reply, at);
    const seconds = Math.max(1, asked ?? USUAL_WAIT);
    const until = at + seconds * 1000;
    this.#quietUntil = Math.max(this.#quietUntil, until);
    if (attempt < MAX_TRIES && until < this.deadline) {
      this.#onWait(seconds);
      return;
    }
    const limits = `${this.#options.target.url} limits the rate of requests (429)`;
    this.#end(
      'rate-limited',
      attempt < MAX_TRIES
        ? `${limits} and asks to wait ${Math.ceil(seconds)} s, which is more than --max-time leaves.`
        : `${limits} again and again. Check it at another time, or with another key.`,
    );
  }

  #checkpoint(): void {
    const { signal, clock, maxTime } = this.#options;
    if (this.#ended) throw this.#ended;
    if (signal?.aborted) this.#end('interrupted', 'The run was stopped.');
    if (clock.now() < this.deadline) return;
    this.#end('time', `The run took longer than the ${maxTime / 1000} s that --max-time allows.`);
  }

  #end(kind: Ending['kind'], sentence: string): never {
    this.#ended ??= new Ended(kind, sentence);
    throw this.#ended;
  }
}
