import { findContract, folderOf } from '../contract/find.ts';
import { readContractFiles } from '../contract/load.ts';
import { validatorOf } from '../contract/validate.ts';
import { OptionError } from '../errors.ts';
import { invalidGenerator, validGenerator, type Generated, type Generator } from './generator.ts';

/** What `generate` makes, and how many of them. */
export interface GenerateOptions {
  /** Whole number; the same one gives the same payloads, another one others; 1 by default. */
  readonly seed?: number | undefined;
  /** How many; 1 by default. */
  readonly count?: number | undefined;
  /** Whether each payload breaks one constraint; false by default. */
  readonly invalid?: boolean | undefined;
}

/**
 * Makes up payloads of a shape, valid ones or such that break one constraint each. Names, texts and
 * numbers are believable; nothing depends on the time.
 *
 * @param contract `agentmc`, `agentradio`, or the folder of a contract of one's own.
 * @param shape name of the schema's file without its ending, such as `heartbeat.request`.
 * @throws OptionError where there is no such contract or shape, or where the schema has a keyword,
 *   format or pattern for which no values can be made up.
 */
export async function generate(
  contract: string,
  shape: string,
  { count = 1, ...options }: GenerateOptions = {},
): Promise<Generated[]> {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new OptionError('count must be a whole number that is not negative');
  }
  const make = await generatorOf(contract, shape, options);
  return Array.from({ length: count }, (_, index) => make(index));
}

/**
 * Prepares what `generate` does.
 *
 * @throws OptionError, as its result does.
 */
export async function generatorOf(
  contract: string,
  shape: string,
  { seed = 1, invalid = false }: Omit<GenerateOptions, 'count'>,
): Promise<Generator> {
  if (!Number.isSafeInteger(seed)) throw new OptionError('seed must be a whole number');
  const found = await findContract(contract);
  validatorOf(found, shape);
  const { schemas } = await readContractFiles(folderOf(contract));
  // Loaded late: nothing else needs them.
  const { loadBeliever } = await import('./believe.ts');
  const material = { contract: found, schemas, seed, sourceOf: await loadBeliever() };
  return (invalid ? invalidGenerator : validGenerator)(material, shape);
}
