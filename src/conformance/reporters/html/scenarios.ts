import type { ClientReport, ScenarioResult } from '../../report/client-types.ts';
import { clockTime } from '../../report/timeline.ts';
import { mark } from './marks.ts';
import { anchor, markup, type Markup } from './markup.ts';
import { figure, legend } from './timeline.ts';

/** How each scenario went, as a picture. */
export function scenarios({ scenarios: all, requirements }: ClientReport): Markup {
  if (all.length === 0) return markup``;
  const failures = requirements.flatMap(({ id, evidence }) =>
    evidence.filter(({ verdict }) => verdict === 'fail').map((one) => ({ id, ...one })),
  );
  return markup`<section aria-labelledby="timelines"><h2 id="timelines">Timelines</h2>${legend()}${all.map(
    (one) =>
      scenario(
        one,
        failures.filter(({ scenario: name }) => name === one.name),
      ),
  )}</section>`;
}

/** Where the timeline of a scenario is. */
export function scenarioAnchor(name: string): string {
  return anchor(`scenario-${name}`);
}

function scenario(
  one: ScenarioResult,
  failures: readonly { readonly id: string; readonly exchanges: readonly number[] }[],
): Markup {
  const { name, title, lasted, rate, rerun, ended, output, folder } = one;
  const ids = [...new Set(failures.map(({ id }) => id))];
  const pace = rate > 1 && ` · up to ${Math.round(rate)} times as fast`;
  return markup`<article class="card scenario" id="${scenarioAnchor(name)}">
<h3>${ids.length > 0 && mark('fail')}<span dir="auto">${name}</span> <span class="muted">${clockTime(lasted)}${pace}</span></h3>
<p class="muted" dir="auto">${title}</p>
${ids.length > 0 && markup`<p>Fails ${ids.map((id, index) => markup`${index > 0 && ', '}<a href="#${anchor(id)}">${id}</a>`)}</p>`}
${figure(
  one,
  failures.flatMap(({ exchanges }) => exchanges),
)}
${rerun !== undefined && markup`<p class="muted" dir="auto">Run again more slowly: ${rerun}</p>`}
${ended !== undefined && markup`<p class="cause" dir="auto"><b>The client ended by itself:</b> ${ended}</p>`}
${output && markup`<details><summary>What it wrote</summary><pre dir="auto"><code>${output}</code></pre></details>`}
${folder !== undefined && markup`<p class="muted">All that it wrote is in <code>${folder}</code></p>`}
</article>`;
}
