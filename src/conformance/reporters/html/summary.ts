import { sharesOf } from '../../coverage.ts';
import { isClientReport } from '../../report/verdict.ts';
import type { View } from '../view.ts';
import { mark, STATUS_NAMES, statusWords, type Status } from './marks.ts';
import { markup, type Markup } from './markup.ts';

/** What was checked, what it comes to, and how much of it there was. */
export function header(view: View): Markup {
  const { report, kind } = view;
  const subject = isClientReport(report) ? report.client : report.target;
  const state = isClientReport(report) ? report.state : undefined;
  const when = report.startedAt.replace('T', ' ').replace(/(?::\d\d)?(?:\.\d+)?Z$/, ' UTC');
  return markup`<header>
<p class="kicker"><span>heartbeat-kit · ${kind} report</span><time datetime="${report.startedAt}">${when}</time></p>
<h1>${report.contract.title}</h1>
<p class="subject"><code dir="auto">${subject}</code>${state !== undefined && markup` <span class="tag">${state}</span>`}</p>
</header>`;
}

/** The verdict, and how many requirements have which status. */
export function verdict(view: View): Markup {
  const { report, results } = view;
  const counts = STATUS_NAMES.map((status) => ({
    status,
    count: results.filter((one) => one.status === status).length,
  })).filter(({ count }) => count > 0);
  const { requests, durationMs } = report;
  const scenarios = isClientReport(report)
    ? `${counted(report.scenarios.length, 'scenario')} · `
    : '';
  return markup`<section class="card verdict ${report.verdict}" aria-label="Verdict">
<p class="conclusion">${mark(report.verdict)}<strong>${word(report.verdict)}</strong> <span>${view.conclusion}</span></p>
${bar(counts)}
<ul class="counts">${counts.map(
    ({ status, count }) =>
      markup`<li>${mark(status)} <b>${count}</b> ${statusWords(status, count)}</li>`,
  )}</ul>
<p class="muted">${scenarios}${counted(requests, 'request')} · ${(durationMs / 1000).toFixed(1)} s · fails on level ${report.failOn}</p>
</section>`;
}

/** What fails the run beside its requirements, and what else there is to know. */
export function remarks({ problems, notes, report }: View): Markup {
  const told = [
    ...problems.map((text) => markup`<li class="problem">${mark('fail')}<span>${text}</span></li>`),
    ...notes.map((text) => markup`<li>${mark('info')}<span>${text}</span></li>`),
    ...('leaves' in report && report.leaves
      ? [markup`<li>${mark('info')}<span>${report.leaves}</span></li>`]
      : []),
  ];
  if (told.length === 0) return markup``;
  return markup`<section class="card" aria-label="Notes"><ul class="remarks">${told}</ul></section>`;
}

/** How much of the contract the run has exercised; what it has not is named. */
export function coverage({ report }: View): Markup {
  const rows = sharesOf(report.coverage).map(({ kind, seen, total, percent: exact, unseen }) => {
    const percent = Math.floor(exact);
    const names =
      unseen.length > 0
        ? markup`<details><summary>${unseen.length} not seen</summary><ul class="names">${unseen.map((name) => markup`<li>${name}</li>`)}</ul></details>`
        : markup`<p class="muted">all seen</p>`;
    return markup`<div class="covered"><h3>${kind}</h3><p class="share"><b>${percent} %</b> <span class="muted">${seen} of ${total}</span></p>
<svg class="bar" role="img" aria-label="${percent} percent" width="100%" height="8"><rect class="rest" width="100%" height="8" rx="4"/><rect class="done" width="${percent}%" height="8" rx="4"/></svg>${names}</div>`;
  });
  return markup`<section class="card" aria-labelledby="coverage"><h2 id="coverage">Coverage</h2><div class="coverage">${rows}</div></section>`;
}

/** The counts as a bar, in which each has its share. */
function bar(counts: readonly { readonly status: Status; readonly count: number }[]): Markup {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  let at = 0;
  const parts = counts.toReversed().map(({ status, count }) => {
    const [x, width] = [(at / total) * 100, (count / total) * 100];
    at += count;
    return markup`<rect class="${status}" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" height="12"><title>${count} ${statusWords(status, count)}</title></rect>`;
  });
  return markup`<svg class="bar" aria-hidden="true" width="100%" height="12">${parts}</svg>`;
}

function word(result: View['report']['verdict']): string {
  return { pass: 'Pass', fail: 'Fail', inconclusive: 'No verdict' }[result];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
