import type { Io } from '../io.ts';
import { checkFree, isThere, writeFiles } from './files.ts';
import type { InitFlags } from './index.ts';
import { nextSteps } from './next-steps.ts';
import { readProject } from './project.ts';
import { filledTemplates } from './templates.ts';

/**
 * Writes the example into the project in the current folder, or prints it.
 *
 * @throws CliError where there is no project, or a file that must not be written over.
 */
export async function runInit(
  { contract, force = false, dryRun = false }: InitFlags,
  io: Io,
): Promise<void> {
  const project = await readProject(io.cwd);
  const files = await filledTemplates(project, contract);
  if (dryRun) {
    for (const { path, text } of files) {
      io.out(`==> ${path}${isThere(io.cwd, path) ? ' (is there already)' : ''}\n${text}\n`);
    }
    return;
  }
  checkFree(io.cwd, files, force);
  await writeFiles(io.cwd, files, force);
  const written = files.map(({ path }) => `  ${path}\n`).join('');
  io.out(`Written:\n${written}\n${nextSteps(project, process.versions.node)}`);
}
