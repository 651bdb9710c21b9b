import type { Contract } from '../../contract/types.ts';
import { parseJson } from '../../json.ts';
import { MAX_BODY, NOT_RECORDED, type Exchange } from '../../mock/journal.ts';
import { retryAfter } from '../time.ts';
import type { Profile } from './profile.ts';
import type { Cadence, JudgeContext } from './types.ts';

/** What a request is for. `page` is a documentation page; `foreign` left the service. */
export type Kind = 'heartbeat' | 'home' | 'inbox' | 'catalog' | 'page' | 'other' | 'foreign';

/**
 * What a client learns from an answer. `failed` is what may be different a moment later: nothing
 * came, what came cannot be read, or the server was at fault.
 */
export type Outcome = 'accepted' | 'limited' | 'failed' | 'refused';

/** An exchange as the judges look at it. */
export interface Seen {
  readonly exchange: Exchange;
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: Kind;
  /** Operation id, aliases counting as what they stand for; the path where there is no operation. */
  readonly route: string;
  readonly outcome: Outcome;
  /** Milliseconds that the answer asks to wait. */
  readonly retryAfter: number | undefined;
  /** See `JudgeContext.slack`. */
  readonly slack: number;
  /** Undefined where it is no heartbeat. */
  readonly said: Said | undefined;
}

/**
 * What the body of a heartbeat says that several rules ask for: read once, as reading is most of what judging
 * takes; and no more than that, as all exchanges are looked at together.
 */
interface Said {
  readonly apiKey: unknown;
  readonly fingerprint: unknown;
  /** How many there are; undefined where there is no list of them. */
  readonly models: number | undefined;
}

/**
 * One try to check in: the dashboard, where the contract has one, and the heartbeat after it. A retry
 * is a try of its own.
 */
export interface Attempt {
  readonly requests: readonly Seen[];
  readonly first: Seen;
  readonly last: Seen;
  readonly outcome: Outcome;
  /** The longest that any of its answers asked to wait. */
  readonly retryAfter: number | undefined;
}

/** The time from one heartbeat to the next. */
export interface Interval {
  readonly from: Seen;
  readonly to: Seen;
  readonly length: number;
  /** The time between the beginnings of their check-ins: what a client does in between may take its time. */
  readonly between: number;
  /** By how much it may be wrong. */
  readonly slack: number;
  readonly cadence: Cadence | undefined;
  /** Whether a heartbeat or dashboard in it, or at one of its ends, was not accepted. */
  readonly troubled: boolean;
  /** Whether it leads from one accepted heartbeat to the next, with nothing unusual around it. */
  readonly clean: boolean;
}

/** The traffic of one client, as the judges look at it. */
export interface Traffic {
  readonly profile: Profile;
  readonly contract: Contract;
  readonly context: JudgeContext;
  readonly all: readonly Seen[];
  readonly heartbeats: readonly Seen[];
  readonly attempts: readonly Attempt[];
  readonly intervals: readonly Interval[];
  /** Until when the client was looked at and ran. */
  readonly until: number;
  /** When the agent was in which state, by the moment it began; empty where that is not known. */
  readonly spans: readonly Span[];
}

/** A state of the agent that begins at a moment and lasts until the next one does. */
interface Span {
  readonly from: number;
  readonly cadence: Cadence;
}

/** Brings exchanges into the form that the judges look at. */
export function trafficOf(
  exchanges: Iterable<Exchange>,
  profile: Profile,
  context: JudgeContext,
): Traffic {
  const { contract } = profile.behaviour;
  const all = [...exchanges]
    .map((exchange) => seenOf(exchange, profile, context))
    .toSorted((one, other) => one.at - other.at || one.id - other.id);
  const heartbeats = all.filter(({ kind }) => kind === 'heartbeat');
  const spans = spansOf(all, profile, context);
  const attempts = attemptsOf(all);
  return {
    profile,
    contract,
    context,
    all,
    heartbeats,
    attempts,
    intervals: intervalsOf({ heartbeats, all, spans, attempts, context }),
    until: context.ended?.at ?? context.until ?? all.at(-1)?.at ?? 0,
    spans,
  };
}

export function seenOf(exchange: Exchange, profile: Profile, { slack }: JudgeContext): Seen {
  const { id, at, request } = exchange;
  const operation = profile.behaviour.contract.operations.find(
    (one) => one.id === exchange.operation,
  );
  const route = operation?.aliasOf ?? operation?.id ?? (request.path.split('?', 1)[0] as string);
  const kind = exchange.origin === 'foreign' ? 'foreign' : (profile.kinds[route] ?? 'other');
  const outcome = outcomeOf(exchange, kind);
  const asked = retryAfter(exchange.response, at);
  return {
    exchange,
    id,
    at,
    kind,
    route,
    outcome,
    retryAfter: asked === undefined || outcome === 'accepted' ? undefined : asked * 1000,
    slack: slack?.(exchange) ?? 0,
    said: kind === 'heartbeat' ? saidIn(request.body) : undefined,
  };
}

