import { readFile } from 'node:fs/promises';
import { FileError } from '../../errors.ts';
import type { Behaviour } from '../types.ts';
import type { Scenario } from './types.ts';

/**
 * Loads a scenario file.
 *
 * @param behaviours the contracts that it may speak of; the built-in ones by default.
 * @throws FileError that names file, line and cure.
 */
export async function loadScenario(
  file: string,
  behaviours?: readonly Behaviour[],
): Promise<Scenario> {
  // Loaded late: what checks files is needed by few, and costs start-up time.
  const [{ parseScenario }, { builtIn }] = await Promise.all([
    import('./load.ts'),
    import('../registry.ts'),
  ]);
  const text = await readFile(file, 'utf8').catch((): never => {
    throw new FileError(`${file}: there is no such scenario file to read`);
  });
  return parseScenario(file, text, behaviours ?? Object.values(builtIn));
}
