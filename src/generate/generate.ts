import { findContract } from '../contract/find.ts';
import { folderOf } from '../contract/folder.ts';
import { readContractFiles } from '../contract/load.ts';
import { validatorOf, type ShapeName, type Shapes } from '../contract/validate.ts';
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

/** A folder has a slash; what is no literal may be anything. */
type ContractName<C extends string> = string extends C
  ? C
  : C extends keyof Shapes | `${string}/${string}` | `${string}\\${string}`
    ? C
    : never;

/** What `generate` makes of a shape; invalid payloads may be anything. */
type Made<C, S, Options> = Generated<
  Options extends { readonly invalid: true }
    ? unknown
    : C extends keyof Shapes
      ? S extends keyof Shapes[C]
        ? Shapes[C][S]
        : unknown
      : unknown
>;

/**
 * Makes up payloads of a shape, valid ones or such that break one constraint each. Names, texts and
 * numbers are believable; nothing depends on the time.
 *
 * @param contract `agentmc`, `agentradio`, or the folder of a contract of one's own, with a slash.
 * @param shape name of the schema's file without its ending, such as `heartbeat.request`.
 * @throws OptionError where there is no such contract or shape, or where the schema has a keyword,
 *   format or pattern for which no values can be made up.
 */
export async function generate<
  const C extends string,
  const S extends ShapeName<C>,
  const Options extends GenerateOptions,
>(contract: C & ContractName<C>, shape: S, options?: Options): Promise<Made<C, S, Options>[]> {
  // Callers may be JavaScript, and give anything.
  const { count = 1, ...rest } = (options ?? {}) as GenerateOptions;
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new OptionError('count must be a whole number that is not negative');
  }
  if (typeof contract !== 'string') {
    throw new OptionError('contract must be an id, or the folder of a contract of your own');
  }
  const make = await generatorOf(contract, shape, rest);
  return Array.from({ length: count }, (_, index) => make(index) as Made<C, S, Options>);
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
