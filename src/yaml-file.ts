import { LineCounter, isMap, isNode, parseDocument, visit, type Document } from 'yaml';
import type * as z from 'zod';
import { FileError } from './errors.ts';
import { firstIssue } from './issues.ts';

type Path = readonly PropertyKey[];

/** A file's content, and how to complain about a place in it. */
export interface ParsedFile<T> {
  readonly value: T;
  /** @throws FileError with file and line of the place. */
  fail(path: Path, message: string): never;
  /** The line on which a place begins; the first is 1. */
  lineOf(path: Path): number;
}

/**
 * Parses YAML and checks its form.
 *
 * @param file its name, for messages.
 * @param options `quote` false keeps what stands in the file out of messages: there may be keys in it.
 * @throws FileError that names file, line and cure.
 */
export function parseYaml<T>(
  file: string,
  text: string,
  format: z.ZodType<T>,
  { quote = true }: { readonly quote?: boolean } = {},
): ParsedFile<T> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number) => `${file}:${lineCounter.linePos(offset).line}`;
  const [broken] = document.errors;
  if (broken) {
    const why =
      broken.code === 'MULTIPLE_DOCS'
        ? 'there must be one document, without ---'
        : quote
          ? broken.message
          : broken.code.toLowerCase().replaceAll('_', ' ');
    throw new FileError(`${at(broken.pos[0])}: this is not YAML as it is needed: ${why}`);
  }
  const fail = (path: Path, message: string): never => {
    const place = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
    throw new FileError(`${at(offsetOf(document, path))}: ${place}${message}`);
  };
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return;
      const place = at(alias.range?.[0] ?? 0);
      const [star, anchor] = quote ? [`*${alias.source}`, `&${alias.source}`] : ['*', '&'];
      throw new FileError(`${place}: ${star} stands for nothing; there is no ${anchor} before it`);
    },
  });
  const result = format.safeParse(contentOf(document, file));
  const lineOf = (path: Path) => lineCounter.linePos(offsetOf(document, path)).line;
  if (result.success) return { value: result.data, fail, lineOf };
  const { path, message } = firstIssue(result.error);
  return fail(path, message);
}

function contentOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // An alias without its anchor, for one.
    throw new FileError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where a place begins in the text; for one that is missing, where its surroundings do. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => String(key) === String(name));
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}
