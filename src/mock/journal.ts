import type { Violation } from '../contract/types.ts';

/** One request and its reply, without secrets. */
export interface Exchange {
  /** Given by the journal; counts from 1, without gaps, also across exchanges that were dropped. */
  readonly id: number;
  /** Milliseconds since the Unix epoch, by the mock's clock. */
  readonly at: number;
  /** Absent where no contract has the route. */
  readonly contract?: string | undefined;
  /** The operation as called; an alias keeps its own id. */
  readonly operation?: string | undefined;
  /** Hash of the key the request was made with. */
  readonly key?: string | undefined;
  /** What the mock put on for this request on purpose. */
  readonly simulated?: string | undefined;
  /** Why the request was refused as invalid. */
  readonly violations?: readonly Violation[] | undefined;
  /** Remarks on a request that was accepted. */
  readonly notes?: readonly string[] | undefined;
  readonly request: Message & { readonly method: string; readonly path: string };
  readonly response: Message & { readonly status: number };
}

/** Headers and body of a request or reply. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  /** Text; cut off where it is very long, and empty where there is none. */
  readonly body: string;
}

/** Bodies are kept up to this many characters. */
export const MAX_BODY = 64 * 1024;
/** Characters of all bodies together, as a bound on memory. */
const MAX_TOTAL = 16 * 1024 * 1024;

/** The exchanges that passed, oldest first; bounded, the oldest go first. */
export class Journal implements Iterable<Exchange> {
  readonly #capacity: number;
  readonly #listeners = new Set<(exchange: Exchange) => void>();
  #entries: Exchange[] = [];
  /** Index of the oldest entry; what stands before it has been dropped. */
  #first = 0;
  #characters = 0;
  #count = 0;

  /** @param capacity how many exchanges are kept at the most. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many exchanges are kept now. */
  get size(): number {
    return this.#entries.length - this.#first;
  }

  /** How many exchanges there have been since the last `clear`. */
  get total(): number {
    return this.#count;
  }

  /** Appends an exchange, gives it its id, and tells the listeners. */
  add(exchange: Exchange): Exchange {
    const entry: { -readonly [Name in keyof Exchange]: Exchange[Name] } = exchange;
    entry.id = ++this.#count;
    this.#entries.push(entry);
    this.#characters += weight(entry);
    while (this.size > this.#capacity || (this.#characters > MAX_TOTAL && this.size > 1))
      this.#drop();
    for (const listener of this.#listeners) listener(entry);
    return entry;
  }

  /** All kept exchanges, oldest first, as an array of its own. */
  all(): Exchange[] {
    return this.#entries.slice(this.#first);
  }

  /** The kept exchanges for which the test holds, oldest first. */
  find(test: (exchange: Exchange) => boolean): Exchange[] {
    return this.all().filter(test);
  }

  [Symbol.iterator](): Iterator<Exchange> {
    return this.all()[Symbol.iterator]();
  }

  /** Calls the listener for every exchange to come; returns a function that ends it. */
  subscribe(listener: (exchange: Exchange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets all exchanges; listeners stay. */
  clear(): void {
    this.#entries = [];
    this.#first = 0;
    this.#characters = 0;
    this.#count = 0;
  }

  #drop(): void {
    this.#characters -= weight(this.#entries[this.#first] as Exchange);
    this.#entries[this.#first] = undefined as never;
    this.#first += 1;
    // Compacting rarely keeps the cost of dropping constant on average.
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}

function weight(exchange: Exchange): number {
  return exchange.request.body.length + exchange.response.body.length;
}
