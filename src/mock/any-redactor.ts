import { Redactor } from './redact.ts';
import { builtIn } from './registry.ts';

/** Marks are made with it: as that of a mock without `seed`, so that both mark a key alike. */
const SEED = 1;

/**
 * Takes out all that looks like a key of any service that is known, for agents use several.
 *
 * @param keys that may look like none.
 * @param prefixes how keys of one more service begin; see `Behaviour`.
 */
export function anyRedactor(
  keys: readonly string[] = [],
  prefixes: Readonly<Record<string, number>> = {},
): Redactor {
  const all = Object.values(builtIn).map((one) => one.secretPrefixes);
  return new Redactor(SEED, Object.assign({}, ...all, prefixes), keys);
}
