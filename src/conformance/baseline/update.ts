import { failsRun } from '../report/types.ts';
import type { Report } from '../report/verdict.ts';
import { covers, dayOf, flawsOf, placesOf, type Place } from './apply.ts';
import { edited, type Changes } from './edit.ts';
import type { BaselineEntry } from './format.ts';
import type { Baseline } from './load.ts';

/**
 * The text of a baseline that fits a report: new failures that count are listed, with the scenarios
 * and steps in which they fail; what passes now is not listed any more. All else stays as it is,
 * comments and entries that have expired included.
 *
 * @param now milliseconds since the epoch.
 */
export function updatedBaseline(report: Report, baseline: Baseline, now: number): string {
  const { entries, text } = baseline;
  const gone: Changes['gone'] = new Map(
    flawsOf(report, baseline, now).flatMap(({ entry, gone: names }) =>
      names ? [[entries.indexOf(entry), names]] : [],
    ),
  );
  const reason = `Found on ${dayOf(now)}; nobody has said why yet.`;
  const added = report.requirements.flatMap((result) => {
    if (!failsRun(result, report)) return [];
    const own = entries.filter(({ requirement }) => requirement === result.id);
    const places = placesOf(result).filter((place) => !own.some((entry) => covers(entry, place)));
    return entriesFor(places).map((where) => ({ requirement: result.id, ...where, reason }));
  });
  const isSame = gone.size === 0 && added.length === 0 && !baseline.isEmpty;
  return isSame ? text : edited(text, { gone, added });
}

/** Entries that cover places and nothing else: one for each scenario with steps. */
function entriesFor(places: readonly Place[]): Pick<BaselineEntry, 'scenarios' | 'steps'>[] {
  const scenarios = [...new Set(places.map(({ scenario }) => scenario))];
  const entries = scenarios.flatMap((scenario) => {
    const own = places.filter((place) => place.scenario === scenario);
    const steps = own.flatMap(({ step }) => step ?? []);
    return scenario !== undefined && steps.length > 0 ? [{ scenarios: [scenario], steps }] : [];
  });
  if (places.length === 0 || entries.length > 0) return entries;
  const named = scenarios.flatMap((scenario) => scenario ?? []);
  return [named.length > 0 ? { scenarios: named } : {}];
}
