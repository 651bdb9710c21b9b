import type { Reporter } from './index.ts';
import { viewOf, type ResultView, type View } from './view.ts';

/** GitHub shows about as many annotations of a kind for each step. */
const MAX = 10;
/** The workflow command for what is not as it should be. */
const COMMANDS: Partial<Record<ResultView['status'], string>> = {
  fail: 'error',
  light: 'warning',
  known: 'notice',
};

/** Workflow commands of GitHub Actions: an annotation for each failure, the heaviest first. */
export const github: Reporter = (report, options) => {
  const view = viewOf(report, options);
  const lines = [
    ...view.problems.map((problem) => workflowCommand('error', 'heartbeat-kit', problem)),
    ...Object.entries(COMMANDS).flatMap(([status, name]) => annotations(view, status, name)),
    ...(report.verdict === 'inconclusive'
      ? [
          workflowCommand(
            view.isOpen ? 'error' : 'notice',
            `heartbeat-kit: ${view.heading}`,
            [...view.notes, view.conclusion].join('\n'),
          ),
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
};

function annotations({ results }: View, status: string, name: string): string[] {
  const all = results.filter((one) => one.status === status);
  const shown = all.length > MAX ? all.slice(0, MAX - 1) : all;
  const rest = all.slice(shown.length).map(({ result }) => result.id);
  return [
    ...shown.map(({ result: { id, title, level }, why, details }) =>
      workflowCommand(
        name,
        `${id} (${level}): ${title}`,
        [...(why ? [why] : []), ...details].join('\n'),
      ),
    ),
    ...(rest.length > 0
      ? [workflowCommand(name, 'heartbeat-kit', `and ${rest.length} more: ${rest.join(', ')}`)]
      : []),
  ];
}

/** A command as GitHub Actions reads it; see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
export function workflowCommand(name: string, title: string, message: string): string {
  const data = message
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    // A command of an older kind, wherever it stands.
    .replaceAll('##[', '# #[');
  const property = title
    .replaceAll('%', '%25')
    .replaceAll(/[\r\n]/g, ' ')
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
  return `::${name} title=${property}::${data}`;
}
