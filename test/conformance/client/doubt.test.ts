import { describe, expect, it } from 'vitest';
import { doubtOf } from '../../../src/conformance/client/doubt.ts';
import { profiles, type Profile } from '../../../src/conformance/client/profile.ts';
import { trafficOf } from '../../../src/conformance/client/traffic.ts';
import type { JudgeContext, Judgement } from '../../../src/index.ts';
import { checkIns, exchanges } from './support/exchanges.ts';

const context: JudgeContext = { contract: 'agentradio', state: 'on_shift' };

function judgement(verdict: Judgement['verdict'], timed: boolean): Judgement {
  return { requirement: timed ? 'AR-C-007' : 'AR-C-013', verdict, why: '', exchanges: [], timed };
}

function doubt(
  judgements: readonly Judgement[],
  { abandoned = 0, ended = false, sent = true, isCut = false } = {},
) {
  const how = ended ? { ended: { at: 0, how: 'exit code 1' } } : {};
  const traffic = trafficOf(
    exchanges(sent ? checkIns([0, 45]) : []),
    profiles['agentradio'] as Profile,
    { ...context, ...how },
  );
  return doubtOf({ judgements, traffic, isCut }, abandoned);
}

describe('a run in compressed time', () => {
  it('is confirmed where it fails by its times, and not where it fails otherwise', () => {
    expect(doubt([judgement('fail', true), judgement('pass', false)])).toBe(
      'to confirm that it fails AR-C-007',
    );
    expect(doubt([judgement('fail', false)])).toBeUndefined();
  });

  it('is confirmed where the client gave up a request, and something did not pass', () => {
    const abandoned = 1;
    expect(doubt([judgement('fail', false)], { abandoned })).toMatch(
      /^as the client gave up a request, .* AR-C-013 did not pass$/,
    );
    expect(
      doubt([judgement('pass', true), judgement('unseen', false)], { abandoned }),
    ).toBeUndefined();
  });

  it('is played again where time leaves something open, unless the client is gone', () => {
    const open = [judgement('inconclusive', true)];
    expect(doubt(open)).toBe('to be surer of AR-C-007');
    expect(doubt([judgement('inconclusive', false)])).toBeUndefined();
    expect(doubt([judgement('inconclusive', false)], { isCut: true })).toBe(
      'to be surer of AR-C-013',
    );
    expect(doubt(open, { ended: true })).toBeUndefined();
    expect(doubt(open, { sent: false })).toBeUndefined();
  });
});
