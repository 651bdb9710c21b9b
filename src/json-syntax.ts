/** Where a text stops being JSON, and why. */
export interface SyntaxFault {
  /** Counted from 1, as the column is, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** A sentence without its full stop, which repeats nothing of the text: there may be keys in it. */
  readonly what: string;
}

const SPACE = /[ \t\n\r]*/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|true\b|false\b|null\b/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const WHAT = {
  value: 'a value is expected here',
  item: 'a value or ] is expected here',
  name: 'a name in double quotes is expected here',
  first: 'a name in double quotes or } is expected here',
  colon: 'a colon is expected here',
  object: 'a comma or } is expected here',
  list: 'a comma or ] is expected here',
  end: 'there is more after the end of the JSON',
} as const;
/** What may come next. */
type Expected = keyof typeof WHAT;

/**
 * Finds the first place at which a text cannot be JSON any more. The parser of the engine tells it too,
 * but not always, and by quoting the text.
 *
 * @returns undefined where the text is JSON.
 */
export function syntaxFault(text: string): SyntaxFault | undefined {
  const around: ('object' | 'list')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const take = (expression: RegExp) => {
    expression.lastIndex = at;
    const length = expression.exec(text)?.[0].length;
    at += length ?? 0;
    return length !== undefined;
  };
  const after = (): Expected => around.at(-1) ?? 'end';
  for (;;) {
    take(SPACE);
    if (at >= text.length) {
      return expected === 'end' ? undefined : faultAt(text, at, 'the JSON breaks off here');
    }
    const character = text[at] as string;
    const isClosing = character === (around.at(-1) === 'object' ? '}' : ']');
    const isName: boolean = expected === 'name' || expected === 'first';
    const isValue: boolean = expected === 'value' || expected === 'item';
    if (isClosing && ['first', 'item', 'object', 'list'].includes(expected)) {
      at += 1;
      around.pop();
      expected = after();
    } else if (character === ',' && (expected === 'object' || expected === 'list')) {
      at += 1;
      expected = expected === 'object' ? 'name' : 'value';
    } else if (character === ':' && expected === 'colon') {
      at += 1;
      expected = 'value';
    } else if (character === '"' && (isName || isValue)) {
      at += 1;
      const what = readText();
      if (what !== undefined) return faultAt(text, at, what);
      expected = isName ? 'colon' : after();
    } else if ((character === '{' || character === '[') && isValue) {
      at += 1;
      around.push(character === '{' ? 'object' : 'list');
      expected = character === '{' ? 'first' : 'item';
    } else if (isValue && take(PLAIN)) {
      expected = after();
    } else {
      return faultAt(text, at, WHAT[expected]);
    }
  }

  /** Goes to the end of a text, or to what is wrong in it. */
  function readText(): string | undefined {
    for (; at < text.length; at += 1) {
      const character = text[at] as string;
      if (character === '"') {
        at += 1;
        return undefined;
      }
      if (character < ' ') return 'a line break or control character must be escaped in a text';
      if (character === '\\') {
        if (!take(ESCAPE)) return 'there is no such escape';
        at -= 1;
      }
    }
    return 'the JSON breaks off within a text';
  }
}

function faultAt(text: string, at: number, what: string): SyntaxFault {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n'), what };
}
