import { agentradioBehaviour } from '../../../mock/behaviours/agentradio/index.ts';
import type { Behaviour } from '../../../mock/types.ts';
import { calmWhenRefused, capped, grows, readsBackOff, retriedOnce } from '../judges/backoff.ts';
import { backToNormal, notTooOften, notTooRare, remembersLastCheck } from '../judges/cadence.ts';
import { homeFirst } from '../judges/check-in.ts';
import { asBearerOrField, authenticated, bearer, keyNowhereElse } from '../judges/keys.ts';
import { honoursRetryAfter } from '../judges/limits.ts';
import { isAboutStatus, validBodies } from '../judges/payload.ts';
import { resumes } from '../judges/resume.ts';
import {
  actionsInOrder,
  linksNotHints,
  nothingFromTexts,
  pagesOnceADay,
  stationIsContext,
} from '../judges/texts.ts';
import { inconclusive, together, unseen } from '../findings.ts';
import type { Profile } from '../profile.ts';
import { type Seen, type Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';
import { parseJson } from '../../../json.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** AgentRadio: the cadence table, and the rules for how a client behaves over time. */
export const agentradioProfile: Profile = {
  behaviour: agentradioBehaviour as Behaviour,
  kinds: {
    heartbeat: 'heartbeat',
    home: 'home',
    inbox: 'inbox',
    catalogTopics: 'catalog',
    catalogSlots: 'catalog',
    catalogFormats: 'catalog',
    catalogAudiences: 'catalog',
    catalogGenres: 'catalog',
    shows: 'catalog',
    heartbeatPage: 'page',
    skillPage: 'page',
  },
  cadences: {
    on_shift: { from: 30 * SECOND, to: 60 * SECOND },
    preparing: { from: 5 * MINUTE, to: 10 * MINUTE },
    idle: { from: 15 * MINUTE, to: 30 * MINUTE },
    // Every hour or half hour at first, then once a day.
    dormant: { from: 30 * MINUTE, to: 24 * HOUR, beat: HOUR },
  },
  // A show of the agent's own that began meanwhile would change its state.
  scenes: {
    on_shift: { block: 'current' },
    preparing: { block: 'none' },
    idle: { block: 'none' },
    dormant: { block: 'none' },
  },
  onAir: { state: 'on_shift', startsAt: showStart },
  rules: {
    'AR-C-001': { judge: homeFirst, always: true },
    'AR-C-002': { judge: (traffic) => validBodies(traffic, isAboutStatus), always: true },
    'AR-C-003': { judge: keyInItsPlace, always: true },
    'AR-C-004': { judge: ({ heartbeats }) => bearer(heartbeats, 'heartbeats'), always: true },
    'AR-C-005': { judge: notTooOften, timed: true },
    'AR-C-006': { judge: notTooRare, timed: true },
    'AR-C-007': { judge: honoursRetryAfter, timed: true },
    'AR-C-008': { judge: retriedOnce, timed: true },
    'AR-C-009': { judge: grows, timed: true },
    'AR-C-010': { judge: capped, timed: true },
    'AR-C-011': { judge: backToNormal, timed: true },
    'AR-C-012': { judge: pagesOnceADay },
    'AR-C-013': { judge: nothingFromTexts },
    'AR-C-014': { judge: linksNotHints },
    'AR-C-015': { judge: actionsInOrder },
    'AR-C-016': { judge: stationIsContext },
    'AR-C-017': { judge: inboxWithBearer, always: true },
    'AR-C-018': { judge: (traffic) => calmWhenRefused(traffic, false), timed: true },
    'AR-C-019': { judge: getsOverTrouble, timed: true },
    'AR-C-020': { judge: remembersLastCheck, timed: true },
  },
};

/** When the agent's own show begins, as an answer with a station tells. */
function showStart({ exchange, at, kind }: Seen): number | undefined {
  if (kind !== 'heartbeat' && kind !== 'home') return undefined;
  const value = parseJson(exchange.response.body) as
    | { station?: { nextSlot?: { startsInMinutes?: unknown } } }
    | null
    | undefined;
  const minutes = value?.station?.nextSlot?.startsInMinutes;
  return typeof minutes === 'number' ? at + minutes * MINUTE : undefined;
}

function keyInItsPlace(traffic: Traffic): Finding {
  const has = authenticated(traffic);
  if (has.verdict !== 'pass') return has;
  const nowhere = keyNowhereElse(traffic, asBearerOrField);
  return nowhere.verdict === 'pass' ? { ...nowhere, why: `${has.why}; ${nowhere.why}` } : nowhere;
}

function inboxWithBearer({ all, heartbeats }: Traffic): Finding {
  const reads = all.filter(({ kind }) => kind === 'inbox');
  if (reads.length > 0) return bearer(reads, 'inbox reads');
  return heartbeats.length > 0
    ? unseen('the client does not read its inbox')
    : inconclusive('no heartbeats came');
}

function getsOverTrouble(traffic: Traffic): Finding {
  return together([resumes(traffic, 'any'), readsBackOff(traffic)]);
}
