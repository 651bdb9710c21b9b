import { readFile } from 'node:fs/promises';
import { folderOf } from '../../contract/find.ts';
import { FileError } from '../../errors.ts';
import { contractIds } from '../../mock/registry.ts';
import { parseYaml } from '../../yaml-file.ts';
import { loadRequirements } from '../requirements.ts';
import { baselineFormat, type BaselineEntry } from './format.ts';

/** Known failures, as a file lists them. */
export interface Baseline {
  readonly file: string;
  /** What messages call it. */
  readonly name: string;
  /** As it stands in the file, which keeps its comments when it is written again. */
  readonly text: string;
  readonly entries: readonly (BaselineEntry & { readonly line: number })[];
}

interface LoadOptions {
  /** What messages call it; the file by default. */
  readonly name?: string;
  /** Whether a file that is not there yet counts as one without entries; false by default. */
  readonly mayBeMissing?: boolean;
}

/**
 * Reads a baseline.
 *
 * @param contract id or folder of the contract that is checked; entries of the built-in ones may stand
 *   in the same file.
 * @throws FileError that names file, line and cure: also for an id that no contract has, and for an
 *   entry that stands there twice.
 */
export async function loadBaseline(
  file: string,
  contract: string,
  { name = file, mayBeMissing = false }: LoadOptions = {},
): Promise<Baseline> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException): undefined => {
    if (mayBeMissing && error.code === 'ENOENT') return undefined;
    const cure = error.code === 'ENOENT' ? '; --update-baseline writes one' : '';
    throw new FileError(`${name}: there is no such file to read${cure}`);
  });
  if (text === undefined) return { file, name, text: '', entries: [] };
  const { value, fail, lineOf } = parseYaml(name, text, baselineFormat);
  const failures = value.failures ?? [];
  const known = await idsOf(contract);
  for (const [index, { requirement, scenarios }] of failures.entries()) {
    const at = ['failures', index, 'requirement'];
    if (!known.includes(requirement)) fail(at, unknown(requirement, known));
    const isTwin = (other: BaselineEntry) =>
      other.requirement === requirement &&
      (!scenarios || !other.scenarios || scenarios.some((one) => other.scenarios?.includes(one)));
    if (failures.slice(0, index).some(isTwin)) {
      fail(at, `${requirement} stands above already, for the same scenarios; merge the two`);
    }
  }
  return {
    file,
    name,
    text,
    entries: failures.map((entry, index) => ({ ...entry, line: lineOf(['failures', index]) })),
  };
}

async function idsOf(contract: string): Promise<string[]> {
  const folders = [...new Set([contract, ...contractIds].map(folderOf))];
  const all = await Promise.all(folders.map(loadRequirements));
  return all.flat().map(({ id }) => id);
}

function unknown(id: string, known: readonly string[]): string {
  const alike = known.filter((one) => one.toLowerCase().startsWith(id.toLowerCase().slice(0, 7)));
  const there = alike.length > 0 ? alike : known;
  return `there is no requirement "${id}"; there is ${there.slice(0, 12).join(', ')}${there.length > 12 ? ', …' : ''}`;
}
