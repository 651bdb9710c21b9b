import { duration, durations, fail, greatest, inconclusive, pass, unseen } from '../findings.ts';
import { median, usualInterval, type Attempt, type Seen, type Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';
import { parseJson } from '../../../json.ts';

const HOUR = 3_600_000;
/** The longest wait between tries while all of them fail (AgentRadio, Backoff). */
const CAP = 4 * HOUR;
/** By this share a wait may exceed the cap, or fall short of the usual interval. */
const TOLERANCE = 0.1;
/** So many waits tell whether they grow. */
const ENOUGH = 8;
/** Of the waits at the beginning and at the end, the largest of so many are compared. */
const GROUP = 3;
/** So many retries at the same quick pace are more than one. */
const QUICK = 5;
/** Fewer waits tell it too, where each is longer than the one before by this factor. */
const STEADY = 1.5;

/** A wait after a try that failed. */
interface Wait {
  readonly length: number;
  readonly slack: number;
  readonly after: Attempt;
  /** Absent where the client was looked at no longer. */
  readonly next: Attempt | undefined;
  /** Whether the answer asked for it. */
  readonly asked: boolean;
}

const hasFailed = ({ outcome }: Attempt) => outcome === 'failed';

/** Tries that failed one after the other, as the waits after each of them. */
function episodesOf({ attempts, until }: Traffic, isPart = hasFailed): Wait[][] {
  const episodes: Wait[][] = [];
  for (const [index, after] of attempts.entries()) {
    if (!isPart(after)) continue;
    const previous = attempts[index - 1];
    if (!previous || !isPart(previous)) episodes.push([]);
    const next = attempts[index + 1];
    const length = (next?.first.at ?? until) - after.last.at;
    episodes.at(-1)?.push({
      length,
      slack: Math.max(after.last.slack, next?.first.slack ?? 0),
      after,
      next,
      // Somewhat longer than what was asked for is still what was asked for.
      asked: after.retryAfter !== undefined && length <= after.retryAfter * (1 + TOLERANCE),
    });
  }
  return episodes;
}

const lengths = (waits: readonly Wait[]) => waits.map(({ length }) => length);
const largest = (waits: readonly Wait[]) => greatest(lengths(waits));
const tries = (waits: readonly Wait[]): Seen[] => waits.map(({ after }) => after.last);

/** AgentRadio: the first failure is followed by one retry that comes sooner than the next check-in. */
export function retriedOnce(traffic: Traffic): Finding {
  const usual = usualInterval(traffic) ?? traffic.spans.at(-1)?.cadence.to;
  // How long a client waits for an answer that never comes cannot be told from how long it waits then.
  const episodes = episodesOf(traffic);
  const firsts = episodes
    .map(([first]) => first as Wait)
    .filter(({ after, asked }) => !asked && after.last.exchange.fault !== 'NO_RESPONSE');
  if (firsts.length === 0) return unseen('nothing failed for a moment');
  if (usual === undefined) return inconclusive('it is not known how often the client reports');
  const most = usual * (1 - TOLERANCE);
  for (const waits of episodes) {
    const begin = waits.slice(0, QUICK).filter(({ next }) => next);
    const shortest = Math.min(...lengths(begin));
    const isSame = begin.every(({ length, slack }) => length - slack < STEADY * shortest);
    if (begin.length === QUICK && isSame && largest(begin) < most) {
      return fail(
        `${begin.length} retries came ${durations(lengths(begin))} after failures, before the usual ${duration(usual)} had passed; one is asked`,
        tries(begin),
      );
    }
  }
  const late = firsts.find(({ length, slack }) => length - slack > most);
  if (late) {
    const end = late.next ? 'the next try came' : 'no other try came for';
    return fail(
      `after the first failure ${end} ${duration(late.length)}${late.next ? ' later' : ''}; less than the usual ${duration(usual)} asked`,
      [late.after.last, ...(late.next ? [late.next.first] : [])],
    );
  }
  const seen = firsts.filter(({ next }) => next);
  if (seen.length === 0) return inconclusive('the client was not looked at long enough afterwards');
  return pass(
    `retried ${durations(lengths(seen))} after the first failure; less than the usual ${duration(usual)} asked`,
    tries(seen),
  );
}

/** AgentRadio: the waits of repeated failures grow exponentially. */
export function grows(traffic: Traffic): Finding {
  const episodes = episodesOf(traffic).filter(({ length }) => length > 1);
  if (episodes.length === 0) return unseen('nothing failed several times in a row');
  const usual = usualInterval(traffic) ?? traffic.spans.at(-1)?.cadence.to;
  const told = episodes.map((waits): Finding => {
    // The first is the retry, which may come at any time.
    const own = waits.slice(1).filter(({ asked, next }) => !asked && next);
    const below = own.filter(({ length }) => length < CAP * (1 - TOLERANCE));
    const first = largest(below.slice(0, GROUP));
    const last = largest(below.slice(-GROUP));
    const slack = greatest(below.slice(0, GROUP).map((wait) => wait.slack));
    const ratio = `the largest of the last ${GROUP} is ${(last / first).toFixed(1)} x that of the first ${GROUP}, at least 2 asked`;
    const measured = `waits of ${durations(lengths(below))}; ${ratio}`;
    if (below.length >= ENOUGH && last >= 2 * first) return pass(measured, tries(below));
    if (climbs(own)) {
      return pass(
        `waits of ${durations(lengths(own))}, each longer than the one before until the cap`,
        tries(own),
      );
    }
    if (below.length >= ENOUGH && last >= 2 * (first - slack)) {
      return inconclusive(`${measured}; times may be wrong by ${duration(slack)}`, tries(below));
    }
    if (below.length >= ENOUGH) {
      if (!mayBeCapped(below, usual)) return fail(measured, tries(below));
      return inconclusive(
        `${measured}; they may have reached a cap of the client's own`,
        tries(below),
      );
    }
    return inconclusive(
      `${below.length} waits below the cap after the first retry (${durations(lengths(below))}); ${ENOUGH} tell whether they grow`,
      tries(below),
    );
  });
  return (
    told.find(({ verdict }) => verdict === 'fail') ??
    told.find(({ verdict }) => verdict === 'pass') ??
    (told[0] as Finding)
  );
}

/** Whether each wait is longer than the one before, until they stay at the cap or at a lower one of the client's own. */
function climbs(own: readonly Wait[]): boolean {
  const top = Math.min(CAP, largest(own)) * (1 - TOLERANCE);
  const all = lengths(own);
  const reached = all.findIndex((length) => length >= top);
  const climb = all.slice(0, reached);
  return (
    climb.length >= GROUP - 1 &&
    all.slice(reached).every((length) => length >= top) &&
    climb.every((length, index) => index === 0 || length >= STEADY * (climb[index - 1] as number))
  );
}

/** Whether waits became longer than usual and than each other, so that they may have grown to a cap. */
function mayBeCapped(waits: readonly Wait[], usual = 0): boolean {
  const top = largest(waits) / STEADY;
  return top >= usual && waits.some(({ length }) => top >= length);
}

/** AgentRadio: no wait of repeated failures is longer than the cap, unless an answer asked for it. */
export function capped(traffic: Traffic): Finding {
  if (traffic.context.state === 'dormant') return unseen('a dormant agent is exempt');
  const episodes = episodesOf(traffic);
  if (episodes.length === 0) return unseen('nothing failed');
  const most = CAP * (1 + TOLERANCE);
  const own = episodes.flatMap((waits) => waits.filter(({ asked }) => !asked));
  const long = own.find(({ length, slack }) => length - slack > most);
  if (long && traffic.context.ended && !long.next) {
    return inconclusive(`the client ended: ${traffic.context.ended.how}`);
  }
  if (long) {
    return fail(`${duration(long.length)} without another try; at most ${duration(CAP)} asked`, [
      long.after.last,
      ...(long.next ? [long.next.first] : []),
    ]);
  }
  // Who failed for a minute had no occasion to wait for hours.
  const span = greatest(
    episodes.map((waits) => waits.reduce((sum, { length }) => sum + length, 0)),
  );
  if (span < most) {
    return inconclusive(`all failed for ${duration(span)}, and the cap is ${duration(CAP)}`);
  }
  return pass(
    `${duration(largest(own))} was the longest of ${own.length} waits; at most ${duration(CAP)} asked`,
    tries(own.toSorted((one, other) => other.length - one.length).slice(0, 1)),
  );
}

/** Few intervals may have been alike by chance; others may differ by this share. */
const CHANCE = 0.25;

/** By how much the client's intervals differ where nothing is wrong. */
function spread({ intervals }: Traffic, usual: number): number {
  const clean = intervals.filter((one) => one.clean).map(({ length }) => length);
  if (clean.length === 0) return usual * CHANCE;
  const seen = greatest(clean) - clean.reduce((one, other) => Math.min(one, other));
  return clean.length < ENOUGH ? Math.max(seen, usual * CHANCE) : seen;
}

/** AgentMC: failures do not make heartbeats come faster, one quick retry aside. */
export function notFaster(traffic: Traffic): Finding {
  const usual = usualInterval(traffic);
  const episodes = episodesOf(traffic);
  if (episodes.length === 0) return unseen('nothing failed');
  if (usual === undefined)
    return inconclusive('too little came before the failure to know the usual interval');
  const least = (usual - spread(traffic, usual)) * (1 - TOLERANCE);
  const followed = episodes.flatMap((waits) => waits.filter(({ next }) => next));
  for (const waits of episodes) {
    const quick = waits.filter(({ length, slack, next }) => next && length + slack < least);
    if (quick.length > 1) {
      return fail(
        `${quick.length} tries came ${durations(lengths(quick))} after a failure; at least ${duration(least)} of the usual ${duration(usual)} asked, one quick retry aside`,
        tries(quick),
      );
    }
  }
  if (followed.length === 0) return inconclusive('no try came after the failure');
  return pass(
    `waits of ${durations(lengths(followed))} after failures; the usual interval is ${duration(usual)}`,
    tries(followed),
  );
}

const isRefusedKey = ({ last }: Attempt) =>
  last.outcome === 'refused' && [401, 403].includes(last.exchange.response.status);

/**
 * Whether a client whose key is refused leaves the server in peace.
 *
 * @param slower whether it has to slow down or stop; otherwise its usual pace will do.
 */
export function calmWhenRefused(traffic: Traffic, slower: boolean): Finding {
  const usual = usualInterval(traffic) ?? traffic.spans.at(-1)?.cadence.to;
  const bound = slower ? usual : traffic.spans.at(-1)?.cadence.from;
  const refused = episodesOf(traffic, isRefusedKey).at(-1) ?? [];
  const [first] = refused;
  if (!first) return unseen('the key was not refused');
  if (bound === undefined || usual === undefined) {
    return inconclusive('too little came before the key was refused to know the usual interval');
  }
  const followed = refused.filter(({ next }) => next);
  const quick = followed.filter(({ length, slack }) => length + slack < bound * (1 - TOLERANCE));
  if (isHammering(quick)) {
    return fail(
      `${quick.length} tries came ${durations(lengths(quick))} after a refusal; ${duration(bound)} is the usual pace`,
      tries(quick),
    );
  }
  const { ended } = traffic.context;
  const last = refused.at(-1) as Wait;
  if (ended) return pass(`the client ended after its key was refused: ${ended.how}`, tries([last]));
  const isSlow = ({ length, slack }: Wait) => length - slack >= usual * STEADY;
  const slow = refused.filter(isSlow);
  const total = refused.reduce((sum, { length }) => sum + length, 0);
  if (slower ? slow.length > 0 : total >= GROUP * usual) {
    return pass(
      `waits of ${durations(lengths(refused))} after refusals; the usual interval is ${duration(usual)}`,
      tries(refused),
    );
  }
  const isLong = followed.length > GROUP && total >= GROUP * usual;
  if (slower && isLong && !hasGrown(followed)) {
    return fail(
      `waits of ${durations(lengths(followed))} after refusals, the usual pace of ${duration(usual)}: the client neither slows down nor stops`,
      tries(followed),
    );
  }
  return inconclusive('the client was not looked at long enough after its key was refused');
}

/** Whether so many quick tries came, and no more slowly in the end, that this is no backing off. */
function isHammering(quick: readonly Wait[]): boolean {
  return quick.length >= ENOUGH && !hasGrown(quick);
}

/** Whether the last waits are longer than the first. */
function hasGrown(waits: readonly Wait[]): boolean {
  return largest(waits.slice(-GROUP)) >= 2 * median(lengths(waits.slice(0, GROUP)));
}

/** AgentMC: what was refused as invalid is not sent again unchanged at once. */
export function changesWhatIsInvalid(traffic: Traffic): Finding {
  const { heartbeats, until, context } = traffic;
  const usual = usualInterval(traffic);
  const invalid = heartbeats.flatMap((seen, index) =>
    seen.exchange.response.status === 422 ? [{ seen, next: heartbeats[index + 1] }] : [],
  );
  if (invalid.length === 0) return unseen('nothing was refused as invalid');
  if (usual === undefined)
    return inconclusive('too little came before the refusal to know the usual interval');
  const again = invalid.flatMap(({ seen, next }) => (next ? [{ seen, next }] : []));
  const first = again.find(
    ({ seen, next }) =>
      next.at - seen.at + next.slack < usual * (1 - TOLERANCE) && isSameBody(seen, next),
  );
  if (first) {
    return fail(
      `the unchanged body was sent again ${duration(first.next.at - first.seen.at)} after a 422; the usual interval is ${duration(usual)}`,
      [first.seen, first.next],
    );
  }
  const last = invalid.at(-1)?.seen as Seen;
  if (again.length === 0 && !context.ended && until - last.at < GROUP * usual) {
    return inconclusive('the client was not looked at long enough after the 422');
  }
  return pass(
    again.length > 0
      ? `after a 422 the next heartbeats came ${durations(again.map(({ seen, next }) => next.at - seen.at))} later, or changed`
      : 'nothing was sent again after a 422',
    again.map(({ seen }) => seen),
  );
}

function isSameBody(one: Seen, other: Seen): boolean {
  const text = ({ exchange }: Seen) => {
    const value = parseJson(exchange.request.body);
    return value === undefined ? exchange.request.body : JSON.stringify(value);
  };
  return text(one) === text(other);
}

/** AgentRadio: reads beside the check-in that fail come more and more rarely. */
export function readsBackOff({ all }: Traffic): Finding {
  const routes = new Map<string, Seen[]>();
  for (const seen of all) {
    if (seen.kind !== 'inbox' && seen.kind !== 'catalog') continue;
    const reads = routes.get(seen.route) ?? [];
    reads.push(seen);
    routes.set(seen.route, reads);
  }
  if (routes.size === 0) return unseen('the client reads neither inbox nor catalog');
  const found = [...routes].flatMap(([route, seen]): Finding[] => {
    const failed = seen.filter(({ outcome }) => outcome === 'failed');
    if (failed.length < 2) return [];
    const waits = failed.slice(1).map(({ at }, index) => at - (failed[index] as Seen).at);
    const own = waits.slice(1);
    if (own.length < ENOUGH) {
      const isSteady = own.length > 1 && (own.at(-1) ?? 0) >= STEADY * (own[0] ?? 0);
      return isSteady
        ? [pass(`failing reads of ${route} came ${durations(waits)} apart`, failed)]
        : [];
    }
    const ratio = Math.max(...own.slice(-GROUP)) / Math.max(...own.slice(0, GROUP));
    const say = ratio >= 2 ? pass : fail;
    return [
      say(
        `failing reads of ${route} came ${durations(waits)} apart; the largest of the last ${GROUP} is ${ratio.toFixed(1)} x that of the first ${GROUP}, at least 2 asked`,
        failed,
      ),
    ];
  });
  const failure = found.find(({ verdict }) => verdict === 'fail');
  return failure ?? found[0] ?? unseen('no inbox or catalog read failed often enough');
}
