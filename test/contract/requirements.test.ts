import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogueFormat } from '../../src/conformance/requirements.ts';
import { contractFolder } from './support/contracts.ts';

const counts = [
  ['agentmc', { 'AMC-S': 32, 'AMC-C': 14 }],
  ['agentradio', { 'AR-S': 28, 'AR-C': 20 }],
] as const;

describe.each(counts)('requirements of %s', async (id, sizes) => {
  const text = await readFile(join(contractFolder(id), 'requirements.yaml'), 'utf8');
  const { contract, documents, requirements } = catalogueFormat.parse(parse(text));
  const parts = requirements.flatMap(({ parts: own = [] }) => own);
  const all = requirements.flatMap((entry) => [entry, ...(entry.parts ?? [])]);

  test('belong to the contract', () => {
    expect(contract).toBe(id);
  });

  test('are numbered in order, servers before clients, without gaps', () => {
    const expected = Object.entries(sizes).flatMap(([prefix, size]) =>
      Array.from({ length: size }, (_, index) => `${prefix}-${String(index + 1).padStart(3, '0')}`),
    );
    expect(requirements.map((entry) => entry.id)).toEqual(expected);
  });

  test('are of the side that their id says', () => {
    const sides = requirements.map((entry) => `${entry.id.split('-')[1]} ${entry.side}`);
    expect([...new Set(sides)]).toEqual(['S server', 'C client']);
  });

  test('have parts under their own id', () => {
    const stray = requirements.flatMap((entry) =>
      (entry.parts ?? []).filter((own) => !own.id.startsWith(`${entry.id}.`)),
    );
    expect(stray.map((own) => own.id)).toEqual([]);
    expect(new Set(all.map((entry) => entry.id)).size).toBe(requirements.length + parts.length);
  });

  test('are assumed in level where they are assumed in basis, and only there', () => {
    const torn = all.filter((entry) => (entry.level === 'assumed') !== (entry.basis === 'assumed'));
    expect(torn.map((entry) => entry.id)).toEqual([]);
  });

  test('cite documents only that are declared', () => {
    const unknown = all
      .flatMap(({ source }) => source)
      .filter(({ document }) => !documents[document]);
    expect(unknown).toEqual([]);
  });

  test('cite a document of their own basis', () => {
    const unfounded = all.filter(
      (entry) => !entry.source.some(({ document }) => documents[document]?.basis === entry.basis),
    );
    expect(unfounded.map((entry) => entry.id)).toEqual([]);
  });

  test('keep their ids, levels and bases', () => {
    const lines = all.map((entry) => `${entry.id} ${entry.level} ${entry.basis}`);
    expect(`${lines.join('\n')}\n`).toMatchSnapshot();
  });
});
