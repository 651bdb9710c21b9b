import { knownText } from '../../report/lines.ts';
import { BASES, LEVELS } from '../../weights.ts';
import { causeOf } from '../cases.ts';
import type { ResultView, View } from '../view.ts';
import { clientEvidence } from './evidence.ts';
import { serverFindings } from './findings.ts';
import { mark, STATUS_NAMES, STATUSES } from './marks.ts';
import { anchor, link, markup, type Markup } from './markup.ts';

/** Each requirement, what was seen of it, and what it says; open where it fails the run. */
export function requirements(view: View): Markup {
  // What matters most comes first; the order of the contract stays within.
  const sorted = STATUS_NAMES.flatMap((name) =>
    view.results.filter(({ status }) => status === name),
  );
  return markup`<section aria-labelledby="requirements"><h2 id="requirements">Requirements</h2>
${filter(view)}
<div id="list">${sorted.map((one) => requirement(one, view))}</div>
<p id="none" hidden>No requirement is like that.</p></section>`;
}

/** Needs the script, and is hidden without it. */
function filter({ results }: View): Markup {
  return markup`<form id="filter" hidden role="search" aria-label="Filter requirements">
<label class="search"><span>Filter</span><input type="search" name="text" placeholder="Id, words, scenario …" autocomplete="off"></label>
${facet(
  'status',
  STATUS_NAMES,
  results.map(({ status }) => status),
  (status) => markup`${mark(status)}${STATUSES[status]}`,
)}
${facet(
  'level',
  LEVELS,
  results.map(({ result }) => result.level),
)}
${facet(
  'basis',
  BASES,
  results.map(({ result }) => result.basis),
)}
<p class="actions"><output></output><button type="button" data-open="true">Open all</button><button type="button" data-open="false">Close all</button><button type="reset">Reset</button></p>
</form>`;
}

/** What can be chosen from; nothing where all are alike. */
function facet<Value extends string>(
  name: string,
  values: readonly Value[],
  all: readonly Value[],
  show: (value: Value) => Markup = (value) => markup`${value}`,
): Markup {
  const present = values.filter((value) => all.includes(value));
  if (present.length < 2) return markup``;
  const boxes = present.map((value) => {
    const count = all.filter((one) => one === value).length;
    return markup`<label><input type="checkbox" name="${name}" value="${value}">${show(value)} <small>${count}</small></label>`;
  });
  return markup`<fieldset><legend>${name}</legend>${boxes}</fieldset>`;
}

function requirement(one: ResultView, view: View): Markup {
  const { result, status } = one;
  const { id, title, level, basis, requirement: text, source } = result;
  return markup`<details class="card requirement ${status}" data-status="${status}" data-level="${level}" data-basis="${basis}"${
    status === 'fail' && markup` open`
  }>
<summary>${mark(status)}<span class="sr">${STATUSES[status]}: </span><code>${id}</code> <span class="title">${title}</span>
<span class="tags"><span class="tag">${level}</span> <span class="tag">${basis}</span></span>${hint(one)}</summary>
<div class="body" id="${anchor(id)}">
<p>${inlineCode(text)}</p>
<ul class="source">${source.map((place) => markup`<li>${place}</li>`)}</ul>
${known(one)}${reasons(one)}${evidence(one, view)}
</div></details>`;
}

/** What is worth knowing before anything is opened. */
function hint({ status, result, why }: ResultView): Markup {
  const text = status === 'fail' || status === 'light' ? causeOf(result) : why;
  return text ? markup`<span class="hint" dir="auto">${text}</span>` : markup``;
}

function known({ result }: ResultView): Markup {
  const all = (result.known ?? []).map(
    ({ link: url, ...rest }) =>
      markup`<p class="known">${mark('known')}<span>Known by the baseline: <span dir="auto">${knownText([rest])}</span>${
        url !== undefined && markup` ${link(url)}`
      }</span></p>`,
  );
  return markup`${all}`;
}

function reasons({ result, status }: ResultView): Markup {
  if (status !== 'inconclusive' && status !== 'unseen') return markup``;
  return markup`<ul>${result.reasons.map((reason) => markup`<li dir="auto">${reason}</li>`)}</ul>`;
}

function evidence({ result }: ResultView, view: View): Markup {
  if ('findings' in result) return serverFindings(result);
  return 'evidence' in result ? clientEvidence(result, view) : markup``;
}

/** Requirements are written with backticks around code. */
function inlineCode(text: string): Markup {
  return markup`${text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}
