import type { Basis, Level } from '../../contract/types.ts';
import type { Coverage } from '../coverage.ts';
import type { Finding } from '../observations.ts';
import type { Ending } from '../run-types.ts';
import { LEVELS } from '../weights.ts';

/** `inconclusive` is what was not observed. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** A requirement, and the verdict on it. */
export interface Judged {
  readonly id: string;
  readonly verdict: Verdict;
  readonly level: Level;
  readonly basis: Basis;
  /** The rule in a few words, and in full. */
  readonly title: string;
  readonly requirement: string;
  readonly source: readonly string[];
  /** Why it is inconclusive. */
  readonly reasons: readonly string[];
  /** What a baseline says of its failures, which do not fail the run then. */
  readonly known?: readonly KnownFailure[];
}

/** What an entry of a baseline says of failures. */
export interface KnownFailure {
  readonly reason: string;
  /** Where more is said of it. */
  readonly link?: string;
  /** The last day on which it is excused, in UTC: `2027-01-31`. */
  readonly expires?: string;
  /** Whether it passes at times. */
  readonly flaky?: boolean;
}

/** What both kinds of reports say of the baseline that they were weighed with. */
export interface BaselineResult {
  readonly file: string;
  /** What is wrong with its entries, as sentences; any fails the run. */
  readonly problems: readonly string[];
}

/** What a run says about one requirement. */
export interface RequirementResult extends Judged {
  /** Number of answers that showed it to hold. */
  readonly passes: number;
  readonly findings: readonly Finding[];
}

/** What a run says about a server; plain JSON, without keys. */
export interface ServerReport {
  readonly format: 'heartbeat-kit/server-report@1';
  readonly contract: { readonly id: string; readonly title: string };
  readonly target: string;
  readonly verdict: Verdict;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly requests: number;
  readonly failOn: Level;
  readonly totals: Readonly<Record<Verdict, number>>;
  /** Why most could not be looked at, where not even a plain heartbeat is accepted. */
  readonly problem?: string;
  /** Why the run ended before all was done. */
  readonly ending?: Ending;
  /** What the run leaves behind on the server. */
  readonly leaves?: string;
  readonly requirements: readonly RequirementResult[];
  readonly coverage: Coverage;
  readonly baseline?: BaselineResult;
}

/** Whether a failure of a requirement fails the run. */
export function counts(
  { level }: { readonly level: Level },
  { failOn }: { readonly failOn: Level },
): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(failOn);
}

/** Whether a requirement fails the run that a report is about. */
export function failsRun(result: Judged, report: { readonly failOn: Level }): boolean {
  return result.verdict === 'fail' && !result.known && counts(result, report);
}

/** How many requirements have which verdict. */
export function totalsOf(requirements: readonly Judged[]): Record<Verdict, number> {
  const totals: Record<Verdict, number> = { pass: 0, fail: 0, inconclusive: 0 };
  for (const { verdict } of requirements) totals[verdict] += 1;
  return totals;
}
