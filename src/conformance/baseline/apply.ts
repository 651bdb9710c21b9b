import { EVERY_ANSWER } from '../judge.ts';
import type { KnownFailure } from '../report/types.ts';
import { verdictOf, type Report } from '../report/verdict.ts';
import type { BaselineEntry } from './format.ts';
import type { Baseline } from './load.ts';

type Entry = Baseline['entries'][number];
type Result = Report['requirements'][number];

/** What is out of date in an entry of a baseline. */
export interface Flaw {
  readonly entry: Entry;
  /** As a sentence. */
  readonly problem: string;
  /** Of an entry that is stale, the scenarios that are still true; absent where it has expired. */
  readonly remains?: readonly string[];
}

/**
 * Weighs a report with a baseline: failures that it lists do not fail the run, while entries that are
 * out of date do. What the run did not see is neither.
 *
 * @param now milliseconds since the epoch, by which entries expire.
 * @returns a report with `known` at failures that are listed, `baseline`, and the verdict that follows.
 */
export function applyBaseline<Kind extends Report>(
  report: Kind,
  baseline: Baseline,
  now: number,
): Kind {
  const today = dayOf(now);
  const requirements = (report.requirements as readonly Result[]).map((result) => {
    const known = knownFailure(result, baseline, today);
    return known ? { ...result, known } : result;
  });
  const problems = flawsOf(report, baseline, now).map(({ problem }) => problem);
  const weighed = { ...report, requirements, baseline: { file: baseline.name, problems } } as Kind;
  return { ...weighed, verdict: verdictOf(weighed) };
}

/** The entries of a baseline that a report shows to be out of date. */
export function flawsOf(report: Report, { name, entries }: Baseline, now: number): Flaw[] {
  return entries.flatMap((entry): Flaw[] => {
    const { requirement: id, scenarios = [], expires, flaky, line } = entry;
    const result = (report.requirements as readonly Result[]).find((one) => one.id === id);
    if (!result || result.verdict === 'inconclusive') return [];
    const place = `${name}:${line}: ${id}`;
    if (result.verdict === 'pass') {
      const problem = `${place} passes now; take its entry out, or say flaky: true.`;
      return flaky ? [] : [{ entry, problem, remains: [] }];
    }
    const places = placesOf(result);
    const gone = scenarios.filter((one) => !places.includes(one) && wasPlayed(one, report));
    if (gone.length > 0 && !flaky) {
      const problem = `${place} does not fail in "${gone.join('", "')}" any more; take that out of its entry.`;
      return [{ entry, problem, remains: scenarios.filter((one) => !gone.includes(one)) }];
    }
    if (expires === undefined || expires >= dayOf(now)) return [];
    const problem = `${place} was excused until ${expires}; mend it, or give it another day.`;
    return [{ entry, problem }];
  });
}

/** The scenarios in which a requirement fails. */
export function placesOf(result: Result): string[] {
  const places =
    'findings' in result
      ? result.findings.map(({ scenario }) => scenario)
      : result.evidence.flatMap(({ scenario, verdict }) => (verdict === 'fail' ? [scenario] : []));
  return [...new Set(places)];
}

/** A day in UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** What excuses all failures of a requirement; undefined where one of them is new. */
function knownFailure(
  result: Result,
  { entries }: Baseline,
  today: string,
): KnownFailure | undefined {
  if (result.verdict !== 'fail') return undefined;
  const valid = entries.filter(
    ({ requirement, expires }) =>
      requirement === result.id && (expires === undefined || expires >= today),
  );
  const excuses = (place: string) =>
    valid.find(({ scenarios: all }) => !all || all.includes(place));
  if (!placesOf(result).every(excuses)) return undefined;
  const [entry] = valid;
  return entry && toKnown(entry);
}

function toKnown({ reason, link, expires, flaky }: BaselineEntry): KnownFailure {
  return {
    reason,
    ...(link !== undefined && { link }),
    ...(expires !== undefined && { expires }),
    ...(flaky && { flaky }),
  };
}

/** Whether a scenario was played to its end, so that what does not fail in it passes. */
function wasPlayed(scenario: string, report: Report): boolean {
  if (report.coverage.scenarios.seen.includes(scenario)) return true;
  return scenario === EVERY_ANSWER && !('client' in report) && report.ending === undefined;
}
