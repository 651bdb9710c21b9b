import { printable, type Paint } from '../../text.ts';
import type { Level } from '../../contract/types.ts';
import { counts, type Judged } from './types.ts';

const MAX_REASON = 160;

interface Weight {
  readonly failOn: Level;
}

/**
 * A line for each requirement. Where several in a row are inconclusive for the same reason, it is told
 * once, after the last.
 */
export function requirementLines(
  results: readonly Judged[],
  report: Weight,
  paint: Paint,
): string[] {
  return results.flatMap((result, index) => {
    const { id, title, level, basis } = result;
    const next = results[index + 1];
    const text = `${mark(result, report, paint)}  ${id.padEnd(23)} ${level.padEnd(7)} ${basis.padEnd(8)}  ${title}`;
    const reason = reasonOf(result);
    if (reason === undefined || (next && reasonOf(next) === reason)) return [text];
    return [text, `      ${paint('dim', `inconclusive: ${reason}`)}`];
  });
}

function reasonOf({ verdict, reasons }: Judged): string | undefined {
  if (verdict !== 'inconclusive') return undefined;
  return cut(printable(reasons.slice(0, 2).join('; ')), MAX_REASON);
}

/** Four characters for a verdict. */
export function mark(result: Judged, report: Weight, paint: Paint): string {
  if (result.verdict === 'pass') return paint('green', 'pass');
  if (result.verdict === 'inconclusive') return paint('dim', '?   ');
  return counts(result, report) ? paint('red', 'FAIL') : paint('yellow', 'fail');
}

/** What there is to say of failures that do not fail the run; empty where there are none. */
export function lightFailures(results: readonly Judged[], report: Weight): string {
  const light = results.filter((one) => one.verdict === 'fail' && !counts(one, report));
  if (light.length === 0) return '';
  const [failures, them] = light.length === 1 ? ['failure does', 'it'] : ['failures do', 'them'];
  const level = light.some((one) => one.level === 'should') ? 'should' : 'assumed';
  return ` ${light.length} lighter ${failures} not count (--fail-on ${level} makes ${them}).`;
}

/** A text of no more than so many characters. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
