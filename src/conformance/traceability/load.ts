import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { FileError } from '../../errors.ts';
import { parseYaml, type ParsedFile } from '../../yaml-file.ts';
import type { Catalogue } from '../requirements.ts';
import { traceabilityFormat } from './format.ts';
import type { TracedSection } from './types.ts';

type Sections = Readonly<Record<string, readonly TracedSection[]>>;

/**
 * Reads what each section of a contract's documents says and what covers it, from
 * `traceability.yaml`. Without that file, the sections are those that requirements cite.
 *
 * The file is as complete as can be told without the documents: a requirement stands in exactly those
 * sections that it cites.
 *
 * @param folder the contract's folder.
 * @returns sections by document, in the order of the file.
 * @throws FileError that names file, line and cure.
 */
export async function loadSections(folder: string, catalogue: Catalogue): Promise<Sections> {
  const file = join(folder, 'traceability.yaml');
  if (!existsSync(file)) return citedSections(catalogue);
  const text = await readFile(file, 'utf8').catch((): never => {
    throw new FileError(`${file}: cannot be read; it must be a file that you may read`);
  });
  const parsed = parseYaml(file, text, traceabilityFormat);
  const { documents } = parsed.value;
  checkRules(parsed, catalogue);
  checkCitations(parsed, catalogue);
  return Object.fromEntries(
    Object.entries(documents).map(([id, sections]) => [
      id,
      sections.map(({ section, rules }) => ({
        section,
        rules: rules.map(({ rule, requirements = [], excluded }) => ({
          rule,
          requirements,
          ...(excluded !== undefined && { excluded }),
        })),
      })),
    ]),
  );
}

type File = ParsedFile<z.infer<typeof traceabilityFormat>>;

/** Every name in the file stands for something. */
function checkRules({ value, fail }: File, { documents, citations }: Catalogue): void {
  for (const [id, sections] of Object.entries(value.documents)) {
    if (!Object.hasOwn(documents, id)) {
      const known = Object.keys(documents).join(', ');
      fail(['documents', id], `requirements.yaml declares no such document; there is ${known}`);
    }
    for (const [index, { section, rules }] of sections.entries()) {
      const place = ['documents', id, index];
      if (sections.findIndex((one) => one.section === section) < index) {
        fail([...place, 'section'], `"${section}" stands above already; put its rules there`);
      }
      for (const [number, { requirements = [] }] of rules.entries()) {
        for (const [position, requirement] of requirements.entries()) {
          const spot = [...place, 'rules', number, 'requirements', position];
          const cited = citations.get(requirement);
          if (!cited) fail(spot, `requirements.yaml has no requirement "${requirement}"`);
          if (requirements.indexOf(requirement) < position) {
            fail(spot, `${requirement} stands here twice; once is enough`);
          }
          if (cited?.some((one) => one.document === id && one.section === section)) continue;
          const from = cited?.flatMap((one) => (one.document === id ? [`"${one.section}"`] : []));
          const instead = from?.length ? `of this document it cites ${from.join(', ')}` : '';
          fail(
            spot,
            `${requirement} does not cite the section "${section}"${instead && `, ${instead}`}; correct the heading, or add the section to its source in requirements.yaml`,
          );
        }
      }
    }
  }
}

/** Every section that a requirement cites has a rule that it covers. */
function checkCitations({ value, fail }: File, { citations }: Catalogue): void {
  for (const [id, cited] of citations) {
    for (const { document, section } of cited) {
      const sections = value.documents[document];
      if (!sections) {
        fail(
          ['documents'],
          `"${document}" is missing, which ${id} cites; add it with its sections`,
        );
        continue;
      }
      const index = sections.findIndex((one) => one.section === section);
      if (index < 0) {
        fail(
          ['documents', document],
          `there is no section "${section}", which ${id} cites; add it with what it says`,
        );
      }
      const rules = sections[index]?.rules ?? [];
      if (rules.some(({ requirements = [] }) => requirements.includes(id))) continue;
      fail(
        ['documents', document, index, 'section'],
        `${id} cites "${section}", but covers no rule of it; add ${id} to one, or take the section out of its source in requirements.yaml`,
      );
    }
  }
}

function citedSections({ citations, documents }: Catalogue): Sections {
  const found: Record<string, Map<string, string[]>> = Object.fromEntries(
    Object.keys(documents).map((id) => [id, new Map()]),
  );
  for (const [id, cited] of citations) {
    for (const { document, section } of cited) {
      const ids = found[document]?.get(section) ?? [];
      found[document]?.set(section, [...ids, id]);
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([id, sections]) => [
      id,
      [...sections].map(([section, requirements]) => ({ section, rules: [{ requirements }] })),
    ]),
  );
}
