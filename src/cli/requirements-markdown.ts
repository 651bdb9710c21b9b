import { rulesOf } from '../conformance/traceability/matrix.ts';
import type {
  Check,
  Matrix,
  TracedDocument,
  TracedRequirement,
  TracedRule,
} from '../conformance/traceability/types.ts';
import { codeList, markdownTable, oneLine, plainText } from '../markdown.ts';

/** Of broken implementations so many are named; those that are made to break a requirement come first. */
const BROKEN = 3;

/** What documents say, what covers it, what checks that, and what fails those checks. */
export function requirementsPage(matrices: readonly Matrix[]): string {
  return ['# Requirements, and where they come from\n', ...matrices.map(contractPart)].join('\n');
}

function contractPart(matrix: Matrix): string {
  const { title, documents, requirements } = matrix;
  const saysRules = rulesOf(matrix).some(({ rule }) => rule !== undefined);
  const shown = documents.filter(({ sections }) => sections.length > 0);
  return [
    `## ${plainText(title)}\n`,
    `${[countOf(requirements), ...gaps(requirements)].join(' ')}\n`,
    ...(saysRules ? [countsTable(shown)] : []),
    ...shown.flatMap((document) => documentPart(document, matrix, saysRules)),
  ].join('\n');
}

function countOf(requirements: readonly TracedRequirement[]): string {
  const of = (side: string) => requirements.filter((one) => one.side === side).length;
  return `${requirements.length} requirements: ${of('server')} for servers, ${of('client')} for clients.`;
}

/** What the matrix lacks, in words; a requirement of a contract without broken implementations lacks none. */
function gaps(requirements: readonly TracedRequirement[]): string[] {
  const unchecked = requirements.filter(({ checks }) => checks.length === 0);
  const unbroken = requirements.filter(({ broken }) => broken?.length === 0);
  const say = (lack: string, those: readonly TracedRequirement[]) =>
    those.length > 0 ? [`${lack}: ${those.map(({ id }) => id).join(', ')}.`] : [];
  return [
    ...say('Without a check', unchecked),
    ...say('Without a broken implementation', unbroken),
  ];
}

function countsTable(documents: readonly TracedDocument[]): string {
  const counts = (name: string, basis: string, all: readonly TracedDocument[]) => {
    const rules = rulesOf({ documents: all });
    const excluded = rules.filter((rule) => rule.excluded !== undefined).length;
    return [name, basis, ...[rules.length, rules.length - excluded, excluded].map(String)];
  };
  return markdownTable(
    ['Document', 'Basis', 'Rules', 'Covered', 'Excluded'],
    [
      ...documents.map((one) => counts(plainText(one.title), one.basis, [one])),
      counts('All', '', documents),
    ],
  );
}

function documentPart(
  { title, sections }: TracedDocument,
  matrix: Matrix,
  saysRules: boolean,
): string[] {
  const hasBroken = matrix.requirements.some(({ broken }) => broken !== undefined);
  const head = [
    ...(saysRules ? ['Rule'] : []),
    'Requirement',
    'Checks',
    ...(hasBroken ? ['Broken implementations'] : []),
  ];
  return [
    `### ${plainText(title)}\n`,
    ...sections.flatMap(({ section, rules }) => [
      `#### ${oneLine(section)}\n`,
      markdownTable(
        head,
        rules
          .flatMap((rule) => rowsOf(rule, matrix.requirements))
          .map(([rule = '', ...rest]) => [...(saysRules ? [rule] : []), ...rest])
          .map((row) => row.slice(0, head.length)),
      ),
    ]),
  ];
}

/** A row for each requirement; the rule stands in the first. */
function rowsOf(
  { rule = '', requirements: ids, excluded }: TracedRule,
  requirements: readonly TracedRequirement[],
): string[][] {
  if (excluded !== undefined) return [[rule, `*Excluded:* ${excluded}`, '', '']];
  return ids
    .flatMap((id) => requirements.find((one) => one.id === id) ?? [])
    .map(({ id, level, title, checks, broken = [] }, index) => [
      index === 0 ? rule : '',
      `${id} (${level}): ${plainText(title)}`,
      checks.map(checkOf).join('; ') || 'none',
      brokenOf(broken),
    ]);
}

function brokenOf(names: readonly string[]): string {
  const rest = names.length - BROKEN;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return `${codeList(names.slice(0, BROKEN))}${more}` || 'none';
}

function checkOf(check: Check): string {
  if ('every' in check) return `every ${check.every}`;
  const { scenario, steps } = check;
  if (!steps) return codeList([scenario]);
  return `${codeList([scenario])}, step${steps.length > 1 ? 's' : ''} ${steps.join(', ')}`;
}
