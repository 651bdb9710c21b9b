import { printable, type Paint } from '../../text.ts';
import type { Level } from '../../contract/types.ts';
import { counts, type Judged, type KnownFailure } from './types.ts';

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
    return [text, `      ${paint('dim', reason)}`];
  });
}

function reasonOf({ verdict, reasons, known }: Judged): string | undefined {
  if (known) return `known: ${cut(printable(knownText(known)), MAX_REASON)}`;
  if (verdict !== 'inconclusive') return undefined;
  return `inconclusive: ${cut(printable(reasons.slice(0, 2).join('; ')), MAX_REASON)}`;
}

/** What a baseline says of failures, on one line. */
export function knownText(known: readonly KnownFailure[]): string {
  const texts = known.map(({ reason, link, expires, flaky }) => {
    const until = expires === undefined ? '' : ` (until ${expires})`;
    return `${reason}${flaky ? ' (flaky)' : ''}${until}${link === undefined ? '' : ` ${link}`}`;
  });
  return texts.join('; ');
}

/** Four characters for a verdict. */
export function mark(result: Judged, report: Weight, paint: Paint): string {
  if (result.verdict === 'pass') return paint('green', 'pass');
  if (result.verdict === 'inconclusive') return paint('dim', '?   ');
  if (result.known) return paint('dim', 'fail');
  return counts(result, report) ? paint('red', 'FAIL') : paint('yellow', 'fail');
}

/** What there is to say of failures that do not fail the run; empty where there are none. */
export function lightFailures(results: readonly Judged[], report: Weight): string {
  const light = results.filter(
    (one) => one.verdict === 'fail' && !one.known && !counts(one, report),
  );
  if (light.length === 0) return '';
  const [failures, them] = light.length === 1 ? ['failure does', 'it'] : ['failures do', 'them'];
  const level = light.some((one) => one.level === 'should') ? 'should' : 'assumed';
  return ` ${light.length} lighter ${failures} not count (--fail-on ${level} makes ${them}).`;
}

/** A text of no more than so many characters. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
