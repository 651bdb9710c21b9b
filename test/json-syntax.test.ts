import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../src/json.ts';
import { syntaxFault } from '../src/json-syntax.ts';

describe('the place of a syntax error', () => {
  it.each([
    ['{"a": 1,}', 1, 9, 'a name in double quotes is expected here'],
    ['{"a" 1}', 1, 6, 'a colon is expected here'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma or } is expected here'],
    ['[1, 2', 1, 6, 'the JSON breaks off here'],
    ['[1, ]', 1, 5, 'a value is expected here'],
    ['[1 2]', 1, 4, 'a comma or ] is expected here'],
    ["{'a': 1}", 1, 2, 'a name in double quotes or } is expected here'],
    ['[}', 1, 2, 'a value or ] is expected here'],
    ['{"a": undefined}', 1, 7, 'a value is expected here'],
    ['{"a": 01}', 1, 7, 'a value is expected here'],
    ['{"a": "b', 1, 9, 'the JSON breaks off within a text'],
    ['{"a": "b\nc"}', 1, 9, 'a line break or control character must be escaped in a text'],
    [String.raw`{"a": "\x"}`, 1, 8, 'there is no such escape'],
    ['{}\n{}', 2, 1, 'there is more after the end of the JSON'],
    ['', 1, 1, 'the JSON breaks off here'],
  ])('%j: line %i, column %i: %s', (text, line, column, what) => {
    expect(syntaxFault(text)).toEqual({ line, column, what });
  });

  it('is none in JSON, and one in everything else', () => {
    const json = fc
      .tuple(fc.jsonValue(), fc.nat(2))
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    const broken = fc
      .tuple(
        json,
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', ',', '"', '}', ']', '\\', '1', 'e', '-', ' ', '.'),
      )
      .map(([text, at, length, by]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + by + text.slice(from + length);
      });
    fc.assert(
      fc.property(fc.oneof(json, broken), (text) => {
        expect(syntaxFault(text) === undefined).toBe(parseJson(text) !== undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('is found however deep the text nests, and however long it is', () => {
    const deep = '['.repeat(200_000);
    expect(syntaxFault(deep)?.column).toBe(200_001);
    const long = String.raw`{"a": "${'x\\n'.repeat(500_000)}" 1}`;
    expect(syntaxFault(long)?.what).toBe('a comma or } is expected here');
  });
});
