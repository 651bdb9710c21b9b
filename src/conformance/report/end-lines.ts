import type { Paint } from '../../text.ts';
import { printable } from '../../text.ts';
import { sharesOf } from '../coverage.ts';
import { conclusionOf } from './conclusion.ts';
import type { Verdict } from './types.ts';
import { problemsOf, type Report } from './verdict.ts';

const COLOURS = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const satisfies Record<
  Verdict,
  Parameters<Paint>[0]
>;

/** How much of the contract a run has exercised, on one line. */
export function coverageLines({ coverage }: Report, paint: Paint): string[] {
  const parts = sharesOf(coverage).map(({ kind, seen, total }) => `${seen} of ${total} ${kind}`);
  return [paint('dim', `covered: ${parts.join(', ')}`)];
}

/** What fails a run beside its requirements, and what it comes to. */
export function endLines(report: Report, paint: Paint): string[] {
  const { sentence, note } = conclusionOf(report);
  return [
    ...problemsOf(report).map((problem) => paint('red', printable(problem))),
    paint(COLOURS[report.verdict], sentence) + note,
  ];
}
