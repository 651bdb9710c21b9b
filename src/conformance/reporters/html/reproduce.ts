import type { ClientReport } from '../../report/client-types.ts';
import { failsRun, type Judged, type ServerReport } from '../../report/types.ts';
import { isClientReport } from '../../report/verdict.ts';
import { shellWord } from '../../shell.ts';
import type { View } from '../view.ts';
import { markup, type Markup } from './markup.ts';

/**
 * How to run again what failed, as lines to copy; keys stand in them as names of variables.
 *
 * @param contract as commands name it.
 */
export function reproduce({ report }: View, contract = report.contract.id): Markup {
  const failed = report.requirements.filter((one: Judged) => failsRun(one, report));
  const ids = failed.map(({ id }) => id);
  const [lines, note] = isClientReport(report)
    ? clientLines(report, ids, contract)
    : [serverLines(report, ids, contract), SERVER_NOTE];
  return markup`<section class="card" aria-labelledby="reproduce"><h2 id="reproduce">Run it again</h2>
<p class="muted">${ids.length > 0 ? 'Looks only at what failed.' : 'The whole run.'} ${note}</p>
<pre class="copy" dir="ltr"><code>${lines}</code></pre></section>`;
}

const SERVER_NOTE =
  'Further keys and flags of the run, such as --agent-id, --path, --burst and --slow, are not part of a report.';

function serverLines(report: ServerReport, ids: readonly string[], contract: string): string {
  return [
    "export HEARTBEAT_API_KEY='…'",
    command([
      'npx heartbeat-kit check server',
      `--contract ${shellWord(contract)}`,
      `--url ${shellWord(report.target)}`,
      ...common(report, ids),
    ]),
  ].join('\n');
}

function clientLines(
  report: ClientReport,
  ids: readonly string[],
  contract: string,
): [lines: string, note: string] {
  const { state, client, reached, requirements } = report;
  const names = new Set(
    requirements
      .filter(({ id }) => ids.includes(id))
      .flatMap(({ evidence }) => evidence.filter(({ verdict }) => verdict === 'fail'))
      .map(({ scenario }) => scenario),
  );
  if (reached === 'function') {
    const options = {
      contract,
      ...(state !== undefined && { state }),
      ...(names.size > 0 && { scenarios: [...names] }),
      ...(ids.length > 0 && { only: ids.join(',') }),
    };
    const text = JSON.stringify(options, null, 2).replace(/\n\}$/, ',\n  client,\n}');
    return [`const report = await checkClient(${text});`, `The client is ${client}.`];
  }
  const about = [
    `--contract ${shellWord(contract)}`,
    ...(state === undefined ? [] : [`--state ${shellWord(state)}`]),
  ];
  const note = 'Further flags of the run, and arguments of the client, are not part of a report.';
  if (reached === 'log') {
    const parts = [`npx heartbeat-kit check log ${shellWord(client)}`, ...about];
    return [command([...parts, ...common(report, ids)]), note];
  }
  const scenarios = names.size > 0 ? [`--scenario ${[...names].map(shellWord).join(',')}`] : [];
  const end = reached === 'attached' ? '--attach' : `-- ${client}`;
  const parts = ['npx heartbeat-kit check client', ...about, ...scenarios];
  return [command([...parts, ...common(report, ids), end]), note];
}

function common({ failOn }: View['report'], ids: readonly string[]): string[] {
  return [
    ...(failOn === 'must' ? [] : [`--fail-on ${failOn}`]),
    ...(ids.length > 0 ? [`--only ${ids.map(shellWord).join(',')}`] : []),
  ];
}

/** A command on several lines, as it may be pasted into a shell. */
function command(parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}
