import { installation } from './package-manager.ts';
import { wayTo } from './place.ts';
import type { Project } from './project.ts';

/** Where the workflow of a project goes, from its folder: GitHub reads it at the root of a repository only. */
export function workflowOf({ folder, repository }: Project): string {
  const way = wayTo(folder, repository);
  // Each package of a repository has one of its own.
  const which = wayTo(repository, folder).replaceAll(/[^\w.-]+/g, '-');
  const name = which === '' ? 'heartbeat' : `heartbeat-${which}`;
  return `${way === '' ? '' : `${way}/`}.github/workflows/${name}.yml`;
}

/** Fits the template of a workflow, with its regions chosen, to a project. */
export function fittedWorkflow(template: string, project: Project): string {
  const within = wayTo(project.repository, project.folder);
  const fitted = template.replaceAll(
    /^( *)- run: npm ci\n/gm,
    (_, indent: string) =>
      `${stepsOf(project)
        .map((line) => `${indent}${line}\n`)
        .join('')}`,
  );
  if (within === '') return fitted;
  return fitted
    .replace('name: Heartbeat\n', () => `name: ${scalar(`Heartbeat of ${within}`)}\n`)
    .replace('working-directory: .\n', () => `working-directory: ${scalar(within)}\n`);
}

/** Lines of the steps that install what a project depends on. */
function stepsOf({ folder, repository, manager }: Project): string[] {
  const { action, version, prepare, install } = installation(manager);
  const from = wayTo(repository, manager.folder);
  // It looks for its version at the root of the repository.
  const manifest = manager.isPinned && from !== '' && manager.name === 'pnpm';
  const given = [
    ...(version === undefined ? [] : [`version: ${version}`]),
    ...(manifest ? [`package_json_file: ${scalar(`${from}/package.json`)}`] : []),
  ];
  const elsewhere =
    manager.folder === folder ? [] : [`  working-directory: ${scalar(from === '' ? '.' : from)}`];
  const script = (command: string) => [`- run: ${command}`, ...elsewhere];
  return [
    ...(action === undefined ? [] : [`- uses: ${action}`]),
    ...(given.length > 0 ? ['  with:', ...given.map((line) => `    ${line}`)] : []),
    ...(prepare === undefined ? [] : script(prepare)),
    ...script(install),
  ];
}

/** A text as YAML takes it for one. */
function scalar(text: string): string {
  return /^[A-Za-z][\w ./-]*$/.test(text) || text === '.' ? text : JSON.stringify(text);
}
