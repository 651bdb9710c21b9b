import { realpathSync } from 'node:fs';
import type { Io } from '../io.ts';
import { checkFree, checkTargets, isThere, writeFiles } from './files.ts';
import type { InitFlags } from './index.ts';
import { nextSteps } from './next-steps.ts';
import { wayTo } from './place.ts';
import { readProject } from './project.ts';
import { filledTemplates } from './templates.ts';

/**
 * Writes the example into the project in the current folder, or prints it. What is in the way is found
 * before, in either case.
 *
 * @throws CliError where there is no project, or something that must not be written over.
 */
export async function runInit(flags: InitFlags, io: Io): Promise<void> {
  const { contract, force = false, dryRun = false } = flags;
  const project = await readProject(realpathSync(io.cwd));
  const { folder, repository } = project;
  const files = await filledTemplates(project, contract);
  checkTargets(project, files);
  if (dryRun) {
    for (const { path, text } of files) {
      io.out(`==> ${path}${isThere(folder, path) ? ' (is there already)' : ''}\n${text}\n`);
    }
  }
  checkFree(folder, files, flags);
  if (dryRun) return;
  await writeFiles(folder, files, force);
  const written = files.map(({ path }) => `  ${path}\n`).join('');
  const why =
    folder === repository
      ? ''
      : 'The workflow lies at the root of the repository, since GitHub reads it nowhere else; its\n' +
        `steps run in ${wayTo(repository, folder)}.\n`;
  io.out(`Written:\n${written}${why}\n${nextSteps(project, process.versions.node)}`);
}
