import * as z from 'zod';
import { SnapshotError } from '../../errors.ts';
import { accountId, count, time } from '../snapshots/checks.ts';
import { FAULTS, faultsOf, type DirectorMemory } from './director.ts';
import { faults } from './faults.ts';
import { unknownScenario } from './library.ts';
import { LIMIT_HEADERS, RETRY_AFTER_FORMS } from './limit-headers.ts';
import { LIMIT_KINDS } from './limits.ts';
import { LIMIT_SCOPES, type LimitRule, type Rule, type Scenario } from './types.ts';

/** The form of what a director remembers: rules as they are in memory, with times in milliseconds. */

const milliseconds = z.number().min(0);
const texts = z.record(z.string(), z.string());
const values = z.record(z.string(), z.unknown());

/** A rate limit as it is in memory. */
export const limitInMemory = z
  .strictObject({
    kind: z.enum(LIMIT_KINDS),
    requests: z.int().min(1),
    window: z.number().min(1),
    per: z.enum(LIMIT_SCOPES).optional(),
    retryAfter: z.enum(RETRY_AFTER_FORMS).optional(),
    headers: z.array(z.enum(LIMIT_HEADERS)).optional(),
  })
  .transform((value) => value as LimitRule);

const matcher = z.strictObject({
  operation: z.array(z.string()).optional(),
  method: z.string().optional(),
  headers: texts.optional(),
  body: values.optional(),
});

const delay = z.union([
  milliseconds,
  z.strictObject({ uniform: z.tuple([milliseconds, milliseconds]) }),
  z.strictObject({
    lognormal: z.strictObject({ median: milliseconds, sigma: z.number().positive() }),
  }),
]);

const effect = z.strictObject({
  error: z.string().optional(),
  status: z.int().min(200).max(599).optional(),
  headers: texts.optional(),
  body: z.unknown().optional(),
  text: z.string().optional(),
  retryAfter: z.union([milliseconds, z.literal('state')]).optional(),
  retryAfterForm: z.enum(RETRY_AFTER_FORMS).optional(),
  rename: texts.optional(),
  remove: z.array(z.string()).optional(),
  set: values.optional(),
  delay: delay.optional(),
  fault: z.enum(faults).optional(),
  bytesPerSecond: z.number().positive().optional(),
});

const rule = z
  .strictObject({
    on: matcher.optional(),
    times: count.optional(),
    every: z.int().min(1).optional(),
    probability: z.number().min(0).max(1).optional(),
    limit: limitInMemory.optional(),
    reply: effect,
  })
  // What is left out in JSON is not there, rather than undefined.
  .transform((value) => value as Rule);

const limits = z.record(z.string(), z.array(z.number()));

const run = z.strictObject({
  scenario: z.string(),
  state: z.string(),
  since: time,
  visits: count,
  fitted: z.array(count),
  counted: z.array(count),
  limits,
  swept: time.optional(),
});

/** Numbers and names are checked here, and by `checkMemory` whether there is what they name. */
export const memoryFormat = z.strictObject({
  scenario: z.string().optional(),
  runs: z.record(z.string(), run),
  faults: z.array(rule),
  limit: limitInMemory.optional(),
  limits,
  swept: time.optional(),
});

/**
 * Takes care that all that is remembered is there.
 *
 * @throws SnapshotError with the place in the memory.
 */
export function checkMemory(
  { scenario, runs }: Pick<DirectorMemory, 'scenario' | 'runs'>,
  scenarios: ReadonlyMap<string, Scenario>,
): void {
  if (scenario !== undefined && !scenarios.has(scenario)) {
    throw new SnapshotError(unknownScenario(scenario, scenarios), ['scenario']);
  }
  if (scenario !== undefined && !Object.hasOwn(runs, scenario)) {
    throw new SnapshotError('is missing; it is where the scenario stands', ['runs', scenario]);
  }
  for (const [id, { scenario: name, state }] of Object.entries(runs)) {
    const found = id === FAULTS ? faultsOf([]) : scenarios.get(name);
    if (!found) {
      throw new SnapshotError(unknownScenario(name, scenarios), ['runs', id, 'scenario']);
    }
    if (!isRunOf(id, name)) {
      throw new SnapshotError(`is no place for the scenario ${name}; remove it`, ['runs', id]);
    }
    if (Object.hasOwn(found.states, state)) continue;
    const names = Object.keys(found.states).join(', ');
    throw new SnapshotError(`scenario ${name} has no state "${state}"; it has ${names}`, [
      'runs',
      id,
      'state',
    ]);
  }
}

/** A scenario runs for all requests, for those that prefer it, or for a key. */
function isRunOf(id: string, name: string): boolean {
  if (id === name || id === `prefer/${name}`) return true;
  const [kind, account, ...rest] = id.split('/');
  return kind === 'key' && accountId.safeParse(account).success && rest.join('/') === name;
}
