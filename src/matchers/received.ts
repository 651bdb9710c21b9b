import { OptionError } from '../errors.ts';
import type { Exchange } from '../mock/journal.ts';
import type { Session } from '../mock/session.ts';

/** What is known of a mock, where one was given. */
type Source = Pick<Session, 'behaviours' | 'clock' | 'contracts' | 'seed'>;

/** What passed, as it was given to `expect`. */
export interface Received {
  readonly exchanges: readonly Exchange[];
  /** The mock or session; absent where only a journal or exchanges were given. */
  readonly source?: Source;
  /** How many exchanges the journal no longer holds. */
  readonly dropped: number;
}

/**
 * Reads what passed from a mock, a session, a journal or exchanges.
 *
 * @throws OptionError where it is none of them.
 */
export function receivedOf(received: unknown): Received {
  if (isIterable(received)) return { exchanges: exchangesOf(received), dropped: dropped(received) };
  const { journal, behaviours } = (received ?? {}) as Partial<Session>;
  if (!isIterable(journal) || !behaviours) throw wrong(nameOf(received));
  return {
    exchanges: exchangesOf(journal),
    source: received as Source,
    dropped: dropped(journal),
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function exchangesOf(all: Iterable<unknown>): readonly Exchange[] {
  return [...all].map((one, index) => {
    if (isExchange(one)) return one;
    throw wrong(`a list whose item ${index} is ${nameOf(one)}`);
  });
}

function isExchange(value: unknown): value is Exchange {
  const { at, request, response } = (value ?? {}) as Partial<Exchange>;
  return (
    typeof at === 'number' &&
    typeof request?.method === 'string' &&
    typeof request.path === 'string' &&
    typeof response?.status === 'number'
  );
}

function dropped(journal: Iterable<unknown>): number {
  const { total = 0, size = 0 } = journal as { total?: number; size?: number };
  return total - size;
}

function wrong(what: string): OptionError {
  return new OptionError(
    `give expect() a mock, a session, its journal or exchanges of one; what was given is ${what}`,
  );
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value instanceof Promise) return 'a promise, which has to be awaited first';
  return typeof value === 'object' ? 'an object of another kind' : `a ${typeof value}`;
}
