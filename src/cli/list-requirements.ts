import { loadRequirements, type Requirement } from '../conformance/requirements.ts';
import type { Matrix } from '../conformance/traceability/types.ts';
import { findContract } from '../contract/find.ts';
import { folderOf } from '../contract/folder.ts';
import { table, type Listed, type ListFlags } from './list.ts';

/** Lists the requirements of contracts, of one side or both; with what they come from, if not as text. */
export async function listRequirements(
  contracts: readonly string[],
  { side, format }: ListFlags,
): Promise<Listed> {
  const isAsked = (one: Requirement) => side === undefined || one.side === side;
  if (format === 'text') {
    const all = await Promise.all(contracts.map(requirementsOf));
    const rows = all.flat().filter(isAsked);
    return {
      entries: rows,
      text: table(rows.map((one) => [one.id, one.side, one.level, one.basis, one.title])),
    };
  }
  const [{ loadMatrix }, { requirementsPage }] = await Promise.all([
    import('../conformance/traceability/matrix.ts'),
    import('./requirements-markdown.ts'),
  ]);
  const matrices = (await Promise.all(contracts.map(loadMatrix))).map((one) => only(one, isAsked));
  return { entries: matrices.flatMap(entriesOf), text: requirementsPage(matrices) };
}

async function requirementsOf(contract: string): Promise<readonly Requirement[]> {
  // Says which contracts there are.
  await findContract(contract);
  return loadRequirements(folderOf(contract));
}

/** What is about some of the requirements, or about none. */
function only(matrix: Matrix, isAsked: (one: Requirement) => boolean): Matrix {
  const requirements = matrix.requirements.filter(isAsked);
  const ids = new Set(requirements.map(({ id }) => id));
  const documents = matrix.documents.map((document) => ({
    ...document,
    sections: document.sections
      .map(({ section, rules }) => ({
        section,
        rules: rules
          .map((rule) => ({ ...rule, requirements: rule.requirements.filter((id) => ids.has(id)) }))
          .filter((rule) => rule.requirements.length > 0 || rule.excluded !== undefined),
      }))
      .filter(({ rules }) => rules.length > 0),
  }));
  return { ...matrix, documents, requirements };
}

/** The requirements of a matrix, each with the rules that it covers. */
function entriesOf({ contract, documents, requirements }: Matrix): object[] {
  return requirements.map(({ checks, broken, ...one }) => ({
    contract,
    ...one,
    rules: documents.flatMap(({ id: document, sections }) =>
      sections.flatMap(({ section, rules }) =>
        rules
          .filter(({ requirements: ids }) => ids.includes(one.id))
          .map(({ rule }) => ({ document, section, ...(rule !== undefined && { rule }) })),
      ),
    ),
    checks,
    ...(broken && { broken }),
  }));
}
