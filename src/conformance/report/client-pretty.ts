import { painter } from '../../painter.ts';
import { printable, type Paint } from '../../text.ts';
import type { ClientReport, ClientResult, Evidence, ScenarioResult } from './client-types.ts';
import { coverageLines, endLines } from './end-lines.ts';
import { cut, mark, requirementLines } from './lines.ts';
import { clockTime, LEGEND, requestLines, strip } from './timeline.ts';

const MAX_OUTPUT = 12;
const MAX_WHY = 160;

/** A report for people: a line per requirement, what failed and how it came about, and timelines. */
export function prettyClientReport(report: ClientReport, colours: boolean): string {
  const paint = painter(colours);
  const { contract, client, state, requirements, unexercised, scenarios, totals } = report;
  const failed = requirements.filter(({ verdict, known }) => verdict === 'fail' && !known);
  const { requests, durationMs, notes } = report;
  return [
    paint('bold', `${contract.title}: ${printable(client)}${state ? ` (${state})` : ''}`),
    '',
    ...requirementLines(requirements, report, paint),
    ...failed.flatMap((result) => ['', ...clientDetails(result, report, paint)]),
    ...(unexercised.length > 0 ? ['', 'Not exercised, and no part of the verdict:'] : []),
    ...unexercised.map(({ id, level, why }) => {
      return paint(
        'dim',
        `      ${id.padEnd(10)} ${level.padEnd(7)} ${cut(printable(why), MAX_WHY)}`,
      );
    }),
    ...(scenarios.length > 0 ? ['', ...strips(scenarios, failed, paint)] : []),
    ...endings(scenarios, paint),
    '',
    ...notes.map((note) => `note: ${note}`),
    ...coverageLines(report, paint),
    `${totals.pass} passed, ${totals.fail} failed, ${totals.inconclusive} inconclusive; ${counted(requests, 'request')} in ${counted(scenarios.length, 'scenario')}, ${(durationMs / 1000).toFixed(1)} s`,
    ...endLines(report, paint),
    '',
  ].join('\n');
}

/** What failed of a requirement: where it is stated, what was seen, and the requests that show it. */
export function clientDetails(result: ClientResult, report: ClientReport, paint: Paint): string[] {
  const { id, level, basis, requirement, source, evidence } = result;
  return [
    `${mark(result, report, paint)}  ${paint('bold', id)} (${level}, ${basis})`,
    `      ${requirement}`,
    ...source.map((place) => paint('dim', `      stated in: ${place}`)),
    ...evidence
      .filter(({ verdict }) => verdict === 'fail')
      .flatMap((one) => evidenceLines(one, report, paint)),
  ];
}

function evidenceLines(
  { scenario: name, why, exchanges }: Evidence,
  { scenarios }: ClientReport,
  paint: Paint,
): string[] {
  const scenario = scenarios.find((one) => one.name === name);
  return [
    '',
    `      ${name}: ${paint('red', printable(why))}`,
    ...(scenario ? requestLines(scenario, exchanges, paint).map((line) => `      ${line}`) : []),
  ];
}

function strips(
  scenarios: readonly ScenarioResult[],
  failed: readonly ClientResult[],
  paint: Paint,
): string[] {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  const isFailed = (name: string) =>
    failed.some(({ evidence }) =>
      evidence.some(({ scenario, verdict }) => scenario === name && verdict === 'fail'),
    );
  return [
    paint('dim', `${''.padEnd(width)}  ${LEGEND}`),
    ...scenarios.map((scenario) => {
      const { name, lasted, rate, rerun } = scenario;
      const pace = rate > 1 ? `, up to ${Math.round(rate)} x` : '';
      const line = `${name.padEnd(width)}  ${strip(scenario)} ${clockTime(lasted)}${pace}${rerun ? ', run again more slowly' : ''}`;
      return isFailed(name) ? paint('red', line) : line;
    }),
  ];
}

/** How the client ended, and what it wrote, told once for all scenarios in which that is the same. */
function endings(scenarios: readonly ScenarioResult[], paint: Paint): string[] {
  const alike = new Map<string, ScenarioResult[]>();
  for (const scenario of scenarios) {
    const { ended } = scenario;
    if (ended !== undefined) alike.set(ended, [...(alike.get(ended) ?? []), scenario]);
  }
  return [...alike.values()].flatMap((all) => {
    const [{ ended = '', output, folder } = {}] = all as Partial<ScenarioResult>[];
    const names = cut(all.map(({ name }) => name).join(', '), MAX_WHY);
    const lines = output ? output.split('\n').slice(-MAX_OUTPUT) : [];
    return [
      '',
      `${paint('yellow', `The client ended by itself (${printable(ended)})`)} in ${names}`,
      ...lines.map((line) => paint('dim', `      ${printable(line)}`)),
      ...(folder ? [paint('dim', `      all that it wrote is in ${printable(folder)}`)] : []),
    ];
  });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
