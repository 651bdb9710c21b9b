import { notTooOften, notTooRare } from '../conformance/client/judges/cadence.ts';
import { trafficOf } from '../conformance/client/traffic.ts';
import { OptionError } from '../errors.ts';
import { clientOf, requireState, type JudgedClient } from './client-traffic.ts';
import { allOf, idsOf, nothingCame, ruled, verdictOf } from './judged.ts';
import { resultOf, type MatcherContext, type MatcherResult, type Told } from './result.ts';
import type { WhichClient } from './types.ts';

/** So many heartbeats make four intervals in a row of which none is the first. */
const ENOUGH = 6;
/** By this share the mean may miss an interval that the contract does not fix. */
const TOLERANCE = 0.1;

/** See `HeartbeatMatchers`. */
export function toHaveKeptCadence(
  this: MatcherContext | void,
  received: unknown,
  which: WhichClient = {},
): MatcherResult {
  const { state, interval } = which;
  const usual = interval === undefined ? '' : `{ interval: ${interval} }`;
  const given = state === undefined ? usual : `{ state: '${state}' }`;
  return resultOf(this, 'toHaveKeptCadence', 'mock', given, cadenceOf(clientOf(received, which)));
}

function cadenceOf(client: JudgedClient | undefined): Told {
  if (!client) return nothingCame('a client that keeps its cadence');
  const { profile, context } = client;
  const { contract, state, interval } = context;
  requireState(profile, state, 'toHaveKeptCadence');
  if (state !== undefined) {
    return verdictOf(
      client,
      allOf(ruled(client, idsOf(profile, [notTooOften, notTooRare]))),
      `a client that keeps the cadence of ${state} (${contract})`,
      advice(client),
    );
  }
  if (interval === undefined) {
    throw new OptionError(
      `toHaveKeptCadence needs the interval of the client in milliseconds, as ${contract} has no cadence of its own: { interval: 60_000 }`,
    );
  }
  const own = withCadence(client, interval);
  const traffic = trafficOf(own.exchanges, own.profile, own.context);
  return verdictOf(
    own,
    allOf([notTooOften(traffic), notTooRare(traffic)]),
    `a client that sends a heartbeat every ${interval / 1000} s (${contract})`,
    advice(own),
  );
}

/** The client, judged as if its contract had a cadence. */
function withCadence(client: JudgedClient, interval: number): JudgedClient {
  const state = 'usual';
  const cadence = { from: interval * (1 - TOLERANCE), to: interval * (1 + TOLERANCE) };
  return {
    ...client,
    profile: { ...client.profile, cadences: { [state]: cadence } },
    context: { ...client.context, state },
  };
}

function advice({ exchanges, profile, context }: JudgedClient): string {
  const { length } = trafficOf(exchanges, profile, context).heartbeats;
  const missing = ENOUGH - length;
  return missing > 0
    ? `${length} of ${ENOUGH} heartbeats were seen that are needed; let ${missing} more pass.`
    : 'Let more heartbeats pass in a row with nothing put on between them.';
}
