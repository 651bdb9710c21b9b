import type { Difference } from '../evaluate.ts';
import type { Finding } from '../observations.ts';
import { painter } from '../../painter.ts';
import { printable, type Paint } from '../../text.ts';
import { cut, mark, requirementLines } from './lines.ts';
import { coverageLines, endLines } from './end-lines.ts';
import { counts, type RequirementResult, type ServerReport } from './types.ts';

/** Findings told per requirement; the JSON report has all. */
const MAX_FINDINGS = 3;
const MAX_DIFFERENCES = 8;

/** A report for people: a line per requirement, then what failed and how to see it again. */
export function prettyReport(report: ServerReport, colours: boolean): string {
  const paint = painter(colours);
  const { contract, target, requirements, totals, problem, ending, requests, durationMs } = report;
  const failed = requirements.filter(({ verdict, known }) => verdict === 'fail' && !known);
  return [
    paint('bold', `${contract.title} at ${printable(target)}`),
    '',
    ...requirementLines(requirements, report, paint),
    ...failed.flatMap((result) => ['', ...serverDetails(result, report, paint)]),
    '',
    ...(problem ? [paint('red', printable(problem))] : []),
    ...(ending ? [paint('red', `The run is not complete. ${printable(ending.sentence)}`)] : []),
    ...coverageLines(report, paint),
    `${totals.pass} passed, ${totals.fail} failed, ${totals.inconclusive} inconclusive; ${requests} requests in ${(durationMs / 1000).toFixed(1)} s`,
    ...endLines(report, paint),
    '',
  ].join('\n');
}

/** What failed of a requirement: where it is stated, what was sent, what came back, and the difference. */
export function serverDetails(
  result: RequirementResult,
  report: Pick<ServerReport, 'failOn'>,
  paint: Paint,
): string[] {
  const { id, level, basis, requirement, source, findings } = result;
  const shown = counts(result, report) ? MAX_FINDINGS : 1;
  const told = findings.slice(0, shown);
  const rest = findings.slice(shown).map(({ step }) => step);
  return [
    `${mark(result, report, paint)}  ${paint('bold', id)} (${level}, ${basis})`,
    `      ${requirement}`,
    ...source.map((place) => paint('dim', `      stated in: ${place}`)),
    ...told.flatMap((finding) => ['', ...findingLines(finding, paint)]),
    ...(rest.length > 0
      ? ['', `      and ${rest.length} more: ${cut(printable([...new Set(rest)].join(', ')), 300)}`]
      : []),
  ];
}

function findingLines(
  { scenario, step, sent, received, differences, cause }: Finding,
  paint: Paint,
): string[] {
  const label = (name: string) => paint('dim', `        ${name.padEnd(9)}`);
  const hidden = differences.length - MAX_DIFFERENCES;
  return [
    `      ${printable(`${scenario}: ${step}`)}`,
    `${label('sent')} ${oneLine(sent.curl)}`,
    ...(received ? [`${label('received')} ${receivedLine(received)}`] : []),
    ...differences
      .slice(0, MAX_DIFFERENCES)
      .map((difference) => `${label('expected')} ${differenceLine(difference, paint)}`),
    ...(hidden > 0 ? [`${label('')} and ${hidden} more differences`] : []),
    ...(cause ? [`${label('likely')} ${printable(cause)}`] : []),
  ];
}

function receivedLine({ status, headers, body }: NonNullable<Finding['received']>): string {
  const type = headers['content-type'] ?? 'no content type';
  return printable(cut(`${status} ${type} ${body}`, 400));
}

export function differenceLine({ where, expected, actual }: Difference, paint: Paint): string {
  return printable(`${where}: ${expected}`) + paint('red', printable(`, but got ${actual}`));
}

/** A command that a body has broken into lines still works when its line breaks stay. */
function oneLine(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
