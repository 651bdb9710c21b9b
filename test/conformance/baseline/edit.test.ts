import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { edited, type Changes } from '../../../src/conformance/baseline/edit.ts';
import type { BaselineEntry } from '../../../src/conformance/baseline/format.ts';

const NEW = { requirement: 'N', scenarios: ['A place'], reason: 'new' };
const BLOCK = '  - requirement: N\n    scenarios:\n      - A place\n    reason: new\n';

/** @param gone by the number of the entry: all of it, or names of scenarios. */
function edit(
  text: string,
  gone: Readonly<Record<number, 'all' | readonly string[]>>,
  added: readonly BaselineEntry[] = [],
): string {
  const names: Changes['gone'] = new Map(
    Object.entries(gone).map(([index, what]) => [
      Number(index),
      what === 'all' ? 'all' : { scenarios: what, steps: [] },
    ]),
  );
  return edited(text, { gone: names, added });
}

const FILE = `# ours
$schema: x

failures: # of today

  # Of the first.
  - requirement: A # why
    reason: >-
      a very long reason, which nobody should ever break into lines of another length than those that it has

      # no comment

  # Of the second,
  # in two lines.
  - { requirement: B,   reason: "quoted" , scenarios: [ one, two , three ] }
  - requirement: C
    scenarios:
      # Of one.
      - one
      - 'two' # of two
      # Of three.
      - three
    reason: c
    # Still of C.
# The end.
`;

describe('a text of which something is taken out', () => {
  it('is the same but for the lines of an entry, with the comment above it', () => {
    expect(edit(FILE, { 0: 'all' })).toBe(
      FILE.replace(/ {2}# Of the first[^]*?\n(?= {2}# Of the sec)/, ''),
    );
    expect(edit(FILE, { 1: 'all' })).toBe(FILE.replace(/ {2}# Of the second[^]*?\]\s\}\n/, ''));
    expect(edit(FILE, { 2: 'all' })).toBe(
      FILE.replace(/ {2}- requirement: C[^]*?Still of C.\n/, ''),
    );
  });

  it('is the same but for names of a list', () => {
    expect(edit(FILE, { 1: ['two'] })).toBe(FILE.replace('two , three', 'three'));
    expect(edit(FILE, { 1: ['two', 'three'] })).toBe(FILE.replace('one, two , three ]', 'one ]'));
    expect(edit(FILE, { 2: ['one'] })).toBe(FILE.replace('      # Of one.\n      - one\n', ''));
    expect(edit(FILE, { 2: ['two'] })).toBe(FILE.replace("      - 'two' # of two\n", ''));
    expect(edit(FILE, { 2: ['one', 'three'] })).toBe(
      FILE.replace('      # Of one.\n      - one\n', '').replace(
        '      # Of three.\n      - three\n',
        '',
      ),
    );
  });

  it('keeps the line ends of Windows', () => {
    const text = FILE.replaceAll('\n', '\r\n');
    expect(edit(text, { 0: 'all', 2: ['two'] }, [NEW])).toBe(
      edit(FILE, { 0: 'all', 2: ['two'] }, [NEW]).replaceAll('\n', '\r\n'),
    );
  });
});

describe('a text to which something is added', () => {
  it.each([
    ['failures:\n', `failures:\n${BLOCK}`],
    ['failures:', `failures:\n${BLOCK}`],
    ['failures: # of today\n$schema: x\n', `failures: # of today\n${BLOCK}$schema: x\n`],
    ['failures: []\n', `failures:\n${BLOCK}`],
    ['failures:\n  []\n', `failures:\n${BLOCK}`],
    ['failures: [] # none\n', `failures:  # none\n${BLOCK}`],
    ['failures: null', `failures:\n${BLOCK}`],
    [
      'failures:\n- requirement: A\n  reason: a # why\n\n# The end.\n',
      `failures:\n- requirement: A\n  reason: a # why\n${BLOCK.replaceAll(/^ {2}/gm, '')}\n# The end.\n`,
    ],
    [
      'failures: [{ requirement: A, reason: a }]\n',
      `failures: [{ requirement: A, reason: a }, ${JSON.stringify(NEW)}]\n`,
    ],
    ['{"failures": []}', `{"failures": [${JSON.stringify(NEW)}]}`],
    [
      '{\n  "failures": [\n    {"requirement": "A", "reason": "a"}\n  ]\n}\n',
      `{\n  "failures": [\n    {"requirement": "A", "reason": "a"},\n    ${JSON.stringify(NEW)}\n  ]\n}\n`,
    ],
  ])('has it behind what is there: %j', (text, expected) => {
    expect(edit(text, {}, [NEW])).toBe(expected);
  });

  it('is begun where there is nothing but comments', () => {
    expect(edit('# ours', {}, [NEW])).toBe(`# ours\nfailures:\n${BLOCK}`);
    expect(edit('', {}, [NEW])).toMatch(/^# Failures that are known[^]*\nfailures:\n {2}- req/);
  });
});

it('reads as it should, whatever its form', () => {
  const name = fc.constantFrom('one', 'two: 2', "it's", '# no', 'a, b');
  const line = fc.record({
    scenarios: fc.uniqueArray(name, { minLength: 1 }),
    style: fc.constantFrom('block', 'flow', 'json'),
    comment: fc.boolean(),
    gone: fc.boolean(),
    less: fc.uniqueArray(name),
  });
  const form = fc.constantFrom('\n', '\r\n');
  fc.assert(
    fc.property(fc.array(line), form, fc.boolean(), fc.boolean(), (lines, end, isFlow, adds) => {
      const quoted = (list: readonly string[]) => list.map((one) => JSON.stringify(one));
      const items = lines.map(({ scenarios, style, comment }, index) => {
        const about = comment ? `  # of ${index}\n` : '';
        const flow = `{ requirement: R${index}, scenarios: [${quoted(scenarios).join(' , ')}] }`;
        if (isFlow) return `  ${flow}`;
        if (style !== 'block') return `${about}  - ${flow}\n`;
        const list = quoted(scenarios).map((one) => `    - ${one} # note\n`);
        return `${about}  - requirement: R${index}\n    scenarios:\n${list.join('')}`;
      });
      const body = isFlow
        ? `failures: [\n${items.join(',\n')}\n]\n`
        : `failures:\n${items.join('')}`;
      const changed = lines.map(({ scenarios, gone, less }) => {
        const rest = scenarios.filter((one) => !less.includes(one));
        return gone || rest.length === 0 ? ('all' as const) : rest;
      });
      const gone = Object.fromEntries(
        lines.map(({ less }, index) => [index, changed[index] === 'all' ? 'all' : less]),
      );
      const text = edit(body.replaceAll('\n', end), gone as never, adds ? [NEW] : []);
      const expected = changed.flatMap((scenarios, index) =>
        scenarios === 'all' ? [] : [{ requirement: `R${index}`, scenarios }],
      );
      const read = (parse(text) as { failures: unknown[] | null }).failures ?? [];
      expect(read).toEqual(adds ? [...expected, NEW] : expected);
    }),
  );
});
