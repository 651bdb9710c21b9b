import { FileError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { syntaxFault } from '../json-syntax.ts';
import { unreadable } from '../unreadable.ts';

/** Where a payload stands; it is the only one in its file where there is neither line nor index. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
  /** In a list, counted from 0. */
  readonly index?: number;
}

/** A payload, and where it was found. */
export interface Payload extends Place {
  readonly value: unknown;
}

/** What is no payload, since it is not JSON. */
export interface Broken {
  readonly file: string;
  /** Counted from 1, as the column is. */
  readonly line: number;
  readonly column: number;
  /** A sentence without its full stop, with nothing of the text. */
  readonly what: string;
}

interface Line {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
}

/** Characters of one text that are read at the most; the engine knows no texts of twice as many. */
const LONGEST = 2 ** 28;

/**
 * Reads payloads: one JSON text, however it is laid out; a list of them; or one on each line (NDJSON),
 * of which there may be any number. A line that is not JSON is told in its place.
 *
 * @param name what is read, for messages.
 * @param isList whether a JSON array is a list of payloads, and no payload itself; an empty one is one.
 * @param longest characters that one text may have.
 * @throws FileError where it cannot be read, there is nothing in it, or a text is too long.
 */
export async function* readPayloads(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  isList: boolean,
  longest = LONGEST,
): AsyncGenerator<Payload | Broken> {
  const all = linesOf(name, chunks, longest);
  try {
    yield* payloadsIn(name, all, isList, longest);
  } finally {
    // Who reads no further must not wait for what still comes.
    await all.return();
  }
}

async function* payloadsIn(
  name: string,
  all: AsyncGenerator<Line, void>,
  isList: boolean,
  longest: number,
): AsyncGenerator<Payload | Broken> {
  const lines = written(all);
  const { value: first } = await lines.next();
  if (!first) throw new FileError(`${name}: there is nothing in it; give a payload as JSON`);
  const beginning = onLine(name, first);
  if ('what' in beginning && beginning.what.startsWith(UNFINISHED)) {
    // A text over several lines begins with one that is no JSON.
    const whole = onLine(name, { text: await textFrom(name, first, all, longest), number: 1 });
    yield* 'what' in whole ? [whole] : alone(name, whole.value, isList);
    return;
  }
  // Told before more is waited for.
  if ('what' in beginning) yield beginning;
  const { value: second } = await lines.next();
  if (!second) {
    if ('value' in beginning) yield* alone(name, beginning.value, isList);
    return;
  }
  const next = onLine(name, second);
  // Of one broken text over several lines no other line is JSON.
  if ('what' in beginning && 'what' in next) return;
  if ('value' in beginning) yield beginning;
  yield next;
  for await (const line of lines) yield onLine(name, line);
}

function* alone(name: string, value: unknown, isList: boolean): Generator<Payload> {
  // A list of nothing would be valid, whatever was meant.
  if (!Array.isArray(value) || value.length === 0 || !isList) {
    yield { file: name, value };
    return;
  }
  for (const [index, item] of value.entries()) yield { file: name, index, value: item };
}

/** How all faults are told that more text could mend. */
const UNFINISHED = 'the JSON breaks off';
/** The engine says that a text is not JSON, and nobody can tell where. */
const UNKNOWN = { line: 1, column: 1, what: 'this is not JSON' };

function onLine(file: string, { text, number }: Line): Payload | Broken {
  const value = parseJson(text);
  if (value !== undefined) return { file, line: number, value };
  const { line, column, what } = syntaxFault(text) ?? UNKNOWN;
  const cure = what.startsWith('there is more') ? '; give one payload per line, or a list' : '';
  return { file, line: number + line - 1, column, what: what + cure };
}

async function* written(lines: AsyncIterable<Line>): AsyncGenerator<Line, void> {
  for await (const line of lines) if (line.text.trim() !== '') yield line;
}

/** A line with all that follow, and empty ones in place of those before. */
async function textFrom(
  name: string,
  first: Line,
  rest: AsyncIterable<Line>,
  longest: number,
): Promise<string> {
  const texts = ['\n'.repeat(first.number - 1) + first.text];
  let length = first.number + first.text.length;
  for await (const { text } of rest) {
    length += text.length + 1;
    checkLength(name, length, longest);
    texts.push(text);
  }
  return texts.join('\n');
}

async function* linesOf(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<Line, void> {
  let number = 0;
  // A line may be long, and is put together once.
  let begun: string[] = [];
  let length = 0;
  for await (const text of textsOf(name, chunks)) {
    const [end = '', ...more] = text.split('\n');
    begun.push(end);
    length += end.length;
    checkLength(name, length, longest);
    for (const next of more) {
      number += 1;
      yield { text: begun.join(''), number };
      begun = [next];
      length = next.length;
    }
  }
  yield { text: begun.join(''), number: number + 1 };
}

function checkLength(name: string, length: number, longest: number): void {
  if (length <= longest) return;
  throw new FileError(`${name}: this is too long for one JSON text; put one payload on each line`);
}

async function* textsOf(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new FileError(`${name}: this is not UTF-8; save it as that`);
    }
  };
  try {
    for await (const chunk of chunks) yield decode(chunk);
    yield decode();
  } catch (error) {
    throw error instanceof FileError ? error : unreadable(name, error as NodeJS.ErrnoException);
  }
}
