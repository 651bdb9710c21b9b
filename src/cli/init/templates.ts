import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractId } from '../../mock/registry.ts';
import { TEMPLATES } from '../templates-folder.ts';
import { foldersFrom, wayTo } from './place.ts';
import type { Project } from './project.ts';
import { fittedWorkflow, workflowOf } from './workflow.ts';

/** A file to write. */
export interface NewFile {
  /** Relative to the project, with slashes; the workflow may lie above it. */
  readonly path: string;
  readonly text: string;
}

export const CONFIG = 'heartbeat-kit.config.yaml';

/** Where the test of a project goes. */
export function testOf({ ending }: Pick<Project, 'ending'>): string {
  return `test/heartbeat.test.${ending}`;
}

/** The templates of the package, with what a project needs of them. */
export async function filledTemplates(
  project: Project,
  contracts: readonly ContractId[],
): Promise<NewFile[]> {
  const { folder, repository, runner } = project;
  const names = [...contracts, runner, ...(folder === repository ? [] : ['within'])];
  const installed = installedIn(project);
  const fill = async (template: string) => {
    const file = new URL(template, TEMPLATES);
    const text = withRegions(await readFile(file, 'utf8'), names);
    return text.replaceAll(INSTALLED, (_, here = '') =>
      installed.startsWith('../') ? installed : `${here}${installed}`,
    );
  };
  const [test, workflow, config] = await Promise.all([
    fill('heartbeat.test.ts'),
    fill('heartbeat.yml'),
    fill(CONFIG),
  ]);
  return [
    { path: testOf(project), text: test },
    { path: workflowOf(project), text: fittedWorkflow(workflow, project) },
    { path: CONFIG, text: config },
  ];
}

const INSTALLED = /(\.\/)?node_modules\/heartbeat-kit(?=\/)/g;

/** Where this package lies from a project, or will lie: workspaces have most packages at their root. */
function installedIn({ folder, manager }: Project): string {
  const path = 'node_modules/heartbeat-kit';
  const at =
    foldersFrom(folder).find((one) => existsSync(join(one, path, 'package.json'))) ??
    (manager.name === 'pnpm' ? folder : manager.folder);
  return wayTo(folder, join(at, path));
}

const REGION = /^[ ]*(?:\/\/|#) #region (\S+)\n([^]*?)^[ ]*(?:\/\/|#) #endregion\n/gm;

/**
 * Keeps the regions with certain names, and takes out the others, and all marks. They are marked by the
 * comments `#region name` and `#endregion`, and do not lie in each other.
 */
function withRegions(text: string, names: readonly string[]): string {
  return text.replaceAll(REGION, (_, name: string, inside: string) =>
    names.includes(name) ? inside : '',
  );
}
