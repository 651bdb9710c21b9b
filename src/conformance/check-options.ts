import { OptionError } from '../errors.ts';
import { flagsAsOptions } from '../text.ts';
import { BASES, LEVELS } from './weights.ts';

/** What is checked of options whose callers may be JavaScript, and give anything. */
interface Checkable {
  readonly contract?: unknown;
  readonly basis?: unknown;
  readonly failOn?: unknown;
}

/**
 * Checks how a run is weighed: by a word that is none, nothing would fail.
 *
 * @throws OptionError that names what may stand there.
 */
export function checkWeights({ basis = 'assumed', failOn = 'must' }: Checkable): void {
  oneOf('basis', basis, BASES);
  oneOf('failOn', failOn, LEVELS);
}

/**
 * Does what options in code ask for.
 *
 * @param names the options that there are.
 * @throws OptionError for options that there are not, and with the names of options in place of flags.
 */
export async function byOptions<T>(
  caller: string,
  options: object,
  names: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  // Callers may be JavaScript, and give anything.
  const given = options as object | null | undefined;
  if (typeof given !== 'object' || given === null) {
    throw new OptionError(`${caller} needs options: ${names.join(', ')}`);
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new OptionError(`${caller} has no option "${unknown}"; there is ${names.join(', ')}`);
  }
  try {
    return await work();
  } catch (error) {
    if (error instanceof OptionError) throw new OptionError(flagsAsOptions(error.message));
    throw error;
  }
}

function oneOf(option: string, value: unknown, all: readonly string[]): void {
  if (all.some((one) => one === value)) return;
  throw new OptionError(`${option} must be one of ${all.join(', ')}, not ${String(value)}`);
}
