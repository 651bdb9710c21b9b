import { honoursRetryAfter } from '../conformance/client/judges/limits.ts';
import { clientOf, type JudgedClient } from './client-traffic.ts';
import { allOf, idsOf, nothingCame, ruled, verdictOf } from './judged.ts';
import { resultOf, type MatcherContext, type MatcherResult } from './result.ts';
import type { WhichClient } from './types.ts';

const EXPECTED = 'a client that honours Retry-After';

/** See `HeartbeatMatchers`. */
export function toHaveHonoredRetryAfter(
  this: MatcherContext | void,
  received: unknown,
  which: WhichClient = {},
): MatcherResult {
  const client = clientOf(received, which);
  const told = client
    ? verdictOf(
        client,
        allOf(ruled(client, idsOf(client.profile, [honoursRetryAfter]))),
        EXPECTED,
        advice(client),
      )
    : nothingCame(EXPECTED);
  return resultOf(this, 'toHaveHonoredRetryAfter', 'mock', '', told);
}

function advice({ profile }: JudgedClient): string {
  const option = Object.keys(profile.cadences).length > 0 ? '{ state }' : '{ interval }';
  return [
    `What tells is a 429 whose Retry-After is longer than the client usually waits, and its next try.`,
    `Let some heartbeats pass before, or give ${option}; mock.play('rate-limited') answers so.`,
  ].join('\n');
}
