import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Operation } from '../contract/types.ts';
import { parseYaml } from '../yaml-file.ts';

const rule = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ present: z.boolean() }),
  z.strictObject({ above: z.number() }),
]);

/** The form of `states.yaml`. */
export const statesFormat = z
  .strictObject({
    states: z
      .array(
        z.strictObject({
          name: z.string().min(1).meta({ description: 'What reports call it.' }),
          operations: z
            .array(z.string())
            .min(1)
            .meta({ description: 'Ids of the operations whose answers may show it.' }),
          body: z
            .record(z.string().regex(/^(?:\/[^/]*)+$/, 'must be a JSON Pointer: /station'), rule)
            .refine((value) => Object.keys(value).length > 0, 'must say how the state is told')
            .meta({
              description:
                'JSON Pointers into the answer, and what stands there: a value, `present`, or a number `above` another one.',
            }),
        }),
      )
      .min(1),
  })
  .meta({ title: 'States that answers of a contract may show' });

/** Something that the answers of a server may show. */
export type State = z.infer<typeof statesFormat>['states'][number];

/**
 * Reads the states of a contract; there are none where its folder has no `states.yaml`.
 *
 * @throws FileError that names file, line and cure.
 */
export async function loadStates(
  folder: string,
  operations: readonly Operation[],
): Promise<readonly State[]> {
  const file = join(folder, 'states.yaml');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const { value, fail } = parseYaml(file, text, statesFormat);
  for (const [index, { operations: ids }] of value.states.entries()) {
    for (const [at, id] of ids.entries()) {
      if (operations.some((one) => one.id === id)) continue;
      const known = operations.map((one) => one.id).join(', ');
      fail(['states', index, 'operations', at], `there is no operation "${id}"; there is ${known}`);
    }
  }
  return value.states;
}
