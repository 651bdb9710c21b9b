import type { Difference } from '../evaluate.ts';
import type { Finding } from '../observations.ts';
import { painter, printable, type Paint } from '../../text.ts';
import { counts, type RequirementResult, type ServerReport } from './types.ts';

/** Findings told per requirement; the JSON report has all. */
const MAX_FINDINGS = 3;
const MAX_DIFFERENCES = 8;
const MAX_REASON = 160;

/** A report for people: a line per requirement, then what failed and how to see it again. */
export function prettyReport(report: ServerReport, colours: boolean): string {
  const paint = painter(colours);
  const { contract, target, requirements, totals, problem, ending, requests, durationMs } = report;
  const failed = requirements.filter(({ verdict }) => verdict === 'fail');
  return [
    paint('bold', `${contract.title} at ${printable(target)}`),
    '',
    ...requirements.flatMap((result, index) =>
      lines(result, requirements[index + 1], report, paint),
    ),
    ...failed.flatMap((result) => ['', ...details(result, report, paint)]),
    '',
    ...(problem ? [paint('red', printable(problem))] : []),
    ...(ending ? [paint('red', `The run is not complete. ${printable(ending.sentence)}`)] : []),
    `${totals.pass} passed, ${totals.fail} failed, ${totals.inconclusive} inconclusive; ${requests} requests in ${(durationMs / 1000).toFixed(1)} s`,
    conclusion(report, paint),
    '',
  ].join('\n');
}

/** Where several in a row are inconclusive for the same reason, it is told once, after the last. */
function lines(
  result: RequirementResult,
  next: RequirementResult | undefined,
  report: ServerReport,
  paint: Paint,
): string[] {
  const { id, title, level, basis } = result;
  const text = `${mark(result, report, paint)}  ${id.padEnd(23)} ${level.padEnd(7)} ${basis.padEnd(8)}  ${title}`;
  const reason = reasonOf(result);
  if (reason === undefined || (next && reasonOf(next) === reason)) return [text];
  return [text, `      ${paint('dim', `inconclusive: ${reason}`)}`];
}

function reasonOf({ verdict, reasons }: RequirementResult): string | undefined {
  if (verdict !== 'inconclusive') return undefined;
  return cut(printable(reasons.slice(0, 2).join('; ')), MAX_REASON);
}

function mark(result: RequirementResult, report: ServerReport, paint: Paint): string {
  if (result.verdict === 'pass') return paint('green', 'pass');
  if (result.verdict === 'inconclusive') return paint('dim', '?   ');
  return counts(result, report) ? paint('red', 'FAIL') : paint('yellow', 'fail');
}

function details(result: RequirementResult, report: ServerReport, paint: Paint): string[] {
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
  return oneLine(cut(`${status} ${type} ${body}`, 400));
}

function differenceLine({ where, expected, actual }: Difference, paint: Paint): string {
  return printable(`${where}: ${expected}`) + paint('red', printable(`, but got ${actual}`));
}

function conclusion(report: ServerReport, paint: Paint): string {
  const { verdict, requirements, failOn, totals } = report;
  const light = requirements.filter(
    (result) => result.verdict === 'fail' && !counts(result, report),
  );
  const note =
    light.length > 0
      ? ` ${light.length} lighter ${light.length === 1 ? 'failure does' : 'failures do'} not count (--fail-on ${light.some(({ level }) => level === 'should') ? 'should' : 'assumed'} makes ${light.length === 1 ? 'it' : 'them'}).`
      : '';
  if (verdict === 'fail') {
    return paint('red', `The server does not keep the contract (level ${failOn}).`) + note;
  }
  if (verdict === 'pass')
    return paint('green', 'The server keeps the contract, as far as it was seen.') + note;
  const why =
    totals.pass === 0
      ? 'nothing could be seen to hold'
      : report.problem
        ? 'no heartbeat is accepted'
        : 'the run is not complete';
  return paint('yellow', `There is no verdict: ${why}.`) + note;
}

/** A command that a body has broken into lines still works when its line breaks stay. */
function oneLine(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
