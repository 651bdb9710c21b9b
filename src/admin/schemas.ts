import * as z from 'zod';
import type { ExchangeFilter } from '../mock/exchanges.ts';
import type { Exchange } from '../mock/journal.ts';
import type { NearMiss } from '../mock/near-misses.ts';
import type { ScenarioStatus } from '../mock/session.ts';
import { faults } from '../mock/simulation/faults.ts';

/** What a schema accepts and gives, where it is a type that the mock has anyway. */
type As<T> = z.ZodType<T, T>;

const headers = z.record(z.string(), z.string());
const message = { headers, body: z.string().meta({ description: 'Cut off where it is long.' }) };

export const exchange: As<Exchange> = z.object({
  id: z.int(),
  at: z.int().meta({ description: "Milliseconds since the epoch, by the mock's clock." }),
  session: z.string(),
  contract: z.string().optional(),
  operation: z.string().optional(),
  key: z.string().optional().meta({ description: 'Hash of the key.' }),
  simulated: z.string().optional().meta({ description: 'What was put on.' }),
  delay: z.number().optional().meta({ description: 'Milliseconds.' }),
  fault: z.enum(faults).optional(),
  canary: z.string().optional().meta({ description: 'The planted address that was followed.' }),
  origin: z.literal('foreign').optional(),
  violations: z
    .array(
      z.object({
        pointer: z.string(),
        field: z.string(),
        keyword: z.string(),
        message: z.string(),
      }),
    )
    .optional(),
  notes: z.array(z.string()).optional(),
  request: z.object({ method: z.string(), path: z.string(), ...message }),
  response: z.object({ status: z.int(), ...message }),
});

export const exchanges = z.array(exchange).meta({ description: 'The newest last.' });

/** All that an exchange can be found by. */
export const filterFields = {
  contract: z.string().optional(),
  operation: z.string().optional().meta({ description: 'Operation id.' }),
  method: z.string().optional(),
  path: z.string().optional().meta({ description: 'With its query; * stands for anything.' }),
  status: z
    .union([
      z.int().min(100).max(599),
      z.string().regex(/^[1-5]xx$/i, 'must be a status such as 404, or a class such as 4xx'),
    ])
    .optional(),
  key: z.string().optional().meta({ description: 'Hash of a key, as exchanges show it.' }),
  simulated: z
    .union([z.boolean(), z.string()])
    .optional()
    .meta({ description: 'What was put on, or whether anything was.' }),
  invalid: z.boolean().optional().meta({ description: 'Whether it broke the contract.' }),
  matched: z.boolean().optional().meta({ description: 'Whether a contract has the route.' }),
  canary: z
    .union([z.boolean(), z.string()])
    .optional()
    .meta({ description: 'The planted address that was followed, or whether one was.' }),
  after: z.int().min(0).optional().meta({ description: 'Those after the one with this id.' }),
};

export const filter: As<ExchangeFilter> = z.strictObject(filterFields);

/** How many of those that are found are given: the newest. */
export const limit = z.int().min(1).optional().meta({ description: 'So many of the newest.' });

export const nearMiss: As<NearMiss> = z.object({
  contract: z.string(),
  operation: z.string(),
  differences: z.array(z.object({ where: z.string(), expected: z.string(), actual: z.string() })),
});

export const scenarioStatus: As<ScenarioStatus> = z.object({
  name: z.string(),
  title: z.string(),
  states: z.array(z.string()),
  state: z.string().nullable().meta({ description: 'Where it is, if it runs for all requests.' }),
});

const LAST = Date.UTC(9999, 11, 31);

/** A time as people and programs write it. */
export const time = z.union([
  z.int().min(0).max(LAST),
  z.string().refine((text) => {
    return /^\d{4}-\d\d-\d\d/.test(text) && isTime(Date.parse(text));
  }, 'must be a time such as 2026-05-20T13:13:00Z, or milliseconds since 1970'),
]);

/** Whether a time is one that can still be written down. */
export function isTime(value: number): boolean {
  return value >= 0 && value <= LAST;
}

export const scale = z.number().min(0).max(1e6).meta({
  description: 'Seconds that pass in each second of the machine; 0 is frozen.',
});

export const clock = z.object({ now: z.string().meta({ description: 'ISO 8601.' }), scale });

export const session = z.object({
  id: z.string(),
  basePath: z.string().meta({ description: 'What stands before all paths.' }),
  adminUrl: z.string(),
  baseUrls: z.record(z.string(), z.string()).meta({ description: 'By contract id.' }),
  seed: z.int(),
  clock,
});

export const snapshot = z
  .record(z.string(), z.unknown())
  .meta({ description: 'A snapshot, without keys; for `restore` alone to understand.' });

export const snapshotEntry = z.object({
  name: z.string(),
  savedAt: z.string().meta({ description: 'ISO 8601.' }),
});
