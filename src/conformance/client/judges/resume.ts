import { duration, fail, inconclusive, pass, unseen } from '../findings.ts';
import { usualInterval, type Attempt, type Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';

/** How many usual intervals may pass after one failure until the next try; each failure doubles it. */
const PATIENCE = 10;
/** More is not asked of anyone: the cap of AgentRadio, with what it may be exceeded by. */
const MOST = 4.4 * 3_600_000;

/** What a client has to get over. */
export type Trouble = 'hang' | 'outage' | 'any';

function isTrouble({ outcome, requests }: Attempt, kind: Trouble): boolean {
  // A redirect that leads elsewhere is no outage.
  if (outcome !== 'failed') return false;
  if (kind === 'any') return true;
  const hangs = requests.some(({ exchange }) => exchange.fault === 'NO_RESPONSE');
  return hangs === (kind === 'hang');
}

/** Whether heartbeats are accepted again after something went wrong. */
export function resumes(traffic: Traffic, kind: Trouble): Finding {
  const { attempts, until, context } = traffic;
  const index = attempts.findLastIndex((attempt) => isTrouble(attempt, kind));
  const last = attempts[index];
  if (!last) {
    return unseen(kind === 'hang' ? 'no request was left unanswered' : 'nothing failed');
  }
  const later = attempts.slice(index + 1);
  const again = later.find(
    ({ last: one }) => one.kind === 'heartbeat' && one.outcome === 'accepted',
  );
  if (again) {
    return pass(
      `a heartbeat was accepted ${duration(again.last.at - last.last.at)} after the last failure`,
      [last.last, again.last],
    );
  }
  if (context.ended) {
    return fail(`the client ended after the failure: ${context.ended.how}`, [last.last]);
  }
  if (later.length > 0) return inconclusive('tries went on, but no heartbeat was accepted again');
  const usual = usualInterval(traffic) ?? traffic.spans.at(-1)?.cadence.to;
  if (usual === undefined) return inconclusive('it is not known how often the client reports');
  let failures = 0;
  while (attempts[index - failures]?.outcome === 'failed') failures += 1;
  const patience = Math.min(MOST, PATIENCE * usual * 2 ** (failures - 1));
  const silence = until - last.last.at - last.last.slack;
  if (silence < patience) {
    return inconclusive(
      `nothing came for ${duration(silence)} after the failure, which is not long enough to tell`,
    );
  }
  return fail(`nothing came for ${duration(silence)} after the failure`, [last.last]);
}
