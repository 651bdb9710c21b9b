import { sharesOf } from '../coverage.ts';
import { markdownTable } from '../../markdown.ts';
import { cut } from '../report/lines.ts';
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
const MAX_WHY = 300;
/** Of what was not covered, so much is named. */
const NAMED = 12;

/** Comments may have 65,536 characters; what else stands in one has to fit as well. */
const MOST = 60_000;

/** GitHub-flavoured Markdown, for comments on pull requests and summaries of workflows. */
export const markdown: Reporter = (report, options) => {
  const view = viewOf(report, options);
  const { totals, requests, durationMs, verdict } = report;
  const head = [
    `## ${MARKS[verdict]} ${inline(view.heading)}`,
    '',
    `${inline(view.conclusion)} ${totals.pass} passed, ${totals.fail} failed, ${totals.inconclusive} inconclusive; ${requests} requests in ${(durationMs / 1000).toFixed(1)} s.`,
    '',
    ...[...view.problems, ...view.notes].flatMap((text) => [`> ${inline(text)}`, '']),
  ];
  const tables = [
    markdownTable(
      ['', 'requirement', 'level', 'basis', ''],
      view.results.map(({ result: { id, title, level, basis }, status, why }) => [
        STATUSES[status],
        inline(id),
        level,
        basis,
        inline(title) + (why ? `<br>${inline(cut(why, MAX_WHY))}` : ''),
      ]),
    ),
    coverage(view),
  ];
  const text = [...head, ...tables].join('\n');
  return [...head, ...fitting(failures(view), MOST - text.length), ...tables].join('\n');
};

/** As many of the texts as there is room for, and how many there is none for. */
function fitting(texts: readonly string[], room: number): string[] {
  let left = room;
  const shown = texts.filter((text) => {
    const fits = text.length <= left;
    if (fits) left -= text.length;
    return fits;
  });
  const rest = texts.length - shown.length;
  const more = `_What failed of ${rest === 1 ? 'another requirement' : `${rest} other requirements`} is too long for a comment; the HTML report has it._`;
  return rest > 0 ? [...shown, more, ''] : shown;
}

function failures({ results }: View): string[] {
  return results
    .filter(({ status }) => status === 'fail' || status === 'light')
    .map(({ result: { id, title }, status, details }) =>
      [
        `<details${status === 'fail' ? ' open' : ''}><summary>${STATUSES[status].split(' ')[0]} <b>${escape(id)}</b> ${escape(line(title))}</summary>`,
        '',
        ...fenced(details),
        '',
        '</details>',
        '',
      ].join('\n'),
    );
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
  const rows = sharesOf(report.coverage).map(({ kind, seen, total, unseen }) => {
    const more = unseen.length > NAMED ? ', …' : '';
    return [kind, `${seen} of ${total}`, inline(unseen.slice(0, NAMED).join(', ') + more)];
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
