import { OptionError } from '../../errors.ts';
import type { Exchange } from '../../mock/journal.ts';
import { inconclusive } from './findings.ts';
import { profiles, type Profile } from './profile.ts';
import { trafficOf } from './traffic.ts';
import type { JudgeContext, Judgement } from './types.ts';

/**
 * Judges how a client behaved, by what passed between it and a server: a pure function of the
 * exchanges, whether they come from the journal of a mock, a recording or a run.
 *
 * @param exchanges of one client, in any order; those of a mock's journal as they are.
 * @param context the contract, and what is known beside the traffic.
 * @returns one judgement for each client requirement of the contract, in the order of their ids.
 * @throws OptionError where there is no such contract or state.
 * @example
 * judge(mock.journal, { contract: 'agentradio', state: 'on_shift' })
 */
export function judge(exchanges: Iterable<Exchange>, context: JudgeContext): Judgement[] {
  const profile = profileOf(context);
  const traffic = trafficOf(exchanges, profile, context);
  const nothing = traffic.all.length === 0;
  return Object.entries(profile.rules).map(([requirement, { judge: apply, timed = false }]) => {
    const { ended } = context;
    const finding = nothing
      ? inconclusive(`the client sent nothing${ended ? ` and ended: ${ended.how}` : ''}`)
      : apply(traffic);
    return { requirement, ...finding, timed };
  });
}

/** @throws OptionError where there is no such contract or state. */
export function profileOf({ contract, state }: Pick<JudgeContext, 'contract' | 'state'>): Profile {
  const profile = Object.hasOwn(profiles, contract) ? profiles[contract] : undefined;
  if (!profile) {
    const ids = Object.keys(profiles).join(', ');
    throw new OptionError(`clients of "${contract}" cannot be judged; there is ${ids}`);
  }
  const states = Object.keys(profile.cadences);
  if (state !== undefined && !states.includes(state)) {
    throw new OptionError(
      states.length > 0
        ? `an agent of ${contract} has no state "${state}"; there is ${states.join(', ')}`
        : `agents of ${contract} have no state; leave it out`,
    );
  }
  return profile;
}
