import { printable, type Paint } from '../../text.ts';
import type { ScenarioResult, TimelineEntry } from './client-types.ts';
import { cut } from './lines.ts';

const WIDTH = 60;
const MAX_PATH = 40;
/** Of the requests that are evidence of something, so many before and after are told with them. */
const AROUND = 2;
const MAX_LINES = 24;

/** A character for each kind of answer, from the one that matters most. */
const MARKS = { limited: '!', failed: 'x', refused: '-', accepted: 'o' } as const;

/** What the characters of a strip stand for. */
export const LEGEND = 'o accepted, x failed, ! limited (429), - refused';

/** The check-ins of a scenario on one line, from its beginning to its end. */
export function strip({ timeline, lasted }: ScenarioResult): string {
  const cells = Array.from({ length: WIDTH }, () => ' ');
  const order = Object.values(MARKS) as string[];
  for (const { at, method, outcome } of timeline) {
    // What is only read would hide the heartbeats.
    if (method === 'GET' && outcome === 'accepted') continue;
    const index = Math.min(WIDTH - 1, Math.floor((at / Math.max(1, lasted)) * WIDTH));
    const present = order.indexOf(cells[index] ?? '');
    const mark = MARKS[outcome];
    if (present < 0 || order.indexOf(mark) < present) cells[index] = mark;
  }
  return `|${cells.join('')}|`;
}

/** The requests of a scenario one by one, around those that matter. */
export function requestLines(
  { timeline }: Pick<ScenarioResult, 'timeline'>,
  evidence: readonly number[],
  paint: Paint,
): string[] {
  const near = new Set<number>();
  for (const [index, { id }] of timeline.entries()) {
    if (!evidence.includes(id)) continue;
    for (let other = index - AROUND; other <= index + AROUND; other += 1) near.add(other);
  }
  const shown = timeline.flatMap((entry, index) => (near.has(index) ? [{ entry, index }] : []));
  return shown.slice(0, MAX_LINES).flatMap(({ entry, index }, position) => {
    const gap = position > 0 && index !== (shown[position - 1]?.index ?? 0) + 1 ? ['…'] : [];
    return [...gap, requestLine(entry, evidence.includes(entry.id), paint)];
  });
}

/** A request on one line, with a mark where it is evidence of something. */
export function requestLine(
  entry: Omit<TimelineEntry, 'id' | 'outcome'>,
  isEvidence: boolean,
  paint: Paint,
): string {
  const { at, method, path, answer, retryAfter, allowed } = entry;
  const parts = [
    clockTime(at).padStart(9),
    method.padEnd(4),
    cut(printable(path), MAX_PATH).padEnd(MAX_PATH),
    answer,
    ...(retryAfter !== undefined ? [`wait ${Math.round(retryAfter / 1000)} s`] : []),
    ...(allowed ? [paint('dim', `allowed ${window(allowed)}`)] : []),
  ];
  const line = parts.join('  ');
  return isEvidence ? paint('red', '> ') + line : `  ${line}`;
}

function window({ from, to }: NonNullable<TimelineEntry['allowed']>): string {
  return to === undefined ? `from ${clockTime(from)}` : `${clockTime(from)} to ${clockTime(to)}`;
}

/** Milliseconds as hours, minutes and seconds. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [h, ...[m, s].map((part) => String(part).padStart(2, '0'))].join(':');
}
