import type { Violation } from '../contract/types.ts';
import type { Fault } from './simulation/faults.ts';

/** One request and its reply, without secrets. */
export interface Exchange {
  /** Given by the journal; counts from 1, without gaps, also across exchanges that were dropped. */
  readonly id: number;
  /** Milliseconds since the Unix epoch, by the mock's clock. */
  readonly at: number;
  /** Name of the session; `default` for the mock itself. */
  readonly session: string;
  /** Absent where no contract has the route. */
  readonly contract?: string | undefined;
  /** The operation as called; an alias keeps its own id. */
  readonly operation?: string | undefined;
  /** Hash of the key the request was made with. */
  readonly key?: string | undefined;
  /** What the mock put on for this request on purpose. */
  readonly simulated?: string | undefined;
  /** Milliseconds for which the reply was held back on purpose. */
  readonly delay?: number | undefined;
  /** What went wrong on purpose when the reply was sent. */
  readonly fault?: Fault | undefined;
  /** Why the request was refused as invalid. */
  readonly violations?: readonly Violation[] | undefined;
  /** Remarks on a request that was accepted. */
  readonly notes?: readonly string[] | undefined;
  /** Name of the planted address that was followed; `unknown` for others on the foreign origin. */
  readonly canary?: string | undefined;
  /** `foreign` where the request left the mock for the origin that stands for a foreign one. */
  readonly origin?: 'foreign' | undefined;
  readonly request: Message & { readonly method: string; readonly path: string };
  readonly response: Message & { readonly status: number };
}

/** Headers and body of a request or reply. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  /** Text; cut off where it is very long, and empty where there is none. */
  readonly body: string;
}

/** Stands where something passed that could not be recorded. */
export const NOT_RECORDED = '[not recorded]';

/** Bodies are kept up to this many characters. */
export const MAX_BODY = 64 * 1024;

/** An exchange as it is kept: three texts, one after the other, in a segment. */
interface Packed {
  readonly segment: Segment;
  readonly start: number;
  /** Where the request's body starts, and after it the response's. */
  readonly request: number;
  readonly response: number;
  readonly end: number;
}

/** A stretch of memory that holds several exchanges. */
interface Segment {
  readonly bytes: Uint8Array;
  used: number;
  /** How many of its exchanges are still kept. */
  kept: number;
}

/** A journal that holds little takes little: there may be thousands, one for each session. */
const FIRST_SEGMENT = 16 * 1024;
const SEGMENT = 1024 * 1024;
/** Bound on the memory of all segments together, but for a single exchange that is larger. */
const MAX_BYTES = 8 * SEGMENT;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The exchanges that passed, oldest first; bounded, the oldest go first.
 *
 * They are kept as bytes and become objects when they are asked for: thousands of objects that live
 * for a while are what garbage collectors are worst at.
 */
export class Journal implements Iterable<Exchange> {
  readonly #capacity: number;
  readonly #listeners = new Set<(exchange: Exchange) => void>();
  #entries: Packed[] = [];
  /** Index of the oldest entry; what stands before it has been dropped. */
  #first = 0;
  /** Oldest first; the last one is written to. */
  #segments: Segment[] = [];
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
  add(exchange: Exchange): void {
    const entry: { -readonly [Name in keyof Exchange]: Exchange[Name] } = exchange;
    entry.id = ++this.#count;
    // Packing may drop entries, and with that replace the list.
    const packed = this.#pack(exchange);
    this.#entries.push(packed);
    if (this.size > this.#capacity) this.#drop();
    for (const listener of this.#listeners) {
      try {
        listener(exchange);
      } catch (error) {
        // The request is not to blame; what is wrong with the listener surfaces by itself.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** All kept exchanges, oldest first. */
  all(): Exchange[] {
    return this.#entries.slice(this.#first).map(unpack);
  }

  /** The kept exchanges for which the test holds, oldest first. */
  find(test: (exchange: Exchange) => boolean): Exchange[] {
    return this.all().filter(test);
  }

  [Symbol.iterator](): Iterator<Exchange> {
    return this.all()[Symbol.iterator]();
  }

  /**
   * Calls the listener for every exchange to come; returns a function that ends it. What it throws
   * does not touch the request, and is thrown by itself.
   */
  subscribe(listener: (exchange: Exchange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets all exchanges; listeners stay. */
  clear(): void {
    this.#entries = [];
    this.#first = 0;
    this.#segments = [];
    this.#count = 0;
  }

  #pack(exchange: Exchange): Packed {
    const { request, response } = exchange;
    const head = JSON.stringify({
      ...exchange,
      request: { method: request.method, path: request.path, headers: request.headers },
      response: { status: response.status, headers: response.headers },
    });
    const last = this.#segments.at(-1);
    const packed = last && write(last, head, request.body, response.body);
    if (packed) return packed;
    const size = 3 * (head.length + request.body.length + response.body.length);
    const usual = last ? Math.min(SEGMENT, 2 * last.bytes.length) : FIRST_SEGMENT;
    const fresh = this.#newSegment(Math.max(usual, size));
    return write(fresh, head, request.body, response.body) as Packed;
  }

  /** A segment to write to, which may be one whose exchanges all have been dropped. */
  #newSegment(size: number): Segment {
    for (const oldest of this.#segments) {
      if (this.#bytes + size <= MAX_BYTES) break;
      while (oldest.kept > 0) this.#drop();
    }
    const free = this.#segments.find(({ kept, bytes }) => kept === 0 && bytes.length >= size);
    this.#segments = this.#segments.filter(({ kept }) => kept > 0);
    const segment = { bytes: free?.bytes ?? new Uint8Array(size), used: 0, kept: 0 };
    this.#segments.push(segment);
    return segment;
  }

  /** Memory of the segments that still hold something. */
  get #bytes(): number {
    return this.#segments.reduce((sum, { kept, bytes }) => sum + (kept > 0 ? bytes.length : 0), 0);
  }

  #drop(): void {
    const { segment } = this.#entries[this.#first] as Packed;
    segment.kept -= 1;
    this.#entries[this.#first] = undefined as never;
    this.#first += 1;
    // Compacting rarely keeps the cost of dropping constant on average.
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}

/** Appends three texts to a segment; gives nothing, and changes nothing, where they do not fit. */
function write(segment: Segment, ...texts: [string, string, string]): Packed | undefined {
  const ends: number[] = [];
  let end = segment.used;
  for (const text of texts) {
    const { read, written } = encoder.encodeInto(text, segment.bytes.subarray(end));
    if (read < text.length) return undefined;
    end += written;
    ends.push(end);
  }
  const start = segment.used;
  segment.used = end;
  segment.kept += 1;
  return { segment, start, request: ends[0] as number, response: ends[1] as number, end };
}

function unpack({ segment, start, request, response, end }: Packed): Exchange {
  const text = (from: number, to: number) => decoder.decode(segment.bytes.subarray(from, to));
  const exchange = JSON.parse(text(start, request)) as Exchange;
  Object.assign(exchange.request, { body: text(request, response) });
  Object.assign(exchange.response, { body: text(response, end) });
  return exchange;
}
