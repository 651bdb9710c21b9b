import { profiles } from '../conformance/client/profile.ts';
import { requestLine } from '../conformance/report/timeline.ts';
import { OptionError } from '../errors.ts';
import type { Exchange } from '../mock/journal.ts';
import type { Behaviour } from '../mock/types.ts';
import type { Paint } from '../text.ts';
import { markOf } from './client-traffic.ts';
import { receivedOf, type Received } from './received.ts';
import { resultOf, type MatcherContext, type MatcherResult, type Told } from './result.ts';
import type { WhichHeartbeats } from './types.ts';

const MAX_LISTED = 12;

/** See `HeartbeatMatchers`. */
export function toHaveReceivedHeartbeats(
  this: MatcherContext | void,
  received: unknown,
  count: number,
  which: WhichHeartbeats = {},
): MatcherResult {
  if (!Number.isInteger(count) || count < 0) {
    throw new OptionError(
      `toHaveReceivedHeartbeats needs a number of heartbeats, 0 or more, not ${String(count)}`,
    );
  }
  const passed = receivedOf(received);
  const heartbeats = heartbeatsOf(passed, which);
  const { dropped } = passed;
  // Those that are gone may have been heartbeats.
  const isOpen = dropped > 0 && heartbeats.length <= count;
  const kept = isOpen ? `, but ${dropped} exchanges are gone (journalSize)` : '';
  const told: Told = {
    verdict: isOpen ? 'inconclusive' : heartbeats.length === count ? 'pass' : 'fail',
    expected: heartbeatsInWords(count, which),
    received: `${heartbeats.length}${kept}`,
    details: (paint) => listed(heartbeats, passed.exchanges, paint),
  };
  return resultOf(this, 'toHaveReceivedHeartbeats', 'mock', String(count), told);
}

function heartbeatsOf(received: Received, which: WhichHeartbeats): Exchange[] {
  const { exchanges, source } = received;
  const known =
    source?.behaviours ?? Object.values(profiles).map(({ behaviour }): Behaviour => behaviour);
  const { contract, key, status } = which;
  if (contract !== undefined && !known.some((one) => one.contract.id === contract)) {
    const ids = known.map((one) => one.contract.id).join(', ');
    throw new OptionError(`there is no contract "${contract}" here; there is ${ids}`);
  }
  const mark = markOf(exchanges, key, source);
  if (mark !== undefined && !source && !exchanges.some((one) => one.key === mark)) {
    // What was given may be the key itself, and is not repeated.
    throw new OptionError(
      'key must be the mark of a key in the journal; give the mock itself to go by the key',
    );
  }
  return exchanges.filter((one) => {
    if (contract !== undefined && one.contract !== contract) return false;
    if (mark !== undefined && one.key !== mark) return false;
    return (status === undefined || one.response.status === status) && isHeartbeat(one, known);
  });
}

function isHeartbeat({ contract, operation }: Exchange, known: readonly Behaviour[]): boolean {
  if (operation === undefined) return false;
  const behaviour = known.find((one) => one.contract.id === contract);
  if (!behaviour) {
    throw new OptionError(
      `the heartbeats of ${contract} are not known; give the mock, and not its journal alone`,
    );
  }
  const { aliasOf, id } = behaviour.contract.operations.find((one) => one.id === operation) ?? {};
  return (aliasOf ?? id) === behaviour.heartbeat;
}

function heartbeatsInWords(count: number, { contract, key, status }: WhichHeartbeats): string {
  return [
    `${count} heartbeat${count === 1 ? '' : 's'}`,
    ...(contract === undefined ? [] : [`of ${contract}`]),
    ...(key === undefined ? [] : ['with that key']),
    ...(status === undefined ? [] : [`answered with ${status}`]),
  ].join(' ');
}

/** The first of them, with the time since the first exchange; all there was, where there was none. */
function listed(heartbeats: readonly Exchange[], all: readonly Exchange[], paint: Paint): string[] {
  const shown = heartbeats.length > 0 ? heartbeats : all;
  if (shown.length === 0) return ['Nothing came at all.'];
  const start = all[0]?.at ?? 0;
  const rest = shown.length - MAX_LISTED;
  return [
    ...(heartbeats.length > 0 ? [] : ['What came instead:']),
    ...shown.slice(0, MAX_LISTED).map(({ at, request: { method, path }, response, fault }) => {
      const answer = fault ?? String(response.status);
      return requestLine({ at: at - start, method, path, answer }, false, paint);
    }),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}
