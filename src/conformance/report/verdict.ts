import type { ClientReport } from './client-types.ts';
import { counts, failsRun, type ServerReport, type Verdict } from './types.ts';

/** What a check found out. */
export type Report = ServerReport | ClientReport;

type Weighed<Kind extends Report> = Kind extends Report ? Omit<Kind, 'verdict'> : never;

/** Whether a report is about clients. */
export function isClientReport(report: Report): report is ClientReport {
  return report.format.startsWith('heartbeat-kit/client-report');
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
  if (isOpen || totals.pass === 0) return 'inconclusive';
  return problemsOf(report).length > 0 ? 'fail' : 'pass';
}

/** What fails a run beside its requirements, as sentences. */
export function problemsOf(report: Pick<Report, 'baseline' | 'coverage'>): readonly string[] {
  return [...(report.baseline?.problems ?? []), ...(report.coverage.problems ?? [])];
}
