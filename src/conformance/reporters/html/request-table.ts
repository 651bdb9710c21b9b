import type { TimelineEntry } from '../../report/client-types.ts';
import { clockTime } from '../../report/timeline.ts';
import { mark } from './marks.ts';
import { markup, type Markup } from './markup.ts';

/** Of very many requests, so many are told; the JSON report has more. */
const MAX = 200;
/** With each request that is evidence, so many before and after it are told. */
const AROUND = 3;

/** The requests of a timeline, one by one, to be opened. */
export function requestTable(
  timeline: readonly TimelineEntry[],
  evidence: readonly number[],
): Markup {
  const shown = selection(timeline, evidence);
  const rest = timeline.length - shown.length;
  const left = rest > 0 && markup`<p class="muted">${rest} others are left out.</p>`;
  return markup`<details><summary>${timeline.length} ${timeline.length === 1 ? 'request' : 'requests'}</summary>
<table class="requests"><thead><tr><th scope="col">time</th><th scope="col">request</th><th scope="col">answer</th><th scope="col">due, wait</th></tr></thead><tbody>${shown.map(
    (entry) => row(entry, evidence.includes(entry.id)),
  )}</tbody></table>${left}</details>`;
}

function selection(
  timeline: readonly TimelineEntry[],
  evidence: readonly number[],
): readonly TimelineEntry[] {
  if (timeline.length <= MAX) return timeline;
  const near = new Set<number>();
  for (const [index, { id }] of timeline.entries()) {
    if (!evidence.includes(id)) continue;
    for (let other = index - AROUND; other <= index + AROUND; other += 1) near.add(other);
  }
  return timeline.filter((_, index) => index < MAX / 2 || near.has(index)).slice(0, MAX);
}

function row(entry: TimelineEntry, isEvidence: boolean): Markup {
  const { at, method, path, outcome, answer, retryAfter, allowed } = entry;
  const due =
    allowed &&
    (allowed.to === undefined
      ? `from ${clockTime(allowed.from)}`
      : `${clockTime(allowed.from)} – ${clockTime(allowed.to)}`);
  const wait = retryAfter !== undefined && `wait ${Math.round(retryAfter / 1000)} s`;
  return markup`<tr${isEvidence && markup` class="fail"`}><td>${isEvidence && markup`<span class="sr">shows a failure: </span>`}${clockTime(at)}</td><td><code dir="ltr">${method} ${path}</code></td><td>${mark(outcome)}<span class="sr">${outcome} </span>${answer}</td><td>${due}${due !== undefined && wait !== false && ', '}${wait}</td></tr>`;
}
