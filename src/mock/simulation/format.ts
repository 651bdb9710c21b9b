import * as z from 'zod';
import { DURATION_FORM, parseDuration } from './duration.ts';
import { faults } from './faults.ts';
import { LIMIT_HEADERS, RETRY_AFTER_FORMS } from './limit-headers.ts';
import { LIMIT_KINDS } from './limits.ts';
import { FORGETTABLE, LIMIT_SCOPES, type Matcher, type Rule, type Scenario } from './types.ts';

/** The form of scenario files for the mock. Each key is described, so that editors can tell it. */

/** A duration as it stands in files and in calls of the control API, in milliseconds. */
export const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, `must be ${DURATION_FORM}`)
  .transform((text) => parseDuration(text) as number)
  .meta({ description: `A duration: ${DURATION_FORM}.` });

const pointer = z
  .string()
  .regex(/^(?:\/[^/]*)+$/, 'must be a JSON Pointer: names with a / in front of each')
  .meta({ description: 'JSON Pointer (RFC 6901) of a value in a body.' });

const name = z.string().regex(/^[a-z][\w-]*$/i, 'must be a name of letters, digits, _ and -');

const header = z
  .string()
  .regex(/^[\t\u0020-\u007E\u0080-\u00FF]*$/, 'must be a text without line breaks');
const headers = z.record(
  z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header'),
  header,
);

const operations = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((one) => [one].flat());

/** `on: heartbeat` is short for `on: {operation: heartbeat}`. */
const matcher = z
  .union([
    operations.transform((operation): Matcher => ({ operation })),
    z
      .strictObject({
        operation: operations.optional().meta({
          description: 'Operation ids, or `heartbeat`, which every contract has.',
        }),
        method: z
          .string()
          .regex(/^[A-Z]+$/, 'must be a method in capitals, such as GET')
          .optional(),
        headers: headers.optional().meta({ description: 'By name; * stands for anything.' }),
        body: z.record(pointer, z.unknown()).optional().meta({ description: 'By JSON Pointer.' }),
      })
      .transform((value) => defined(value) as Matcher),
  ])
  .meta({ description: 'Which requests are meant: all that is given must fit.' });

const delay = z
  .union([
    duration,
    z
      .strictObject({ uniform: z.tuple([duration, duration]) })
      .refine(({ uniform: [from, to] }) => from <= to, {
        error: 'must go from the shorter one to the longer one',
        path: ['uniform'],
      })
      .meta({ description: 'Anything between two durations.' }),
    z
      .strictObject({
        lognormal: z.strictObject({ median: duration, sigma: z.number().positive() }),
      })
      .meta({ description: 'As networks are: mostly near the median, at times much longer.' }),
  ])
  .meta({ description: 'How long the answer is held back, on the clock of the mock.' });

const limit = z
  .strictObject({
    kind: z.enum(LIMIT_KINDS).default('fixed').meta({
      description: 'Windows one after the other, a window that slides, or a bucket of tokens.',
    }),
    requests: z.int().min(1).meta({ description: 'How many pass in a window.' }),
    window: duration.refine((window) => window > 0, 'must be longer than nothing'),
    per: z.enum(LIMIT_SCOPES).optional().meta({ description: 'Who is counted apart; by key.' }),
    'retry-after': z.enum(RETRY_AFTER_FORMS).optional(),
    headers: z
      .array(z.enum(LIMIT_HEADERS))
      .min(1)
      .optional()
      .meta({ description: 'RateLimit headers of the IETF draft, or X-RateLimit-*.' }),
  })
  .transform(({ 'retry-after': retryAfter, ...rest }) => defined({ ...rest, retryAfter }))
  .meta({ description: 'A rate limit.' });

/** A rate limit as it stands in files and in calls of the control API. */
export const limitFormat = limit;

/** Headers that say how a message is sent, for which there are faults. */
const OF_THE_CONNECTION = ['connection', 'content-length', 'date', 'transfer-encoding'];

const sentHeaders = headers
  .refine(
    (given) => !Object.keys(given).some((one) => OF_THE_CONNECTION.includes(one.toLowerCase())),
    `may not hold ${OF_THE_CONNECTION.join(', ')}`,
  )
  .transform(
    (given) =>
      Object.fromEntries(
        Object.entries(given).map(([one, value]) => [one.toLowerCase(), value]),
      ) as Record<string, string>,
  );

