import { readFile } from 'node:fs/promises';
import type { ContractId } from '../../mock/registry.ts';
import type { Project } from './project.ts';

/** A file to write. */
export interface NewFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

export const WORKFLOW = '.github/workflows/heartbeat.yml';
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
  const names = [...contracts, project.runner];
  const fill = async (template: string, path: string) => {
    const file = new URL(`../../../templates/${template}`, import.meta.url);
    return { path, text: withRegions(await readFile(file, 'utf8'), names) };
  };
  return Promise.all([
    fill('heartbeat.test.ts', testOf(project)),
    fill('heartbeat.yml', WORKFLOW),
    fill(CONFIG, CONFIG),
  ]);
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
