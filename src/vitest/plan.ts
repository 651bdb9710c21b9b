import type { Level } from '../contract/types.ts';
import { cut } from '../conformance/report/lines.ts';
import { counts, type Judged, type Verdict } from '../conformance/report/types.ts';
import type { Requirement } from '../conformance/requirements.ts';
import { painter } from '../painter.ts';
import { flagsAsOptions, printable, type Paint } from '../text.ts';

/** What a run says of a requirement, as a test tells it. */
interface Result {
  /** `open` is what was not seen, or fails at a level that does not count. */
  readonly verdict: 'pass' | 'fail' | 'open';
  /** Why; empty where it passes. */
  readonly why: string;
}

/** What a run says, by the id of the requirement. */
export interface Results {
  /** Why most could not be looked at; then what is open fails. */
  readonly problem?: string | undefined;
  readonly byId: ReadonlyMap<string, Result>;
}

/** What is to be done: known before the tests run, so that there is a test for each requirement. */
export interface Plan {
  readonly requirements: readonly Requirement[];
  /** Milliseconds that the run may take. */
  readonly timeout: number;
  readonly run: () => Promise<Results>;
  /** Stops what was started. */
  readonly close: () => Promise<void>;
}

/** What of a report decides what tests tell. */
interface Report<Entry> {
  readonly failOn: Level;
  readonly totals: Readonly<Record<Verdict, number>>;
  readonly requirements: readonly Entry[];
}

/** How failures are told: with all evidence, and in a few words. */
interface Telling<Entry> {
  readonly full: (entry: Entry, paint: Paint) => readonly string[];
  readonly brief: (entry: Entry) => string;
}

/** Of a reason so many characters are told. */
const MAX_WHY = 300;

const plain = painter(false);

/**
 * Makes of a report what tests tell.
 *
 * @param unexercised what there was no occasion for.
 */
export function resultsOf<Entry extends Judged>(
  report: Report<Entry>,
  telling: Telling<Entry>,
  unexercised: readonly { readonly id: string; readonly why: string }[] = [],
): Results {
  const { requirements, totals } = report;
  const byId = new Map(requirements.map((one) => [one.id, resultOf(one, report, telling)]));
  for (const { id, why } of unexercised) byId.set(id, { verdict: 'open', why: oneLine([why]) });
  const all = [...byId.values()];
  if (totals.pass > 0 || all.some(({ verdict }) => verdict === 'fail')) return { byId };
  const why = oneLine(all.map((one) => one.why));
  return { byId, problem: `Nothing could be seen to hold: ${why}` };
}

function resultOf<Entry extends Judged>(
  entry: Entry,
  report: Report<Entry>,
  { full, brief }: Telling<Entry>,
): Result {
  const { verdict, level, reasons } = entry;
  if (verdict === 'pass') return { verdict, why: '' };
  if (verdict === 'inconclusive') return { verdict: 'open', why: oneLine(reasons) };
  if (counts(entry, report)) return { verdict, why: full(entry, plain).join('\n') };
  const note = `fails, which does not count (${level}, and failOn is ${report.failOn})`;
  return { verdict: 'open', why: oneLine([`${note}: ${brief(entry)}`]) };
}

/** Different reasons on one line. */
function oneLine(reasons: readonly string[]): string {
  return cut(flagsAsOptions(printable([...new Set(reasons)].join('; '))), MAX_WHY);
}
