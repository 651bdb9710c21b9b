import { checkWeights } from '../conformance/check-options.ts';
import { counts } from '../conformance/report/types.ts';
import { selectRequirements } from '../conformance/select-requirements.ts';
import { OptionError } from '../errors.ts';
import { clientOf, requireState } from './client-traffic.ts';
import { allOf, nothingCame, requirementsOf, ruled, verdictOf } from './judged.ts';
import { resultOf, type MatcherContext, type MatcherResult, type Told } from './result.ts';
import type { ConformOptions } from './types.ts';

/** See `HeartbeatMatchers`. */
export function toConformTo(
  this: MatcherContext | void,
  received: unknown,
  contract: string,
  options: ConformOptions = {},
): MatcherResult {
  const told = conformance(received, contract, options);
  return resultOf(this, 'toConformTo', 'mock', `'${contract}'`, told);
}

function conformance(received: unknown, contract: string, options: ConformOptions): Told {
  if (typeof contract !== 'string') {
    throw new OptionError('toConformTo needs the id of the contract: agentmc or agentradio');
  }
  const { only, basis = 'assumed', failOn = 'must', allowInconclusive = false, ...which } = options;
  checkWeights({ basis, failOn });
  const client = clientOf(received, { ...which, contract });
  const expected = `a client that conforms to ${contract} (level ${failOn})`;
  if (!client) return nothingCame(expected);
  requireState(client.profile, which.state, 'toConformTo');
  const selected = selectRequirements(requirementsOf(client), only, basis).map(({ id }) => id);
  const rules = ruled(client, selected);
  const weighty = rules.filter(({ requirement }) => requirement && counts(requirement, { failOn }));
  // What there was no occasion for is no part of the verdict, unless there was occasion for nothing.
  const { failed } = allOf(weighty);
  const { passed } = allOf(rules);
  const open = allowInconclusive ? [] : weighty.filter(({ verdict }) => verdict === 'inconclusive');
  const isEmpty = passed.length === 0;
  return verdictOf(
    client,
    { failed, open: isEmpty ? rules.filter(({ verdict }) => verdict !== 'fail') : open, passed },
    expected,
    isEmpty
      ? 'Nothing was seen to hold.'
      : '{ allowInconclusive: true } lets that pass; more traffic tells.',
  );
}
