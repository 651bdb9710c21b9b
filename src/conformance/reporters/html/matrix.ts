import { counts } from '../../report/types.ts';
import { BASES, LEVELS } from '../../weights.ts';
import type { ResultView, View } from '../view.ts';
import { mark, STATUSES } from './marks.ts';
import { anchor, markup, type Markup } from './markup.ts';

/** All requirements on one table, by how much they weigh and by where they come from. */
export function matrix({ results, report }: View): Markup {
  const bases = BASES.filter((basis) => results.some(({ result }) => result.basis === basis));
  const levels = LEVELS.filter((level) => results.some(({ result }) => result.level === level));
  const rows = levels.map((level) => {
    const cells = bases.map((basis) => {
      const all = results.filter(({ result }) => result.level === level && result.basis === basis);
      const marks = markup`<ul>${all.map(chip)}</ul>`;
      return markup`<td>${all.length > 0 ? marks : markup`<span class="muted">–</span>`}</td>`;
    });
    const weight = counts({ level }, report) ? 'fails the run' : 'does not fail the run';
    return markup`<tr><th scope="row">${level}<small>${weight}</small></th>${cells}</tr>`;
  });
  return markup`<section class="card" aria-labelledby="matrix"><h2 id="matrix">Requirements by level and basis</h2>
<table class="matrix"><thead><tr><td></td>${bases.map((basis) => markup`<th scope="col">${basis}</th>`)}</tr></thead><tbody>${rows}</tbody></table></section>`;
}

function chip({ result: { id, title }, status }: ResultView): Markup {
  const text = `${id}, ${STATUSES[status]}: ${title}`;
  return markup`<li><a href="#${anchor(id)}" title="${text}" aria-label="${text}">${mark(status)}</a></li>`;
}
