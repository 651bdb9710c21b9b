import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Basis, Level } from '../contract/types.ts';
import { FileError } from '../errors.ts';
import { parseYaml } from '../yaml-file.ts';

/** What a run may be given beyond a key, without which some requirements cannot be observed. */
export const NEEDS = [
  'second-key',
  'forbidden-key',
  'inactive-key',
  'burst',
  'slow',
  'generated',
] as const;
export type Need = (typeof NEEDS)[number];

/** One requirement of a catalogue; a part of a row counts as one of its own. */
export interface Requirement {
  readonly id: string;
  readonly side: 'server' | 'client';
  readonly level: Level;
  readonly basis: Basis;
  /** The rule in a few words. */
  readonly title: string;
  /** The rule in words. */
  readonly requirement: string;
  /** Where it is stated: titles of documents, with the section. */
  readonly source: readonly string[];
  readonly needs: readonly Need[];
}

/** A section of a document in which a requirement is stated. */
interface Citation {
  /** As `documents` names it. */
  readonly document: string;
  readonly section: string;
}

/** What stands in `requirements.yaml`. */
export interface Catalogue {
  /** In their order. */
  readonly documents: Readonly<Record<string, { readonly basis: Basis; readonly title: string }>>;
  readonly requirements: readonly Requirement[];
  /** Where a requirement is stated, by its id. */
  readonly citations: ReadonlyMap<string, readonly Citation[]>;
}

/** What is said of a requirement for clients where no files can be read. */
export type ClientRequirement = Pick<Requirement, 'id' | 'level' | 'basis' | 'title' | 'source'>;

const basis = z.enum(['document', 'vendor', 'assumed']);
const common = {
  level: z.enum(['must', 'should', 'assumed']),
  basis,
  title: z.string().min(1).max(64).regex(/[^.]$/, 'must not end in a full stop'),
  requirement: z.string().regex(/^\S[^]*[.]$/, 'must be one or more sentences'),
  source: z.array(z.strictObject({ document: z.string(), section: z.string().min(1) })).min(1),
  needs: z.array(z.enum(NEEDS)).min(1).optional(),
};
const row = z.strictObject({
  id: z.string(),
  side: z.enum(['server', 'client']),
  ...common,
  parts: z
    .array(z.strictObject({ id: z.string(), ...common }))
    .min(1)
    .optional(),
});

/** The form of `requirements.yaml`. */
export const catalogueFormat = z.strictObject({
  contract: z.string(),
  documents: z.record(z.string(), z.strictObject({ basis, title: z.string().min(1) })),
  requirements: z.array(row),
});

/**
 * Reads the requirements of a contract, parts after the rows they belong to.
 *
 * @param folder the contract's folder, with `requirements.yaml`.
 * @throws FileError that names file, line and cure.
 */
export async function loadRequirements(folder: string): Promise<readonly Requirement[]> {
  return (await loadCatalogue(folder)).requirements;
}

/**
 * Reads `requirements.yaml`, as `loadRequirements` does, with the documents it cites.
 *
 * @param folder the contract's folder.
 * @throws FileError that names file, line and cure.
 */
export async function loadCatalogue(folder: string): Promise<Catalogue> {
  const file = join(folder, 'requirements.yaml');
  const { value, fail } = parseYaml(
    file,
    await readFile(file, 'utf8').catch((): never => {
      throw new FileError(`${file}: cannot be read; the requirements of the contract stand there`);
    }),
    catalogueFormat,
  );
  const { documents } = value;
  const citations = new Map<string, readonly Citation[]>();
  const requirements = value.requirements.flatMap(({ parts = [], ...entry }, index) =>
    [entry, ...parts].map(({ id, level, basis: own, title, requirement, source, needs = [] }) => {
      citations.set(id, source);
      return {
        id,
        side: entry.side,
        level,
        basis: own,
        title,
        requirement,
        source: source.map(({ document, section }) => {
          const { title: name } =
            documents[document] ??
            fail(['requirements', index, 'source'], `no document "${document}" is declared above`);
          return `${name}, ${section}`;
        }),
        needs,
      };
    }),
  );
  return { documents, requirements, citations };
}
