import type { ResultView } from '../view.ts';
import { markup, verbatim, type Markup } from './markup.ts';

/** What became of a requirement. */
export type Status = ResultView['status'];

/** Statuses from the one that matters most, with the words for them. */
export const STATUSES = {
  fail: 'failed',
  light: 'lighter failure',
  known: 'known failure',
  inconclusive: 'inconclusive',
  unseen: 'not exercised',
  pass: 'passed',
} as const satisfies Record<Status, string>;

export const STATUS_NAMES = Object.keys(STATUSES) as readonly Status[];

/** So many requirements of a status, in words. */
export function statusWords(status: Status, count: number): string {
  const words = STATUSES[status];
  return count !== 1 && words.endsWith('failure') ? `${words}s` : words;
}

/** Each status and each outcome has a shape of its own, for those who see no colours. */
const SHAPES = {
  pass: '<circle cx="8" cy="8" r="7"/><path class="on" d="M4.8 8.3l2.2 2.2 4.2-4.6"/>',
  fail: '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"/><path class="on" d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8"/>',
  light: '<path d="M8 1.2L15.3 14.4H.7z"/><path class="on" d="M8 6v4M8 12.1v.1"/>',
  known: '<path d="M8 .8L15.2 8 8 15.2.8 8z"/><path class="on" d="M5.3 8h5.4"/>',
  inconclusive:
    '<circle class="off" cx="8" cy="8" r="6.2"/><path class="line" d="M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.4v.1"/>',
  unseen: '<circle class="off dashes" cx="8" cy="8" r="6.2"/>',
  accepted: '<circle cx="8" cy="8" r="5"/>',
  failed: '<path class="line thick" d="M3.8 3.8l8.4 8.4m0-8.4l-8.4 8.4"/>',
  limited: '<path d="M8 2L14.4 13.5H1.6z"/>',
  refused: '<path class="off" d="M3.2 3.2h9.6v9.6H3.2z"/>',
  info: '<circle class="off" cx="8" cy="8" r="6.2"/><path class="line" d="M8 7.4v3.8M8 4.8v.1"/>',
  read: '<path class="line" d="M8 4.5v7"/>',
  evidence: '<path d="M3.5 1h9L8 8z"/>',
} as const;

/** Name of a shape that stands for something. */
export type Shape = keyof typeof SHAPES;

/** All shapes, once for the page, to be shown by `mark`. */
export function shapes(): Markup {
  const symbols = Object.entries(SHAPES).map(
    ([name, body]) =>
      markup`<symbol id="mark-${name}" viewBox="0 0 16 16">${verbatim(body)}</symbol>`,
  );
  return markup`<svg class="shapes" aria-hidden="true" width="0" height="0">${symbols}</svg>`;
}

/** A shape in the colour of what it stands for; words have to stand beside it. */
export function mark(shape: Shape): Markup {
  return markup`<svg class="mark ${shape}" aria-hidden="true"><use href="#mark-${shape}"/></svg>`;
}
