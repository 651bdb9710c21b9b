import { systemClock } from './clock.ts';
import { fitsGlob } from './glob.ts';
import type { Exchange, Journal } from './journal.ts';

/** Which exchanges are meant; all that is given must fit. */
export interface ExchangeFilter {
  readonly contract?: string | undefined;
  /** Operation id; an alias is an operation of its own. */
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  /** Path with its query; `*` stands for anything. */
  readonly path?: string | undefined;
  /** A status, or a class such as `4xx`. */
  readonly status?: number | string | undefined;
  /** Hash of the key, as exchanges show it. */
  readonly key?: string | undefined;
  /** What was put on, or whether anything was. */
  readonly simulated?: string | boolean | undefined;
  /** Name of the planted address that was followed, or whether any was. */
  readonly canary?: string | boolean | undefined;
  /** Whether the request broke the contract. */
  readonly invalid?: boolean | undefined;
  /** Whether a contract has the route. */
  readonly matched?: boolean | undefined;
  /** Exchanges after the one with this id. */
  readonly after?: number | undefined;
}

/** Whether an exchange is one of those that are meant. */
export function fits(filter: ExchangeFilter, exchange: Exchange): boolean {
  const { request, response, simulated, violations, operation } = exchange;
  return (
    isOr(filter.contract, exchange.contract) &&
    isOr(filter.operation, operation) &&
    isOr(filter.method, request.method) &&
    (filter.path === undefined || fitsGlob(filter.path, request.path)) &&
    (filter.status === undefined || isStatus(filter.status, response.status)) &&
    isOr(filter.key, exchange.key) &&
    isOrAny(filter.simulated, simulated) &&
    isOrAny(filter.canary, exchange.canary) &&
    isOr(filter.invalid, violations !== undefined) &&
    isOr(filter.matched, operation !== undefined) &&
    (filter.after === undefined || exchange.id > filter.after)
  );
}

function isOr<T>(wanted: T | undefined, found: T | undefined): boolean {
  return wanted === undefined || wanted === found;
}

/** Where only a yes or no is wanted, it is about whether there is anything. */
function isOrAny(wanted: string | boolean | undefined, found: string | undefined): boolean {
  return isOr(wanted, typeof wanted === 'boolean' ? found !== undefined : found);
}

function isStatus(wanted: number | string, status: number): boolean {
  const text = String(wanted).toLowerCase();
  return text.endsWith('xx') ? text[0] === String(status)[0] : text === String(status);
}

/** How long to wait for exchanges. */
export interface WaitOptions {
  /** How many; 1 by default. */
  readonly count?: number | undefined;
  /** Milliseconds of the machine's clock after which to give up; 10,000 by default. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until the journal holds so many exchanges that fit, those included that it holds already.
 *
 * @returns the exchanges; fewer than asked for where the time was up first.
 */
export async function waitForExchanges(
  journal: Journal,
  filter: ExchangeFilter,
  { count = 1, timeout = 10_000, signal }: WaitOptions = {},
): Promise<Exchange[]> {
  const found = journal.find((exchange) => fits(filter, exchange));
  if (found.length >= count) return found;
  const done = new AbortController();
  const release = journal.subscribe((exchange) => {
    if (!fits(filter, exchange)) return;
    found.push(exchange);
    if (found.length >= count) done.abort();
  });
  const stop = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
  await systemClock.sleep(timeout, stop);
  release();
  return found;
}
