import {
  isMap,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type CST,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { BaselineEntry } from './format.ts';

const HEAD = `# Failures that are known, and do not fail a run (--baseline). An entry may have a link, the
# last day on which it holds (expires: 2027-01-31), and flaky: true where it passes at times.
`;

/** What changes in a baseline. */
export interface Changes {
  /** What is taken out, by the number of the entry: all of it, or some of its names. */
  readonly gone: ReadonlyMap<
    number,
    'all' | Readonly<Record<'scenarios' | 'steps', readonly string[]>>
  >;
  readonly added: readonly BaselineEntry[];
}

/** A piece of a text, and what takes its place. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The text of a baseline with some changes. All else stays as people have written it: comments, but
 * for those of what is taken out, quotes, line ends and indentation.
 */
export function edited(text: string, { gone, added }: Changes): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const root = parseDocument(text, { keepSourceTokens: true }).contents;
  if (!isMap(root)) {
    const head = text.trim() === '' ? HEAD : text + (text.endsWith('\n') ? '' : end);
    return edited(`${head}failures:${end}`, { gone, added });
  }
  const { key, value } = root.items.find((pair) => String(pair.key) === 'failures') ?? {};
  const list = value as YAMLSeq | Node | null;
  const edits =
    isSeq(list) && list.items.length > 0
      ? [
          ...list.items.flatMap((entry, index) => {
            const names = gone.get(index);
            return names && names !== 'all' ? withoutNames(text, entry as YAMLMap, names) : [];
          }),
          ...without(text, list, (index) => gone.get(index) === 'all'),
        ]
      : [];
  if (added.length > 0) {
    const isLeft = isSeq(list) && list.items.some((_, index) => gone.get(index) !== 'all');
    edits.push(...appended(text, { list, root, key: key as Node }, added, { isLeft, end }));
  }
  let done = 0;
  const pieces = edits
    .toSorted((one, other) => one.from - other.from)
    .map(({ from, to, text: piece }) => {
      const before = text.slice(done, Math.max(done, from));
      done = Math.max(done, to);
      return before + piece;
    });
  return pieces.join('') + text.slice(done);
}

/** The line on which a value is written as an alias of another one; undefined where none is. */
export function lineOfAlias(text: string): number | undefined {
  const lineCounter = new LineCounter();
  let line: number | undefined;
  visit(parseDocument(text, { lineCounter }), {
    Alias(_, { range }) {
      line = lineCounter.linePos(range?.[0] ?? 0).line;
      return visit.BREAK;
    },
  });
  return line;
}

function withoutNames(
  text: string,
  entry: YAMLMap,
  names: Readonly<Record<'scenarios' | 'steps', readonly string[]>>,
): Edit[] {
  return (['scenarios', 'steps'] as const).flatMap((key) => {
    const list = entry.get(key, true);
    const isGone = (name: unknown) => names[key].includes(String(name));
    return isSeq(list) ? without(text, list, (index) => isGone(list.items[index])) : [];
  });
}

/** What takes items out of a list that has some. */
function without(text: string, list: YAMLSeq, isGone: (index: number) => boolean): Edit[] {
  const kept = list.items.findLastIndex((_, index) => !isGone(index));
  const last = list.items.length - 1;
  const places = list.flow ? list.items.map(rangeOf) : blocksOf(text, list);
  return places.flatMap(({ from, to }, index): Edit[] => {
    if (!isGone(index)) return [];
    const cut = (start: number, end: number) => [{ from: start, to: end, text: '' }];
    if (!list.flow) return cut(index === last ? skipBack(text, from, isBlank) : from, to);
    if (index < kept) return cut(from, places[index + 1]?.from ?? to);
    // The comma goes with it: that before it, or else that behind it.
    const before = places[index - 1];
    return cut(before ? before.to : from, to + (kept < 0 ? commaAt(text, to) : 0));
  });
}

