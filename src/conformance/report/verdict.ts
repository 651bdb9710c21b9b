import type { ClientReport } from './client-types.ts';
import { counts, failsRun, type ServerReport, type Verdict } from './types.ts';

/** What a check found out. */
export type Report = ServerReport | ClientReport;

type Weighed<Kind extends Report> = Kind extends Report ? Omit<Kind, 'verdict'> : never;

/** Whether a report is about clients. */
export function isClientReport(report: Report): report is ClientReport {
  return report.format.startsWith('heartbeat-kit/client-report');
}

/** Whether a run came to its end, and could look at what it should. */
export function isComplete(report: Report): boolean {
  if (isClientReport(report)) return !report.interrupted;
  return report.ending === undefined && report.problem === undefined;
}

/** What a report comes to, whatever verdict it carries. */
export function verdictOf(report: Weighed<Report>): Verdict {
  const { requirements, totals } = report;
  if (requirements.some((one) => failsRun(one, report))) return 'fail';
  const isOpen =
    'client' in report
      ? report.interrupted ||
        report.requirements.some((one) => one.verdict === 'inconclusive' && counts(one, report))
      : // Of a server that takes no heartbeat, a few reads that work prove little.
        report.ending !== undefined || (report.problem !== undefined && totals.inconclusive > 0);
  const isBlank = totals.pass === 0 && !requirements.some(({ known }) => known);
  if (isOpen || isBlank) return 'inconclusive';
  return problemsOf(report).length > 0 ? 'fail' : 'pass';
}

/** What fails a run beside its requirements, as sentences. */
export function problemsOf(report: Pick<Report, 'baseline' | 'coverage'>): readonly string[] {
  return [...(report.baseline?.problems ?? []), ...(report.coverage.problems ?? [])];
}
