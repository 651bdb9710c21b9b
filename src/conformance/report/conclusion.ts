import { lightFailures } from './lines.ts';
import { counts, failsRun } from './types.ts';
import type { ClientReport } from './client-types.ts';
import { isClientReport, type Report } from './verdict.ts';

/** What a report comes to, in a sentence or two. */
export function conclusionOf(report: Report): { readonly sentence: string; readonly note: string } {
  const who = isClientReport(report) ? 'client' : 'server';
  return { sentence: sentenceOf(report, who), note: noteOf(report) };
}

function sentenceOf(report: Report, who: string): string {
  const { verdict, failOn, requirements, totals } = report;
  if (verdict === 'pass' && totals.pass === 0)
    return 'Nothing fails the run, though nothing was seen to hold.';
  if (verdict === 'pass') return `The ${who} keeps the contract, as far as it was seen.`;
  if (verdict === 'inconclusive') return `There is no verdict: ${openness(report)}.`;
  if (requirements.some((one) => failsRun(one, report)))
    return `The ${who} does not keep the contract (level ${failOn}).`;
  return 'No requirement fails the run, but what is told above does.';
}

function openness(report: Report): string {
  const { totals } = report;
  if (isClientReport(report)) return opennessOfClient(report);
  if (totals.pass === 0) return 'nothing could be seen to hold';
  return report.problem ? 'no heartbeat is accepted' : 'the run is not complete';
}

function opennessOfClient(report: ClientReport): string {
  const { interrupted, totals, requirements } = report;
  if (interrupted) return 'the run was stopped';
  if (totals.pass === 0) return 'nothing could be seen to hold';
  const open = requirements.filter((one) => one.verdict === 'inconclusive' && counts(one, report));
  const ids = open.map(({ id }) => id).join(', ');
  return `too little was seen of ${ids} (no failure with --allow-inconclusive)`;
}

function noteOf(report: Report): string {
  const known = report.requirements.filter((one) => one.known).length;
  const text = known === 1 ? '1 failure is known' : `${known} failures are known`;
  return (known > 0 ? ` ${text} (baseline).` : '') + lightFailures(report.requirements, report);
}
