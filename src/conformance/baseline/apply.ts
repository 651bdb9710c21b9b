import { EVERY_ANSWER } from '../judge.ts';
import type { KnownFailure } from '../report/types.ts';
import { isClientReport, isComplete, verdictOf, type Report } from '../report/verdict.ts';
import type { BaselineEntry } from './format.ts';
import type { Baseline } from './load.ts';

type Entry = Baseline['entries'][number];
type Result = Report['requirements'][number];

/** Where a requirement fails, in names that stay the same from run to run. */
export interface Place {
  /** Absent where nothing is known of the place. */
  readonly scenario?: string;
  /** For servers. */
  readonly step?: string | undefined;
}

/** What is out of date in an entry of a baseline. */
export interface Flaw {
  readonly entry: Entry;
  /** As a sentence. */
  readonly problem: string;
  /** Of an entry that is stale, what is not true any more; absent where it has expired. */
  readonly gone?: 'all' | Gone;
}

type Gone = Readonly<Record<'scenarios' | 'steps', readonly string[]>>;

/** What a random scenario was drawn with. */
const DRAWN_WITH = / \(--fuzz [^)]*\)$/;

/**
 * Weighs a report with a baseline: failures that it lists do not fail the run, while entries that are
 * out of date do. What the run did not see is neither.
 *
 * @param now milliseconds since the epoch, by which entries expire.
 * @param conceal takes the keys of the run out of what the baseline says.
 * @returns a report with `known` at failures that are listed, `baseline`, and the verdict that follows.
 */
export function applyBaseline<Kind extends Report>(
  report: Kind,
  baseline: Baseline,
  now: number,
  conceal: (text: string) => string,
): Kind {
  const today = dayOf(now);
  const requirements = (report.requirements as readonly Result[]).map((result) => {
    const entries = excusesOf(result, baseline, today);
    if (entries.length === 0) return result;
    // Several entries may say the same.
    const known = entries.map((entry) => toKnown(entry, conceal));
    const different = new Map(known.map((one) => [JSON.stringify(one), one]));
    return { ...result, known: [...different.values()] };
  });
  const problems = flawsOf(report, baseline, now).map(({ problem }) => conceal(problem));
  const file = conceal(baseline.name);
  const weighed = { ...report, requirements, baseline: { file, problems } } as Kind;
  return { ...weighed, verdict: verdictOf(weighed) };
}

/** The entries of a baseline that a report, or the day, shows to be out of date. */
export function flawsOf(report: Report, { name, entries }: Baseline, now: number): Flaw[] {
  return entries.flatMap((entry): Flaw[] => {
    const { requirement: id, expires, flaky, line, isChecked } = entry;
    if (!isChecked) return [];
    const result = (report.requirements as readonly Result[]).find((one) => one.id === id);
    const place = `${name}:${line}: ${id}`;
    const gone = result && !flaky ? goneOf(entry, result, report) : undefined;
    if (gone === 'all') {
      const what = result?.verdict === 'pass' ? 'passes now' : 'does not fail there any more';
      const problem = `${place} ${what}; take its entry out, or say flaky: true.`;
      return [{ entry, problem, gone }];
    }
    if (gone) {
      const where = [
        ...gone.scenarios.map((one) => `in "${one}"`),
        ...gone.steps.map((one) => `at "${one}"`),
      ];
      const problem = `${place} does not fail ${where.join(', ')} any more; take that out of its entry.`;
      return [{ entry, problem, gone }];
    }
    if (expires === undefined || expires >= dayOf(now)) return [];
    const problem = `${place} was excused until ${expires}; mend it and take its entry out, or give it another day.`;
    return [{ entry, problem }];
  });
}

/** Where a requirement fails; at least one place, where it does. */
export function placesOf(result: Result): Place[] {
  if (result.verdict !== 'fail') return [];
  const all =
    'findings' in result
      ? result.findings.map(({ scenario, about, step }): Place => {
          return { scenario: scenario.replace(DRAWN_WITH, ''), step: about ?? step };
        })
      : result.evidence.flatMap(({ scenario, verdict }): Place[] =>
          verdict === 'fail' ? [{ scenario }] : [],
        );
  const places = new Map(all.map((place) => [JSON.stringify(place), place]));
  return places.size > 0 ? [...places.values()] : [{}];
}

/** Whether an entry is about a place in which its requirement fails. */
export function covers(
  { scenarios, steps }: Pick<BaselineEntry, 'scenarios' | 'steps'>,
  { scenario, step }: Place,
): boolean {
  const lists = (names: readonly string[] | undefined, name: string | undefined) =>
    !names || (name !== undefined && names.includes(name));
  return lists(scenarios, scenario) && lists(steps, step);
}

/** A day in UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** What of an entry a report shows not to fail any more; undefined where there is no such. */
function goneOf(
  { scenarios, steps, ...entry }: Entry,
  result: Result,
  report: Report,
): Flaw['gone'] {
  if (!scenarios) return result.verdict === 'pass' ? 'all' : undefined;
  if (result.verdict === 'inconclusive') return undefined;
  const places = placesOf(result).filter((place) => covers({ ...entry, scenarios, steps }, place));
  const isSeen = (scenario: string, step?: string) => wasPlayed(scenario, step, report);
  const gone: Gone = {
    scenarios: scenarios.filter(
      (one) =>
        !places.some(({ scenario }) => scenario === one) &&
        (steps ?? [undefined]).every((step) => isSeen(one, step)),
    ),
    steps: (steps ?? []).filter(
      (one) =>
        !places.some(({ step }) => step === one) && scenarios.every((each) => isSeen(each, one)),
    ),
  };
  if (gone.scenarios.length === scenarios.length || gone.steps.length === steps?.length)
    return 'all';
  return gone.scenarios.length + gone.steps.length > 0 ? gone : undefined;
}

/** The entries that excuse all failures of a requirement; none where one of them is new. */
function excusesOf(result: Result, { entries }: Baseline, today: string): readonly Entry[] {
  const valid = entries.filter(
    ({ requirement, expires }) =>
      requirement === result.id && (expires === undefined || expires >= today),
  );
  const places = placesOf(result).map((place) => valid.find((entry) => covers(entry, place)));
  const found = places.flatMap((entry) => entry ?? []);
  return found.length === places.length ? found : [];
}

function toKnown(
  { reason, link, expires, flaky }: BaselineEntry,
  conceal: (text: string) => string,
): KnownFailure {
  return {
    reason: conceal(reason),
    ...(link !== undefined && { link: conceal(link) }),
    ...(expires !== undefined && { expires }),
    ...(flaky && { flaky }),
  };
}

/** Whether a scenario was played to its end, so that what does not fail in it passes. */
function wasPlayed(scenario: string, step: string | undefined, report: Report): boolean {
  if (isClientReport(report)) {
    return report.scenarios.some(({ name, ended }) => name === scenario && ended === undefined);
  }
  const { scenarios, statuses } = report.coverage;
  if (scenarios.seen.includes(scenario)) return true;
  // Of an answer that did not come nothing is known.
  const isOpen = step !== undefined && statuses.unseen.includes(step);
  return scenario === EVERY_ANSWER && isComplete(report) && !isOpen;
}
