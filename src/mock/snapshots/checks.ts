import * as z from 'zod';
import { SnapshotError } from '../../errors.ts';
import { firstIssue } from '../../issues.ts';

/** What saved values are checked with; loads zod, so it has to be loaded late itself. */

/** What is later cannot be written in answers: years have four digits there. */
const MAX_TIME = Date.UTC(9999, 11, 31);

/** Milliseconds since the epoch. */
export const time = z.number().min(0).max(MAX_TIME);

/** How often something happened. */
export const count = z.int().min(0);

/** A number that the contracts call an integer, which may be larger than safe ones are. */
export const integerId = z
  .number()
  .min(1)
  .refine((value) => Number.isInteger(value), 'must be a whole number');

/** Id of an account: the hash of its key. */
export const accountId = z.string().regex(/^[0-9a-f]{13}$/, 'must be a hash of 13 digits');

/** An object of any content, kept as it is. */
export const anyObject = <T extends object>() =>
  z.custom<T>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  );

/** @throws SnapshotError with the place of the first thing that is wrong. */
export function readPart<T>(format: z.ZodType<T>, value: unknown): T {
  const result = format.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = firstIssue(result.error);
  throw new SnapshotError(message, path);
}

/** Takes care that nothing stands in a list twice. @param path of the list. */
export function checkUnique<T>(
  items: readonly T[],
  name: keyof T & string,
  path: readonly PropertyKey[],
): void {
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item[name])) {
      throw new SnapshotError('stands there twice', [...path, index, name]);
    }
    seen.add(item[name]);
  }
}
