import type { ScenarioResult, TimelineEntry } from '../../report/client-types.ts';
import { clockTime } from '../../report/timeline.ts';
import { mark, type Shape } from './marks.ts';
import { markup, type Markup } from './markup.ts';
import { requestTable } from './request-table.ts';

/** Places along the time, so many that neighbours overlap a little on a wide page; what shares one is one shape. */
const PLACES = 150;
const TICKS = 5;
/** Milliseconds between two ticks. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800]
  .concat([1, 2, 3, 6, 12, 24, 48, 96].map((hours) => hours * 3600))
  .map((seconds) => seconds * 1000);
/** Heights of what is drawn, in pixels. */
const Y = { evidence: 0, beats: 18, reads: 40, axis: 62, height: 82, mark: 16 } as const;

type Look = 'accepted' | 'failed' | 'limited' | 'refused' | 'read';
/** What is drawn later stands in front. */
const LOOKS = [
  'read',
  'accepted',
  'refused',
  'limited',
  'failed',
] as const satisfies readonly Look[];
const WORDS: Record<Look, string> = {
  accepted: 'accepted',
  failed: 'failed (no answer, 5xx, not readable)',
  limited: 'limited (429)',
  refused: 'refused',
  read: 'read',
};

/** What the shapes of a timeline stand for. */
export function legend(): Markup {
  const shapes = LOOKS.toReversed().map((look) => markup`<li>${mark(look)}${WORDS[look]}</li>`);
  return markup`<ul class="legend">${shapes}<li>${mark('evidence')}shows a failure</li><li><i class="swatch window"></i>when a check-in is due</li><li><i class="swatch wait"></i>asked to wait</li></ul>`;
}

/**
 * The requests of a scenario as a picture over time, and as a table behind it. Positions are in percent,
 * so that shapes and letters keep their size however wide the page is.
 *
 * @param evidence ids of requests that show a failure.
 */
export function figure(scenario: ScenarioResult, evidence: readonly number[]): Markup {
  const { timeline, lasted } = scenario;
  if (timeline.length === 0) return markup`<p class="muted">No request came.</p>`;
  const length = Math.max(1, lasted, ...timeline.map(({ at }) => at));
  const x = (at: number) => `${percent(at, length).toFixed(2)}%`;
  return markup`<figure><svg class="timeline" role="img" aria-label="${description(scenario)}" width="100%" height="${Y.height}">
${timeline.map((entry) => spans(entry, length))}
<line class="axis" x1="0" x2="100%" y1="${Y.axis}" y2="${Y.axis}"/>
${ticks(length, x)}
${shapesOf(timeline, length)}
${timeline
  .filter(({ id }) => evidence.includes(id))
  .map(({ at }) => use('evidence', x(at), Y.evidence, ''))}
</svg>${requestTable(timeline, evidence)}</figure>`;
}

/** When an entry was due, and how long the client was asked to wait after it. */
function spans(entry: TimelineEntry, length: number): Markup {
  const { at, allowed, retryAfter = 0 } = entry;
  const span = (name: string, from: number, to: number, y: number, title: string) => {
    const [start, end] = [percent(from, length), percent(to, length)];
    return markup`<rect class="${name}" x="${start.toFixed(2)}%" y="${y - 4}" width="${(end - start).toFixed(2)}%" height="${Y.mark + 8}"><title>${title}</title></rect>`;
  };
  const due =
    allowed?.to !== undefined &&
    span(
      'window',
      allowed.from,
      allowed.to,
      Y.beats,
      `due ${clockTime(allowed.from)} to ${clockTime(allowed.to)}`,
    );
  const wait = `asked to wait ${Math.round(retryAfter / 1000)} s`;
  return markup`${due}${retryAfter > 0 && span('wait', at, at + retryAfter, Y[laneOf(entry)], wait)}`;
}

/** Where a moment lies, from 0 to 100. */
function percent(at: number, length: number): number {
  return (Math.max(0, Math.min(at, length)) / length) * 100;
}

/** Requests that look alike and lie at about the same place are one shape, which says how many they are. */
function shapesOf(timeline: readonly TimelineEntry[], length: number): Markup[] {
  const groups = new Map<string, TimelineEntry[]>();
  for (const entry of timeline) {
    const place = Math.round((entry.at / length) * PLACES);
    const key = [lookOf(entry), laneOf(entry), place].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return LOOKS.flatMap((look) =>
    [...groups]
      .filter(([key]) => key.startsWith(`${look} `))
      .map(([, entries]) => {
        const middle = entries.reduce((sum, { at }) => sum + at, 0) / entries.length;
        const y = Y[laneOf(entries[0] as TimelineEntry)];
        return use(look, `${percent(middle, length).toFixed(2)}%`, y, titleOf(entries));
      }),
  );
}

function lookOf({ method, outcome }: TimelineEntry): Look {
  return method === 'GET' && outcome === 'accepted' ? 'read' : outcome;
}

/** What is only read has a lane of its own, so that it hides no heartbeat. */
function laneOf({ method }: TimelineEntry): 'reads' | 'beats' {
  return method === 'GET' ? 'reads' : 'beats';
}

function titleOf(entries: readonly TimelineEntry[]): string {
  const [first, last] = [entries[0] as TimelineEntry, entries.at(-1) as TimelineEntry];
  const times = [first, last].map(({ at }) => clockTime(at));
  const when = [...new Set(times)].join(' to ');
  if (entries.length > 1) return `${when}: ${entries.length} requests, ${first.answer}`;
  return `${when}: ${first.method} ${first.path}, ${first.answer}`;
}

function use(shape: Shape, x: string, y: number, title: string): Markup {
  return markup`<svg class="mark ${shape}" x="${x}" y="${y}" overflow="visible">${title !== '' && markup`<title>${title}</title>`}<use href="#mark-${shape}" x="-8" width="${Y.mark}" height="${Y.mark}"/></svg>`;
}

function ticks(length: number, x: (at: number) => string): Markup[] {
  const step = STEPS.find((one) => length / one <= TICKS) ?? length / TICKS;
  const times = Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
  return times.map((at) => {
    // The last one would stand out of the picture.
    const anchor = at === 0 ? 'start' : at > length * 0.95 ? 'end' : 'middle';
    return markup`<line class="axis" x1="${x(at)}" x2="${x(at)}" y1="${Y.axis}" y2="${Y.axis + 4}"/><text x="${x(at)}" y="${Y.axis + 17}" text-anchor="${anchor}">${clockTime(at)}</text>`;
  });
}

function description({ name, timeline, lasted }: ScenarioResult): string {
  const counts = LOOKS.toReversed().flatMap((look) => {
    const count = timeline.filter((entry) => lookOf(entry) === look).length;
    return count > 0 ? [`${count} ${look === 'read' ? 'reads' : look}`] : [];
  });
  return `${name}: requests within ${clockTime(lasted)}: ${counts.join(', ')}`;
}
