import { findContract } from '../../contract/find.ts';
import { folderOf, isFolder } from '../../contract/folder.ts';
import { broken } from '../generated/broken.ts';
import { loadCatalogue } from '../requirements.ts';
import { failing } from './broken.ts';
import { checksOf } from './checks.ts';
import { loadSections } from './load.ts';
import type { Matrix, TracedRule } from './types.ts';

/**
 * Traces what the documents of a contract say to the requirements that cover it, to the checks that
 * judge these, and to the broken implementations by which it is known that the checks can fail.
 *
 * @param contract id of a built-in one, or the folder of another: of that, rules are known where it
 *   has `traceability.yaml`, and broken implementations never are.
 * @throws OptionError where there is no such contract, FileError that names file, line and cure.
 */
export async function loadMatrix(contract: string): Promise<Matrix> {
  const { id, title } = await findContract(contract);
  const folder = folderOf(contract);
  const catalogue = await loadCatalogue(folder);
  const sections = await loadSections(folder, catalogue);
  const checks = await checksOf(contract);
  const known = isFolder(contract) ? undefined : broken[id];
  return {
    contract: id,
    title,
    documents: Object.entries(sections).flatMap(([name, own]) => {
      const document = catalogue.documents[name];
      return document ? [{ id: name, ...document, sections: own }] : [];
    }),
    requirements: catalogue.requirements.map((one) => ({
      ...one,
      checks: checks.get(one.id) ?? [],
      ...(known && { broken: failing(one.id, known) }),
    })),
  };
}

/** The rules of all documents. */
export function rulesOf({ documents }: Pick<Matrix, 'documents'>): TracedRule[] {
  return documents.flatMap(({ sections }) => sections.flatMap(({ rules }) => rules));
}
