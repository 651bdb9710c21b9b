import type { Finding } from '../../observations.ts';
import type { RequirementResult } from '../../report/types.ts';
import { parseJson } from '../../../json.ts';
import { markup, type Markup } from './markup.ts';

/** Failures told per requirement, after those that are alike were put together; the JSON report has all. */
const MAX = 10;
/** Of the steps in which the same was seen, so many are named. */
const NAMED = 40;

interface Alike {
  readonly finding: Finding;
  /** The steps in which it was seen. */
  readonly places: readonly string[];
  readonly count: number;
}

/** What a server did otherwise: expected and received, and the request that shows it. */
export function serverFindings({ findings, passes }: RequirementResult): Markup {
  const seen =
    passes > 0 &&
    markup`<p class="muted">Held in ${passes} ${passes === 1 ? 'answer' : 'answers'}.</p>`;
  const all = putTogether(findings);
  const rest = all.length - MAX;
  const more = rest > 0 && markup`<p class="muted">And ${rest} more; the JSON report has all.</p>`;
  return markup`${all.slice(0, MAX).map((one, index) => told(one, index === 0))}${more}${seen}`;
}

/** Those in which the same came instead of the same. */
function putTogether(findings: readonly Finding[]): Alike[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.received?.status, finding.differences]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => ({
    finding: group[0] as Finding,
    places: [...new Set(group.map(({ scenario, step }) => `${scenario}: ${step}`))],
    count: group.length,
  }));
}

function told({ finding, places, count }: Alike, isFirst: boolean): Markup {
  const { differences, cause, sent, received } = finding;
  const [place, ...others] = places;
  return markup`<article class="finding">
<h3 dir="auto">${place ?? ''}${count > 1 && markup` <span class="tag">${count} times</span>`}</h3>
${others.length > 0 && also(others)}
<table class="differences"><thead><tr><th scope="col">where</th><th scope="col">expected</th><th scope="col">got</th></tr></thead><tbody>${differences.map(
    ({ where, expected, actual }) =>
      markup`<tr><th scope="row" dir="auto">${where}</th><td data-label="expected" dir="auto">${expected}</td><td data-label="got" class="got" dir="auto">${actual}</td></tr>`,
  )}</tbody></table>
${cause !== undefined && markup`<p class="cause" dir="auto"><b>Likely:</b> ${cause}</p>`}
<details${isFirst && markup` open`}><summary><h4>Sent <span class="muted" dir="auto">${sent.method} ${sent.url}</span></h4></summary>
<pre class="copy" dir="ltr"><code>${sent.curl}</code></pre></details>
${received ? answer(received, isFirst) : markup`<h4>Received <span class="muted">no answer</span></h4>`}
</article>`;
}

function also(places: readonly string[]): Markup {
  const rest = places.length - NAMED;
  return markup`<details class="also"><summary>and in ${places.length} other ${places.length === 1 ? 'step' : 'steps'}</summary><ul class="names">${places
    .slice(0, NAMED)
    .map(
      (place) => markup`<li dir="auto">${place}</li>`,
    )}${rest > 0 && markup`<li>and ${rest} more</li>`}</ul></details>`;
}

function answer(
  { status, headers, body }: NonNullable<Finding['received']>,
  isFirst: boolean,
): Markup {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return markup`<details${isFirst && markup` open`}><summary><h4>Received <span class="muted">${status}</span></h4></summary>
<pre dir="ltr"><code>${lines.length > 0 && markup`<span class="muted">${lines.join('\n')}</span>`}${
    body !== '' && `${lines.length > 0 ? '\n\n' : ''}${indented(body)}`
  }</code></pre></details>`;
}

/** JSON as people read it; anything else, and what was cut, as it came. */
function indented(body: string): string {
  const value = parseJson(body);
  return value === undefined ? body : JSON.stringify(value, null, 2);
}
