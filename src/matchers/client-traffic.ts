import { profileOf } from '../conformance/client/judge.ts';
import { ofOneClient } from '../conformance/client/one-client.ts';
import type { Profile } from '../conformance/client/profile.ts';
import type { JudgeContext } from '../conformance/client/types.ts';
import { OptionError } from '../errors.ts';
import type { Exchange } from '../mock/journal.ts';
import { hashText } from '../mock/random.ts';
import { receivedOf, type Received } from './received.ts';
import type { WhichClient } from './types.ts';

/** The client that is judged: what passed, and what it is judged by. */
export interface JudgedClient {
  readonly profile: Profile;
  readonly context: JudgeContext;
  readonly exchanges: readonly Exchange[];
  /** How many exchanges the journal no longer holds. */
  readonly dropped: number;
}

/**
 * Finds the client that is meant.
 *
 * @returns undefined where nothing came.
 * @throws OptionError where it is not clear which contract or client is meant, or something is wrong.
 */
export function clientOf(
  given: unknown,
  { key, contract: named, ...known }: WhichClient,
): JudgedClient | undefined {
  const received = receivedOf(given);
  const { exchanges, source, dropped } = received;
  const contract = named ?? contractOf(received);
  if (contract === undefined) return undefined;
  const context = { ...known, contract, until: known.until ?? source?.clock.now() };
  const profile = profileOf(context);
  checkInterval(context, profile);
  // Requests that no contract has a route for are the client's as well.
  const own = exchanges.filter((one) => one.contract === undefined || one.contract === contract);
  if (own.length === 0) return undefined;
  const one = { key: markOf(own, key, source), place: 'the journal', option: '{ key }' };
  return { profile, context, exchanges: ofOneClient(own, one), dropped };
}

/** The contract that all exchanges belong to. */
function contractOf({ exchanges, source }: Received): string | undefined {
  const seen = new Set(exchanges.flatMap(({ contract }) => contract ?? []));
  if (seen.size > 1) {
    const [first] = seen;
    throw new OptionError(
      `the journal holds the traffic of ${[...seen].join(' and ')}; say which is meant: { contract: '${first}' }`,
    );
  }
  const [only] = seen.size > 0 ? seen : (source?.contracts ?? []);
  return seen.size > 0 || source?.contracts.length === 1 ? only : undefined;
}

/** The mark of a key that may be given itself; what is given where it is none of a mock. */
export function markOf(
  exchanges: readonly Exchange[],
  key: string | undefined,
  source: Received['source'],
): string | undefined {
  if (key === undefined || !source) return key;
  const mark = hashText(key, source.seed);
  return exchanges.some((one) => one.key === mark) ? mark : key;
}

/** @throws OptionError where the contract has its cadence by a state that was not given. */
export function requireState(
  { behaviour, cadences }: Profile,
  state: string | undefined,
  matcher: string,
): void {
  const states = Object.keys(cadences).map((one) => `'${one}'`);
  if (state !== undefined || states.length === 0) return;
  throw new OptionError(
    `${matcher} has to know what the agent is doing, by which ${behaviour.contract.id} has its cadence: { state }, one of ${states.join(', ')}`,
  );
}

function checkInterval({ interval, contract }: JudgeContext, { cadences }: Profile): void {
  if (interval === undefined) return;
  if (Object.keys(cadences).length > 0) {
    throw new OptionError(`interval is of no use: ${contract} has its cadence by state`);
  }
  if (Number.isFinite(interval) && interval > 0) return;
  throw new OptionError(`interval must be milliseconds, such as 60_000, not ${String(interval)}`);
}
