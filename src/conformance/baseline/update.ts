import { isSeq, parseDocument, YAMLSeq, type Document } from 'yaml';
import { failsRun } from '../report/types.ts';
import type { Report } from '../report/verdict.ts';
import { dayOf, flawsOf, placesOf } from './apply.ts';
import type { BaselineEntry } from './format.ts';
import type { Baseline } from './load.ts';

const HEAD = `# Failures that are known, and do not fail a run (--baseline). An entry may have a link, the
# last day on which it holds (expires: 2027-01-31), and flaky: true where it passes at times.
failures:
`;

/**
 * The text of a baseline that fits a report: new failures that count are listed, with the scenarios
 * in which they fail; what passes now is not listed any more. All else stays as it is, comments and
 * entries that have expired included.
 *
 * @param now milliseconds since the epoch.
 */
export function updatedBaseline(report: Report, baseline: Baseline, now: number): string {
  const document = parseDocument(baseline.text.trim() === '' ? HEAD : baseline.text);
  const list = listOf(document);
  const { entries } = baseline;
  const stale = new Map(
    flawsOf(report, baseline, now).flatMap(({ entry, remains }) =>
      remains ? [[entry, remains]] : [],
    ),
  );
  // From the end, so that places stay what they are.
  for (const [index, entry] of [...entries.entries()].toReversed()) {
    const remains = stale.get(entry);
    if (remains?.length === 0) list.delete(index);
    else if (remains) list.setIn([index, 'scenarios'], document.createNode(remains));
  }
  for (const result of report.requirements) {
    if (!failsRun(result, report)) continue;
    const own = entries.filter(({ requirement }) => requirement === result.id);
    const isListed = (place: string) =>
      own.some(({ scenarios }) => !scenarios || scenarios.includes(place));
    const places = placesOf(result).filter((place) => !isListed(place));
    if (places.length > 0) list.add(document.createNode(entryOf(result.id, places, now)));
  }
  return document.toString({ lineWidth: 100 });
}

function entryOf(requirement: string, scenarios: readonly string[], now: number): BaselineEntry {
  const reason = `Found on ${dayOf(now)}; nobody has said why yet.`;
  return { requirement, scenarios: [...scenarios], reason };
}

function listOf(document: Document): YAMLSeq {
  const list = document.get('failures', true);
  if (isSeq(list)) return list;
  const empty = new YAMLSeq();
  document.set('failures', empty);
  return empty;
}
