import { durations, duration, fail, greatest, inconclusive, pass, unseen } from '../findings.ts';
import type { Interval, Seen, Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';

/** A single interval may miss its bound by this share. */
const SINGLE = 0.1;
/** The mean of several may miss it by this share, which is what clocks and timers are off by. */
const MEAN = 0.01;
/** The mean of a few in a row may miss it by this share, as some of them are shorter by chance. */
const SEVERAL = 0.05;
/** So many intervals in a row make a mean. */
const ENOUGH = 4;
/** Where times may be wrong by more than this share of the bound, a pass would say nothing. */
const UNSURE = 0.25;

const UNKNOWN =
  'it is not known what the agent is doing (its state), and so not how often it reports';

/** Intervals that follow each other without trouble, under one cadence. */
function runsOf({ intervals }: Traffic): Interval[][] {
  const runs: Interval[][] = [];
  let previous: Interval | undefined;
  for (const interval of intervals) {
    const goesOn = previous?.to === interval.from && previous.cadence === interval.cadence;
    if (interval.clean && goesOn && runs.length > 0) runs.at(-1)?.push(interval);
    else if (interval.clean) runs.push([interval]);
    previous = interval.clean ? interval : undefined;
  }
  return runs;
}

/** Where work before the heartbeats takes its time, either way to measure is as good. */
const longer = ({ length, between }: Interval) => Math.max(length, between);
const shorter = ({ length, between }: Interval) => Math.min(length, between);
const lengths = (run: readonly Interval[]) => run.map(({ length }) => length);
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const means = (run: readonly Interval[]) => [
  mean(lengths(run)),
  mean(run.map(({ between }) => between)),
];
const ends = (run: readonly Interval[]): Seen[] => run.map(({ to }) => to);
const worstSlack = (run: readonly Interval[]) => greatest(run.map(({ slack }) => slack));

/** Why too little was seen to judge a cadence; undefined where it was enough. */
function shortage({ spans, context }: Traffic, runs: readonly Interval[][]): Finding | undefined {
  if (spans.length === 0) return inconclusive(UNKNOWN);
  const longest = greatest(runs.map(({ length }) => length));
  if (longest < ENOUGH) {
    const ended = context.ended ? `; the client ended: ${context.ended.how}` : '';
    return inconclusive(
      `${longest} intervals in a row were undisturbed, and ${ENOUGH} make a mean${ended}`,
    );
  }
  const last = spans.at(-1)?.cadence;
  if (spans.length > 1 && !runs.some((run) => run.length > 1 && run[0]?.cadence === last)) {
    return inconclusive('too few intervals followed once the show of the agent had begun');
  }
  return undefined;
}

/** AgentRadio: heartbeats are not more frequent than the cadence of the agent's state. */
export function notTooOften(traffic: Traffic): Finding {
  const runs = runsOf(traffic);
  for (const run of runs) {
    const { from: bound } = run[0]?.cadence ?? { from: 0 };
    const least = bound * (1 - SINGLE);
    const short = run.filter((one) => longer(one) + one.slack < least);
    if (short.length > 0) {
      return fail(
        `${short.length} of ${run.length} intervals are shorter than ${duration(least)}: ${durations(short.map(longer))}`,
        ends(short),
      );
    }
    const burst = run
      .map((_, index) => run.slice(index, index + ENOUGH))
      .find(
        (part) =>
          part.length === ENOUGH &&
          Math.max(...means(part)) + worstSlack(part) / ENOUGH < bound * (1 - SEVERAL),
      );
    if (burst) {
      return fail(
        `${ENOUGH} intervals in a row of ${durations(lengths(burst))}, ${duration(Math.max(...means(burst)))} in the mean; at least ${duration(bound)} asked`,
        ends(burst),
      );
    }
    const average = Math.max(...means(run));
    if (run.length >= ENOUGH && average + worstSlack(run) / run.length < bound * (1 - MEAN)) {
      return fail(
        `intervals of ${durations(lengths(run))}, ${duration(average)} in the mean; at least ${duration(bound)} asked`,
        ends(run),
      );
    }
  }
  return shortage(traffic, runs) ?? kept(runs, longer, ({ from }) => from, 'at least');
}

/** AgentRadio: nor more rarely, while nothing fails. */
export function notTooRare(traffic: Traffic): Finding {
  const { spans, heartbeats, until, context } = traffic;
  const runs = runsOf(traffic);
  for (const run of runs) {
    const { to: bound } = run[0]?.cadence ?? { to: Infinity };
    const most = bound * (1 + SINGLE);
    const long = run.filter((one) => shorter(one) - one.slack > most);
    if (long.length > 0) {
      return fail(
        `${long.length} of ${run.length} intervals are longer than ${duration(most)}: ${durations(long.map(shorter))}`,
        ends(long),
      );
    }
    const average = Math.min(...means(run));
    if (run.length >= ENOUGH && average - worstSlack(run) / run.length > bound * (1 + MEAN)) {
      return fail(
        `intervals of ${durations(lengths(run))}, ${duration(average)} in the mean; at most ${duration(bound)} asked`,
        ends(run),
      );
    }
  }
  const last = heartbeats.at(-1);
  const bound = spans.at(-1)?.cadence.to ?? Infinity;
  const silence = last ? until - last.at - last.slack : 0;
  if (last?.outcome === 'accepted' && !context.ended && silence > bound * (1 + SINGLE)) {
    return fail(`nothing came for ${duration(silence)}; at most ${duration(bound)} asked`, [last]);
  }
  return shortage(traffic, runs) ?? kept(runs, shorter, ({ to }) => to, 'at most');
}

type Bound = (cadence: NonNullable<Interval['cadence']>) => number;

function kept(
  runs: readonly Interval[][],
  measure: (interval: Interval) => number,
  bound: Bound,
  words: string,
): Finding {
  const told = runs.filter(({ length }) => length > 1);
  const unsure = told.find(
    (run) => run[0]?.cadence && worstSlack(run) > bound(run[0].cadence) * UNSURE,
  );
  if (unsure) {
    return inconclusive(
      `times may be wrong by ${duration(worstSlack(unsure))}, which is too much to tell`,
      ends(unsure),
    );
  }
  const texts = told.map((run) => {
    const limit = run[0]?.cadence ? bound(run[0].cadence) : 0;
    return `intervals of ${durations(run.map(measure))}; ${words} ${duration(limit)} asked`;
  });
  return pass([...new Set(texts)].slice(0, 3).join('; '), told.flatMap(ends));
}

/** AgentRadio: once a heartbeat is accepted again, the cadence is the usual one. */
export function backToNormal(traffic: Traffic): Finding {
  const { attempts, heartbeats, intervals, spans, until, context } = traffic;
  const cadence = spans.at(-1)?.cadence;
  if (!cadence) return inconclusive(UNKNOWN);
  const most = cadence.to * (1 + SINGLE);
  const recoveries = attempts.filter(
    ({ outcome, last }, index) =>
      outcome === 'accepted' &&
      last.kind === 'heartbeat' &&
      attempts[index - 1]?.outcome === 'failed',
  );
  if (recoveries.length === 0) {
    return attempts.some(({ outcome }) => outcome === 'failed')
      ? inconclusive('no heartbeat was accepted after a failure')
      : unseen('nothing failed');
  }
  const waits: Interval[] = [];
  const places = new Map(heartbeats.map((seen, place) => [seen, place]));
  for (const { last } of recoveries) {
    const at = places.get(last) as number;
    const silence = until - last.at - last.slack;
    if (at === heartbeats.length - 1 && silence > most && !context.ended) {
      return fail(
        `nothing came for ${duration(silence)} after the recovery; at most ${duration(cadence.to)} asked`,
        [last],
      );
    }
    for (const [index, interval] of intervals.slice(at, at + 2).entries()) {
      // What fails again is not about this recovery any more.
      if (interval.troubled) break;
      // The first may be short, as the retry came at a time of its own.
      if (index > 0 && longer(interval) + interval.slack < cadence.from * (1 - SINGLE)) {
        return fail(
          `${duration(longer(interval))} between heartbeats after the recovery; at least ${duration(cadence.from)} asked`,
          [interval.from, interval.to],
        );
      }
      if (shorter(interval) - interval.slack > most) {
        return fail(
          `${duration(shorter(interval))} between heartbeats after the recovery; at most ${duration(cadence.to)} asked`,
          [interval.from, interval.to],
        );
      }
      waits.push(interval);
    }
  }
  if (waits.length === 0) return inconclusive('too little came after the recovery');
  return pass(
    `${durations(waits.map(shorter))} between heartbeats after the recovery; at most ${duration(cadence.to)} asked`,
    waits.map(({ to }) => to),
  );
}

/** AgentRadio: who is started again does not check in before the cadence allows. */
export function remembersLastCheck({ attempts, spans, context }: Traffic): Finding {
  const { restarts = [] } = context;
  const cadence = spans.at(-1)?.cadence;
  if (restarts.length === 0) return unseen('the client was not started again');
  if (!cadence) return inconclusive(UNKNOWN);
  const seen: { readonly wait: number; readonly by: Seen }[] = [];
  for (const restart of restarts) {
    const before = attempts.findLast(
      ({ last, outcome }) =>
        last.at < restart && last.kind === 'heartbeat' && outcome === 'accepted',
    );
    const after = attempts.find(({ first }) => first.at >= restart)?.first;
    if (!before || !after) continue;
    // Who was away for so long need not remember anything.
    if (restart - before.first.at >= cadence.from * (1 - SINGLE)) continue;
    // A client may count from the beginning of its check-in.
    const wait = after.at - before.first.at;
    if (wait + after.slack < cadence.from * (1 - SINGLE)) {
      return fail(
        `the client was started again and checked in ${duration(wait)} after its last check-in; at least ${duration(cadence.from)} asked`,
        [before.last, after],
      );
    }
    seen.push({ wait, by: after });
  }
  if (seen.length === 0) {
    return inconclusive(
      'nothing came after the client was started again, or it took too long to stop and to start',
    );
  }
  return pass(
    `checked in ${durations(seen.map(({ wait }) => wait))} after the last check-in before it was started again`,
    seen.map(({ by }) => by),
  );
}
