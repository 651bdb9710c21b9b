import { COVERAGE_KINDS } from '../coverage-kinds.ts';
import { markdownTable } from '../../markdown.ts';
import type { Verdict } from '../report/types.ts';
import type { Reporter } from './index.ts';
import { viewOf, type ResultView, type View } from './view.ts';

const MARKS: Record<Verdict, string> = { pass: '✅', fail: '❌', inconclusive: '❔' };
const STATUSES: Record<ResultView['status'], string> = {
  pass: '✅ pass',
  fail: '❌ **fail**',
  light: '⚠️ fail',
  known: '☑️ known failure',
  inconclusive: '❔ inconclusive',
  unseen: '– not exercised',
};
/** Of what was not covered, so much is named. */
const NAMED = 12;

/** GitHub-flavoured Markdown, for comments on pull requests and summaries of workflows. */
export const markdown: Reporter = (report) => {
  const view = viewOf(report);
  const { totals, requests, durationMs, verdict } = report;
  return [
    `## ${MARKS[verdict]} ${inline(view.heading)}`,
    '',
    `${inline(view.conclusion)} ${totals.pass} passed, ${totals.fail} failed, ${totals.inconclusive} inconclusive; ${requests} requests in ${(durationMs / 1000).toFixed(1)} s.`,
    '',
    ...[...view.problems, ...view.notes].flatMap((text) => [`> ${inline(text)}`, '']),
    ...failures(view),
    markdownTable(
      ['', 'requirement', 'level', 'basis', ''],
      view.results.map(({ result: { id, title, level, basis }, status, why }) => [
        STATUSES[status],
        inline(id),
        level,
        basis,
        inline(title) + (why ? `<br>${inline(why)}` : ''),
      ]),
    ),
    coverage(view),
  ].join('\n');
};

function failures({ results }: View): string[] {
  return results
    .filter(({ status }) => status === 'fail' || status === 'light')
    .flatMap(({ result: { id, title }, status, details }) => [
      `<details${status === 'fail' ? ' open' : ''}><summary>${STATUSES[status].split(' ')[0]} <b>${escape(id)}</b> ${escape(line(title))}</summary>`,
      '',
      ...fenced(details),
      '',
      '</details>',
      '',
    ]);
}

/** A block of code that nothing in it can end. */
function fenced(lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((text) => text.match(/`+/g) ?? []).map((ticks) => ticks.length),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
}

function coverage({ report }: View): string {
  const rows = COVERAGE_KINDS.flatMap((kind) => {
    const { seen, unseen } = report.coverage[kind];
    const total = seen.length + unseen.length;
    if (total === 0) return [];
    const more = unseen.length > NAMED ? ', …' : '';
    return [[kind, `${seen.length} of ${total}`, inline(unseen.slice(0, NAMED).join(', ') + more)]];
  });
  return markdownTable(['covered', '', 'not seen'], rows);
}

/** Text on one line, in which nothing is Markdown or HTML. */
function inline(text: string): string {
  return escape(line(text)).replaceAll(/[\\`*_[\]#~@]/g, String.raw`\$&`);
}

function line(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
