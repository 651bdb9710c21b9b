import { sharesOf } from '../coverage.ts';
import { htmlText, markdownTable, plainText } from '../../markdown.ts';
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
    `## ${MARKS[verdict]} ${plainText(cut(view.heading, MAX_WHY))}`,
    '',
    `${plainText(view.conclusion)} ${totals.pass} passed, ${totals.fail} failed, ${totals.inconclusive} inconclusive; ${requests} requests in ${(durationMs / 1000).toFixed(1)} s.`,
    '',
  ].join('\n');
  let room = MOST - head.length;
  /** As many of the texts as there is room for, and how many there is none for. */
  const fitting = (texts: readonly string[], what: string): string[] => {
    const shown = texts.filter((text) => {
      const fits = text.length < room;
      if (fits) room -= text.length + 1;
      return fits;
    });
    const rest = texts.length - shown.length;
    const left = `_Left out, as a comment has no room for it: ${rest} ${what}${rest === 1 ? '' : 's'}. The JSON report has all._\n`;
    return rest > 0 ? [...shown, left] : shown;
  };
  // What is told in short goes before what is told at length.
  const tables = fitting([requirements(view), coverage(view)], 'table');
  const remarks = [...view.problems, ...view.notes].map((text) => `> ${plainText(text)}\n`);
  const told = fitting(remarks, 'remark');
  return [head, ...told, ...fitting(failures(view), 'failure'), ...tables].join('\n');
};

function requirements({ results }: View): string {
  return markdownTable(
    ['', 'requirement', 'level', 'basis', ''],
    results.map(({ result: { id, title, level, basis }, status, why }) => [
      STATUSES[status],
      plainText(id),
      level,
      basis,
      plainText(title) + (why ? `<br>${plainText(cut(why, MAX_WHY))}` : ''),
    ]),
  );
}

function failures({ results }: View): string[] {
  return results
    .filter(({ status }) => status === 'fail' || status === 'light')
    .map(({ result: { id, title }, status, details }) =>
      [
        `<details${status === 'fail' ? ' open' : ''}><summary>${STATUSES[status].split(' ')[0]} <b>${htmlText(id)}</b> ${htmlText(title)}</summary>`,
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
    return [kind, `${seen} of ${total}`, plainText(unseen.slice(0, NAMED).join(', ') + more)];
  });
  return markdownTable(['covered', '', 'not seen'], rows);
}