/** The lines of each item of a list with dashes, with its own comments, which stand above it. */
function blocksOf(text: string, list: YAMLSeq): Omit<Edit, 'text'>[] {
  const dashes = dashesOf(list);
  const column = columnOf(text, list);
  const isInner = (line: string) => /^[ \t]*#/.test(line) && line.search(/#/) > column;
  const isOuter = (line: string) => /^[ \t]*#/.test(line) && !isInner(line);
  const starts = dashes.map((dash) => skipBack(text, lineStart(text, dash), isOuter));
  const inside = rangeOf(list.items.at(-1)).to;
  const atLeast = text[inside - 1] === '\n' ? inside : lineEnd(text, inside);
  let end = skipBack(text, atLeast, (line) => isBlank(line) || isOuter(line));
  while (end < text.length && isInner(text.slice(end, lineEnd(text, end))))
    end = lineEnd(text, end);
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? end }));
}

/** Where the dashes of a list are. */
function dashesOf(list: YAMLSeq): number[] {
  return (list.srcToken as CST.BlockSequence).items.flatMap(
    ({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset ?? [],
  );
}

/** How far its dashes are indented. */
function columnOf(text: string, list: YAMLSeq): number {
  const [dash = 0] = dashesOf(list);
  return dash - lineStart(text, dash);
}

/** What puts entries behind those that are there. */
function appended(
  text: string,
  { list, root, key }: { list: YAMLSeq | Node | null; root: YAMLMap; key: Node },
  added: readonly BaselineEntry[],
  { isLeft, end }: { readonly isLeft: boolean; readonly end: string },
): Edit[] {
  const first = isSeq(list) ? list.items[0] : undefined;
  if (isSeq(list) && first !== undefined && !list.flow) {
    const [block] = blocksOf(text, list).slice(-1);
    const indent = ' '.repeat(columnOf(text, list));
    return [linesAt(text, block?.to ?? text.length, added, indent, end)];
  }
  const { from, to } = rangeOf(list ?? undefined);
  if (isSeq(list) && (first !== undefined || root.flow)) {
    const place = first === undefined ? from + 1 : rangeOf(list.items.at(-1)).to;
    const start = rangeOf(first).from;
    const margin = text.slice(lineStart(text, start), start);
    const gap = first !== undefined && isBlank(margin) ? end + margin : ' ';
    const [comma, space] = isLeft ? [',', gap] : ['', ''];
    const items = added.map((entry) => JSON.stringify(entry)).join(`,${gap}`);
    return [{ from: place, to: place, text: comma + space + items }];
  }
  if (root.flow) return [{ from, to, text: ` ${JSON.stringify(added)}` }];
  // Of a list without anything in it, only the name of it stays.
  const isLast = isBlank(text.slice(to, lineEnd(text, to)));
  const start = isLast && to > from ? text.slice(0, from).trimEnd().length : from;
  const behind = to > from ? to : rangeOf(key).to;
  return [{ from: start, to, text: '' }, linesAt(text, lineEnd(text, behind), added, '  ', end)];
}

function linesAt(
  text: string,
  place: number,
  added: readonly BaselineEntry[],
  indent: string,
  end: string,
): Edit {
  const lines = stringify(added, { lineWidth: 0 }).trimEnd().split('\n');
  const isOpen = place > 0 && text[place - 1] !== '\n';
  const block = lines.map((line) => indent + line + end).join('');
  return { from: place, to: place, text: (isOpen ? end : '') + block };
}

function rangeOf(node: unknown): Omit<Edit, 'text'> {
  const [from, to] = (node as Node | undefined)?.range ?? [0, 0];
  return { from, to };
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** How long the comma behind a place is, with what stands before it. */
function commaAt(text: string, place: number): number {
  return /^\s*,/.exec(text.slice(place))?.[0].length ?? 0;
}

/** The beginning of the lines directly before one that are of a kind; its own where there are none. */
function skipBack(text: string, start: number, isOne: (line: string) => boolean): number {
  let place = start;
  while (place > 0) {
    const before = lineStart(text, place - 1);
    if (!isOne(text.slice(before, place))) break;
    place = before;
  }
  return place;
}

function lineStart(text: string, place: number): number {
  return place === 0 ? 0 : text.lastIndexOf('\n', place - 1) + 1;
}

function lineEnd(text: string, place: number): number {
  const end = text.indexOf('\n', place);
  return end < 0 ? text.length : end + 1;
}
