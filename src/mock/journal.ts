import { attempt } from './attempt.ts';
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

/**
 * A stretch of memory that holds several exchanges, one after the other. Each begins with three numbers of four
 * bytes: how long the first of its texts is, in bytes and in characters, and how many bytes both have. The
 * first is what there is of the exchange but for bodies, and then the response's; the second is the request's body,
 * apart as one character outside Latin-1 makes all of a text take twice the time.
 */
interface Segment {
  readonly bytes: Uint8Array;
  readonly numbers: DataView;
  /** Where the oldest exchange begins that is kept, and where the next one is to be written. */
  start: number;
  end: number;
  /** How many of its exchanges are still kept. */
  kept: number;
}

const LENGTHS = 12;

/** A journal that holds little takes little: there may be thousands, one for each session. */
const FIRST_SEGMENT = 16 * 1024;
const SEGMENT = 1024 * 1024;
/** Bound on the memory of all segments together, but for a single exchange that is larger. */
const MAX_BYTES = 8 * SEGMENT;
const encoder = new TextEncoder();
// A byte order mark is part of what came.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The exchanges that passed, oldest first; bounded, the oldest go first.
 *
 * They are kept as bytes and become objects when they are asked for: thousands of objects that live
 * for a while are what garbage collectors are worst at.
 */
export class Journal implements Iterable<Exchange> {
  readonly #capacity: number;
  readonly #listeners = new Set<(exchange: Exchange) => void>();
  /** Oldest first; the last one is written to. */
  #segments: Segment[] = [];
  #size = 0;
  #count = 0;

  /** @param capacity how many exchanges are kept at the most. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many exchanges are kept now. */
  get size(): number {
    return this.#size;
  }

  /** How many exchanges there have been since the last `clear`. */
  get total(): number {
    return this.#count;
  }

  /** Appends an exchange, gives it its id, and tells the listeners. */
  add(exchange: Exchange): void {
    const entry: { -readonly [Name in keyof Exchange]: Exchange[Name] } = exchange;
    entry.id = ++this.#count;
    this.#pack(exchange);
    this.#size += 1;
    if (this.#size > this.#capacity) this.#drop();
    // The request is not to blame for what is wrong with a listener.
    for (const listener of this.#listeners) attempt(() => listener(exchange));
  }

  /** All kept exchanges, oldest first. */
  all(): Exchange[] {
    return this.#segments.flatMap((segment) => unpack(segment));
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
    this.#segments = [];
    this.#size = 0;
    this.#count = 0;
  }

  #pack(exchange: Exchange): void {
    const { request, response } = exchange;
    const head = JSON.stringify({
      ...exchange,
      request: { method: request.method, path: request.path, headers: request.headers },
      response: { status: response.status, headers: response.headers },
    });
    const first = head + response.body;
    const last = this.#segments.at(-1);
    if (last && write(last, first, head.length, request.body)) return;
    const size = LENGTHS + 3 * (first.length + request.body.length);
    // As much again as there is, so that what keeps few exchanges does not grow.
    const usual = Math.min(SEGMENT, Math.max(FIRST_SEGMENT, this.#bytes));
    const fresh = this.#newSegment(Math.max(usual, size));
    if (!write(fresh, first, head.length, request.body)) {
      throw new RangeError('an exchange does not fit where it was made to fit');
    }
  }

  /** A segment to write to, which may be one whose exchanges all have been dropped. */
  #newSegment(size: number): Segment {
    for (const oldest of this.#segments) {
      if (this.#bytes + size <= MAX_BYTES) break;
      while (oldest.kept > 0) this.#drop();
    }
    const free = this.#segments.find(({ kept, bytes }) => kept === 0 && bytes.length >= size);
    this.#segments = this.#segments.filter(({ kept }) => kept > 0);
    const bytes = free?.bytes ?? new Uint8Array(size);
    const segment = { bytes, numbers: new DataView(bytes.buffer), start: 0, end: 0, kept: 0 };
    this.#segments.push(segment);
    return segment;
  }

  /** Memory of the segments that still hold something. */
  get #bytes(): number {
    return this.#segments.reduce((sum, { kept, bytes }) => sum + (kept > 0 ? bytes.length : 0), 0);
  }

  /** Forgets the oldest exchange. */
  #drop(): void {
    const oldest = this.#segments.find(({ kept }) => kept > 0) as Segment;
    oldest.start += LENGTHS + oldest.numbers.getUint32(oldest.start + 8);
    oldest.kept -= 1;
    this.#size -= 1;
  }
}

/** Appends an exchange to a segment. @returns false where it does not fit; nothing is changed then. */
function write(segment: Segment, first: string, head: number, second: string): boolean {
  const { bytes, numbers, end } = segment;
  const begin = end + LENGTHS;
  if (begin + first.length + second.length > bytes.length) return false;
  const one = encoder.encodeInto(first, bytes.subarray(begin));
  const two = encoder.encodeInto(second, bytes.subarray(begin + one.written));
  if (one.read < first.length || two.read < second.length) return false;
  numbers.setUint32(end, one.written);
  numbers.setUint32(end + 4, head);
  numbers.setUint32(end + 8, one.written + two.written);
  segment.end = begin + one.written + two.written;
  segment.kept += 1;
  return true;
}

/** All exchanges of a segment that are kept. */
function unpack({ bytes, numbers, start, kept }: Segment): Exchange[] {
  let next = start;
  return Array.from({ length: kept }, () => {
    const begin = next + LENGTHS;
    const middle = begin + numbers.getUint32(next);
    const head = numbers.getUint32(next + 4);
    next = begin + numbers.getUint32(next + 8);
    const first = decoder.decode(bytes.subarray(begin, middle));
    const exchange = JSON.parse(first.slice(0, head)) as Exchange;
    Object.assign(exchange.request, { body: decoder.decode(bytes.subarray(middle, next)) });
    Object.assign(exchange.response, { body: first.slice(head) });
    return exchange;
  });
}