function saidIn(body: string): Said {
  const said = parseJson(body) as
    | {
        apiKey?: unknown;
        host?: { fingerprint?: unknown } | null;
        meta?: { models?: unknown } | null;
      }
    | null
    | undefined;
  const models = said?.meta?.models;
  return {
    apiKey: said?.apiKey,
    fingerprint: said?.host?.fingerprint,
    models: Array.isArray(models) ? models.length : undefined,
  };
}

function outcomeOf({ fault, response }: Exchange, kind: Kind): Outcome {
  const { status, body } = response;
  if (fault !== undefined || status === 0 || status >= 500 || status === 408) return 'failed';
  if (status === 429) return 'limited';
  if (status < 200 || status >= 300) return 'refused';
  // Pages are no JSON; an answer that should be is not worth more than none.
  const isJson = kind !== 'page' && kind !== 'other' && kind !== 'foreign';
  return isJson && body !== NOT_RECORDED && parseJson(body) === undefined ? 'failed' : 'accepted';
}

/** Whether the body of a request was written down as it was sent. */
export function hasWholeBody({ exchange: { request } }: Seen): boolean {
  return request.body.length < MAX_BODY && request.body !== NOT_RECORDED;
}

function attemptsOf(all: readonly Seen[]): Attempt[] {
  const groups: Seen[][] = [];
  let isOpen = false;
  for (const seen of all) {
    if (seen.kind === 'home' || (seen.kind === 'heartbeat' && !isOpen)) groups.push([seen]);
    else if (seen.kind === 'heartbeat') groups.at(-1)?.push(seen);
    else continue;
    isOpen = seen.kind === 'home';
  }
  return groups.map((requests) => {
    const last = requests.at(-1) as Seen;
    const waits = requests.flatMap((seen) => seen.retryAfter ?? []);
    return {
      requests,
      first: requests[0] as Seen,
      last,
      // A dashboard that cannot be had does not matter where the heartbeat is taken.
      outcome: last.outcome,
      retryAfter: waits.length > 0 ? Math.max(...waits) : undefined,
    };
  });
}

/** Shows are announced in whole minutes, so that who is exact may be early by as much. */
const AROUND = 60_000;

function intervalsOf({
  heartbeats,
  all,
  spans,
  attempts,
  context: { restarts = [] },
}: Pick<Traffic, 'heartbeats' | 'all' | 'spans' | 'attempts' | 'context'>): Interval[] {
  const troubles = troublesBefore(all);
  const begins = new Map(attempts.map(({ first, last }) => [last, first.at]));
  const begin = (heartbeat: Seen) => begins.get(heartbeat) ?? heartbeat.at;
  const changes = [...spans.slice(1).map(({ from }) => from), ...restarts];
  return heartbeats.slice(1).map((to, index) => {
    const from = heartbeats[index] as Seen;
    const isNear = (moment: number) => moment > from.at && moment - AROUND <= to.at;
    const isTroubled = (start: Seen) =>
      troubles.get(to) !== (troubles.get(start) ?? 0) - Number(isTrouble(start));
    return {
      from,
      to,
      length: to.at - from.at,
      between: begin(to) - begin(from),
      slack: Math.max(from.slack, to.slack),
      cadence: spans.findLast((span) => span.from <= from.at)?.cadence,
      troubled: isTroubled(from),
      // Back to the heartbeat before: that at which the interval begins may be a retry.
      clean: index > 0 && !isTroubled(heartbeats[index - 1] as Seen) && !changes.some(isNear),
    };
  });
}

/** How many requests of check-ins were not accepted, up to and including each heartbeat. */
function troublesBefore(all: readonly Seen[]): ReadonlyMap<Seen, number> {
  const counts = new Map<Seen, number>();
  let count = 0;
  for (const seen of all) {
    if (isTrouble(seen)) count += 1;
    if (seen.kind === 'heartbeat') counts.set(seen, count);
  }
  return counts;
}

function isTrouble({ kind, outcome }: Seen): boolean {
  return (kind === 'heartbeat' || kind === 'home') && outcome !== 'accepted';
}

/** Which cadence held when. */
function spansOf(
  all: readonly Seen[],
  { cadences, onAir }: Profile,
  { state, followsShows }: JudgeContext,
): Span[] {
  const own = state === undefined ? undefined : cadences[state];
  if (!own) return [];
  const spans: Span[] = [{ from: Number.NEGATIVE_INFINITY, cadence: own }];
  const live = cadences[onAir?.state ?? ''];
  if (!followsShows || !onAir || !live) return spans;
  const start = all.flatMap((seen) => onAir.startsAt(seen) ?? []).at(0);
  return start === undefined ? spans : [...spans, { from: start, cadence: live }];
}

/** The client's usual interval: as it is known, or else the median of what was seen undisturbed. */
export function usualInterval({ intervals, context }: Traffic): number | undefined {
  const lengths = (all: readonly Interval[]) =>
    all.filter(({ clean }) => clean).map(({ length }) => length);
  // What a client does after a failure need not be what it usually does.
  const trouble = intervals.findIndex(({ troubled }) => troubled);
  const before = trouble < 0 ? [] : lengths(intervals.slice(0, trouble));
  const known = before.length >= 2 ? before : lengths(intervals);
  return known.length >= 2 ? median(known) : context.interval;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
