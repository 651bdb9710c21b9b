import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyPatch, type Operation } from 'rfc6902';
import { parse } from 'yaml';
import type { ContractFiles } from '../../src/contract/load.ts';

interface Case {
  readonly name: string;
  readonly why: string;
  readonly shape: string;
  readonly base: string;
  readonly patch?: readonly Operation[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly expect: object;
}

/**
 * Payload files of a contract's fixtures, and the index that says what each is for, from
 * `cases.yaml`: a base payload with an RFC 6902 patch per case.
 *
 * @returns file contents by path below the fixtures' folder; none where there is no `cases.yaml`.
 */
export async function fixtureFiles(
  folder: string,
  { schemas }: ContractFiles,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const source = await readFile(join(folder, 'cases.yaml'), 'utf8').catch(() => undefined);
  if (source === undefined) return files;
  const { base, cases } = parse(source) as { base: Record<string, unknown>; cases: Case[] };
  const index: object[] = [];
  for (const { name, why, shape, base: from, patch = [], headers, expect } of cases) {
    const file = `${name}.json`;
    if (files.has(file)) throw new Error(`${folder}/cases.yaml: ${name} stands there twice`);
    if (!schemas[shape]) throw new Error(`${folder}/cases.yaml: ${name}: no shape ${shape}`);
    if (!(from in base)) throw new Error(`${folder}/cases.yaml: ${name}: no base ${from}`);
    const document = { payload: structuredClone(base[from]) };
    const rooted = patch.map((step) => ({ ...step, path: `/payload${step.path}` }) as Operation);
    const failure = applyPatch(document, rooted).find((error) => error !== null);
    if (failure) throw new Error(`${folder}/cases.yaml: ${name}: ${failure.message}`);
    files.set(file, `${JSON.stringify(expand(document.payload), null, 2)}\n`);
    index.push({ file, why, shape, ...(headers && { headers: expand(headers) }), expect });
  }
  files.set('index.json', `${JSON.stringify(index, null, 2)}\n`);
  return files;
}

/** Writes out `{$repeat: [text, times]}`, which keeps long strings short in the source. */
function expand(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(expand);
  if (typeof node !== 'object' || node === null) return node;
  const repeat = (node as { $repeat?: [string, number] }).$repeat;
  if (repeat) return repeat[0].repeat(repeat[1]);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, expand(value)]));
}
