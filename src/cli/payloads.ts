import { FileError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { syntaxFault } from '../json-syntax.ts';
import { unreadable } from '../unreadable.ts';

/** A payload, and where it was found. */
export interface Payload extends Place {
  readonly value: unknown;
}

/** Where a payload stands; it is the only one in its file where there is neither line nor index. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
  /** In a list, counted from 0. */
  readonly index?: number;
}

interface Line {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
}

/**
 * Reads payloads: one JSON text, however it is laid out; a list of them; or one on each line (NDJSON),
 * of which there may be any number.
 *
 * @param name what is read, for messages.
 * @param isList whether a JSON array is a list of payloads, and no payload itself; an empty one is one.
 * @throws FileError with line and column of what is not JSON, and nothing of the text.
 */
export async function* readPayloads(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  isList: boolean,
): AsyncGenerator<Payload> {
  const all = linesOf(name, chunks);
  try {
    yield* payloadsIn(name, all, isList);
  } finally {
    // Who reads no further must not wait for what still comes.
    await all.return();
  }
}

async function* payloadsIn(
  name: string,
  all: AsyncGenerator<Line, void>,
  isList: boolean,
): AsyncGenerator<Payload> {
  const lines = written(all);
  const { value: first } = await lines.next();
  if (!first) throw new FileError(`${name}: there is nothing in it; give a payload as JSON`);
  const value = parseJson(first.text);
  if (value === undefined) {
    // A text over several lines begins with one that is no JSON.
    yield* alone(name, parse(name, await textFrom(first, all)), isList);
    return;
  }
  const { value: second } = await lines.next();
  if (!second) {
    yield* alone(name, value, isList);
    return;
  }
  yield { file: name, line: first.number, value };
  yield { file: name, line: second.number, value: parse(name, second.text, second.number) };
  for await (const { text, number } of lines) {
    yield { file: name, line: number, value: parse(name, text, number) };
  }
}

function* alone(name: string, value: unknown, isList: boolean): Generator<Payload> {
  // A list of nothing would be valid, whatever was meant.
  if (!Array.isArray(value) || value.length === 0 || !isList) {
    yield { file: name, value };
    return;
  }
  for (const [index, item] of value.entries()) yield { file: name, index, value: item };
}

/** @param start number of the text's first line. */
function parse(name: string, text: string, start = 1): unknown {
  const value = parseJson(text);
  if (value !== undefined) return value;
  const { line, column, what } = syntaxFault(text) ?? {
    line: 1,
    column: 1,
    what: 'this is not JSON',
  };
  const cure = what.startsWith('there is more') ? '; give one payload per line, or a list' : '';
  throw new FileError(`${name}:${start + line - 1}:${column}: ${what}${cure}`);
}

async function* written(lines: AsyncIterable<Line>): AsyncGenerator<Line, void> {
  for await (const line of lines) if (line.text.trim() !== '') yield line;
}

/** A line with all that follow, and empty ones in place of those before. */
async function textFrom(first: Line, rest: AsyncIterable<Line>): Promise<string> {
  const texts = ['\n'.repeat(first.number - 1) + first.text];
  for await (const { text } of rest) texts.push(text);
  return texts.join('\n');
}

async function* linesOf(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Line, void> {
  let number = 0;
  // A line may be long, and is put together once.
  let begun: string[] = [];
  for await (const text of textsOf(name, chunks)) {
    const [end = '', ...more] = text.split('\n');
    begun.push(end);
    for (const next of more) {
      number += 1;
      yield { text: begun.join(''), number };
      begun = [next];
    }
  }
  yield { text: begun.join(''), number: number + 1 };
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