/** A value that an answer is to hold. */
const written = z.unknown().superRefine((value, context) => {
  const message = wrongIn(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const effect = z
  .strictObject({
    error: z.string().optional().meta({
      description:
        'A refusal of the contract: its code, or rate-limited, unavailable, key-inactive, ...',
    }),
    status: z.int().min(200).max(599).optional(),
    headers: sentHeaders.optional(),
    body: written.optional().meta({ description: 'JSON to answer with.' }),
    text: z.string().optional().meta({ description: 'A body as it stands.' }),
    'retry-after': z
      .union([duration, z.literal('state')])
      .optional()
      .meta({ description: 'How long to wait; `state` is until the state ends.' }),
    'retry-after-form': z.enum(RETRY_AFTER_FORMS).optional(),
    rename: z.record(pointer, pointer).optional().meta({
      description: "Moves values of the contract's own answer.",
    }),
    remove: z.array(pointer).min(1).optional(),
    set: z.record(pointer, written).optional().meta({
      description:
        "Values to put into the contract's own answer; /- at the end appends to a list. {$repeat: x, times: 9} is a long text.",
    }),
    delay: delay.optional(),
    fault: z.enum(faults).optional(),
    'bytes-per-second': z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'A body that comes slowly.' }),
  })
  .refine((value) => Object.keys(value).length > 0, 'must say what happens')
  .refine(
    ({ error, status, body, text, set, remove, rename }) =>
      !(error ?? status ?? body ?? text) || !(set ?? remove ?? rename),
    "changes the contract's own answer by set, remove or rename, and puts another one in its place; choose one",
  )
  .transform(
    ({
      'retry-after': retryAfter,
      'retry-after-form': retryAfterForm,
      'bytes-per-second': bytesPerSecond,
      ...rest
    }) => defined({ ...rest, retryAfter, retryAfterForm, bytesPerSecond }),
  );

/** A rule as it stands in files and in calls of the control API. */
export const ruleFormat = z
  .strictObject({
    on: matcher.optional(),
    times: z.int().min(1).optional().meta({ description: 'For the first so many requests.' }),
    every: z.int().min(2).optional().meta({ description: '2 is every second request.' }),
    probability: z.number().min(0).max(1).optional().meta({ description: 'Drawn by the seed.' }),
    limit: limit.optional().meta({ description: 'For the requests that are too many.' }),
    reply: effect,
  })
  .refine(
    ({ times, every }) => times === undefined || every === undefined,
    'counts requests by times and by every; choose one',
  )
  .transform((value) => defined(value) as Rule);

const transition = z
  .strictObject({
    to: name,
    after: duration.optional().meta({ description: 'Once the state has lasted so long.' }),
    on: matcher.optional(),
    count: z.int().min(1).optional().meta({ description: 'After so many requests; 1 by default.' }),
  })
  .refine(
    ({ after, on, count }) => (after === undefined) !== (on === undefined && count === undefined),
    'must say when: `after` a time, or `on` a request (or so many: `count`)',
  )
  .transform(defined);

const state = z
  .strictObject({
    enter: z
      .strictObject({ forget: z.array(z.enum(FORGETTABLE)).min(1) })
      .optional()
      .meta({ description: 'What happens once, when the state is entered.' }),
    scene: z.record(name, z.string()).optional().meta({
      description: 'Circumstances that a contract knows of: `queue: starving`.',
    }),
    rules: z.array(ruleFormat).min(1).optional().meta({ description: 'The first that applies.' }),
    goto: z.array(transition).min(1).optional().meta({ description: 'The first that is due.' }),
  })
  .transform(defined);

const scenario = {
  title: z.string().min(1).meta({ description: 'What happens, as a sentence.' }),
  contracts: z.array(name).min(1).optional().meta({ description: 'All contracts by default.' }),
  states: z
    .record(name, state)
    .refine((states) => Object.keys(states).length > 0, 'must hold a state')
    .meta({ description: 'By name; the first one is where it begins.' }),
};

/** The states of a scenario, for files that hold more than that. */
export const statesFormat = scenario.states.transform((value) => value as Scenario['states']);

/** A scenario file; its name is that of the file. */
export const scenarioFormat = z
  .strictObject(scenario)
  .transform((value) => defined(value) as Omit<Scenario, 'name'>)
  .meta({ title: 'Mock scenario', description: 'What the mock puts on, and when.' });

/** A scenario as it stands in a call of the control API, where no file gives it a name. */
export const namedScenarioFormat = z
  .strictObject({ name, ...scenario })
  .transform((value) => defined(value) as Scenario);

/** A text that is repeated may become so long, and values may stand in each other so deep. */
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_DEPTH = 64;

/** What is wrong with a value that is to be written; undefined where nothing is. */
function wrongIn(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === MAX_DEPTH) return `must not be nested more than ${MAX_DEPTH} levels deep`;
  if (!Object.hasOwn(value, '$repeat')) {
    return Object.values(value)
      .map((item) => wrongIn(item, depth + 1))
      .find((message) => message !== undefined);
  }
  const { $repeat: text, times, ...rest } = value as Record<string, unknown>;
  const isRight =
    typeof text === 'string' &&
    Number.isSafeInteger(times) &&
    (times as number) >= 0 &&
    Object.keys(rest).length === 0 &&
    text.length * (times as number) <= MAX_TEXT;
  return isRight
    ? undefined
    : `must repeat a text: {$repeat: x, times: 9}, up to ${MAX_TEXT} characters`;
}

/** Without what is not there, so that what is kept is no more than what was said. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
