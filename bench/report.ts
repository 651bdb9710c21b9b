import type { Machine } from './machine.ts';
import type { Findings, Goal, Table } from './section.ts';

/** How a benchmark was made. */
export interface Circumstances {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly command: string;
  readonly quick: boolean;
}

/** A report for people, in Markdown. */
export function markdown(
  { machine, versions, command, quick }: Circumstances,
  found: readonly { readonly title: string; readonly findings: Findings }[],
): string {
  const { date, system, processor, cores, memory, node, pinned } = machine;
  const where = pinned
    ? `Servers have core ${pinned.server}, the load has core ${pinned.load}.`
    : 'Servers and load share all cores.';
  const goals = quick ? [] : found.flatMap(({ findings }) => findings.goals);
  return [
    `Measured on ${date}: ${processor}, ${cores} cores, ${memory}, ${system}, Node ${node}. ${where}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ') + '.',
    `Made by \`${command}\`. Figures are medians, with the least and the greatest of all rounds in parentheses.`,
    quick ? 'This was a quick run, to see that all works: figures mean nothing.' : '',
    ...(goals.length > 0 ? ['## Goals', tableText(goalTable(goals))] : []),
    ...found.flatMap(({ title, findings }) => [
      `## ${title}`,
      ...(findings.problems ?? []).map((problem) => `**Failed:** ${problem}`),
      ...findings.tables.flatMap((table) => [
        `### ${table.title}`,
        tableText(table),
        table.note ?? '',
      ]),
    ]),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
    .concat('\n');
}

function goalTable(goals: readonly Goal[]): Table {
  return {
    title: 'Goals',
    columns: ['figure', 'goal', 'measured', 'met'],
    rows: goals.map(({ figure, goal, measured, met }) => [
      figure,
      goal,
      measured,
      goal === '' ? '' : met ? 'yes' : 'no',
    ]),
  };
}

function tableText({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
