import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MADE } from '../conformance/replay-file.ts';
import type { ServerReport } from '../conformance/report/types.ts';
import { CliError, EXIT } from './exit.ts';

/** Of what a file is called after, so many characters stand in its name. */
const NAME_LENGTH = 60;

/**
 * Makes a folder for scenario files of failures, before anything is sent for nothing.
 *
 * @param given as it stands in messages.
 * @throws CliError where there can be no such folder.
 */
export async function failuresIn(given: string, cwd: string) {
  const folder = resolve(cwd, given);
  const unwritable = (error: NodeJS.ErrnoException): never => {
    throw new CliError(
      `--save-failures ${given}: cannot be written to (${error.code ?? error.message})`,
      EXIT.usage,
    );
  };
  await mkdir(folder, { recursive: true }).catch(unwritable);
  return {
    /**
     * Writes a file for each failure that can be shown again.
     *
     * @returns a note that says so.
     */
    async save({ requirements }: ServerReport): Promise<string> {
      const files: string[] = [];
      const found = requirements.flatMap(({ id, findings }) =>
        findings.map(({ step, replay }) => ({ about: `${id}-${step}`, replay })),
      );
      for (const { about, replay } of found) {
        if (replay === undefined) continue;
        const name = await freeName(folder, about, files);
        await writeFile(join(folder, name), replay).catch(unwritable);
        files.push(name);
      }
      const [first] = files;
      if (first === undefined) {
        return 'note: no payload that was made up failed; nothing is saved\n';
      }
      return files.length === 1
        ? `note: a scenario is saved; see it again with --replay ${join(given, first)}\n`
        : `note: ${files.length} scenarios are saved in ${given}; see one again with --replay ${join(given, first)}, or all with --replay ${given}\n`;
    },
  };
}

/** A name that tells what is in the file, and that no other one has; nothing of the user's is written over. */
async function freeName(folder: string, about: string, taken: readonly string[]): Promise<string> {
  const [field = ''] = about.split(': ');
  const slug = field
    .replaceAll(/[^\w.]+/g, '-')
    .slice(0, NAME_LENGTH)
    .replace(/-$/, '');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${slug}.yaml` : `${slug}-${number}.yaml`;
    if (taken.includes(name)) continue;
    const text = await readFile(join(folder, name), 'utf8').catch(() => MADE);
    if (text.startsWith(MADE)) return name;
  }
}
