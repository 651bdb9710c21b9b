import * as z from 'zod';
import { NEEDS } from '../requirements.ts';

/** The form of scenario files. Each key is described, so that editors can tell what it is for. */

const EMPTY = 'must say what is expected';
const isNotEmpty = (value: object) => Object.keys(value).length > 0;

/** A place in a JSON body. */
export const pointer = z
  .string()
  .regex(/^(?:\/[^/]*)*$/, 'must be a JSON Pointer: empty, or names with a / in front of each')
  .meta({ description: 'JSON Pointer (RFC 6901) of a value in a body: "/host/name".' });

/** What steps and captured values are referred to by. */
export const name = z
  .string()
  .regex(/^[a-z][\w-]*$/i, 'must be a name of letters, digits, _ and -')
  .meta({ description: 'A name that other steps of the scenario can refer to.' });

const statusRule = z.union([
  z.int().min(100).max(599),
  z
    .string()
    .regex(
      /^(?:refused|(?:not )?[1-5](?:xx|\d\d))$/,
      'must be a status, a class such as 2xx, "refused", or "not" and one of the first two',
    ),
]);
const status = z.union([statusRule, z.array(statusRule).min(1)]).meta({
  description:
    'A status, a class such as 2xx, `not 404`, or a list of them. `refused` is any but 2xx and 5xx.',
});

const type = z.enum([
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
  'absent',
]);
const operand = z.union([z.number(), z.string()]);

/** What a value is compared with. */
const operators = z
  .strictObject({
    equals: z.unknown().optional().meta({ description: 'This very value.' }),
    'one-of': z.array(z.unknown()).min(1).optional(),
    type: z
      .union([type, z.array(type).min(1)])
      .optional()
      .meta({ description: 'JSON type, or types; `absent` is no value at all.' }),
    present: z.boolean().optional().meta({ description: 'Whether there is a value at all.' }),
    format: z
      .enum(['rfc3339', 'iso8601'])
      .optional()
      .meta({ description: 'Form of a point in time.' }),
    echoes: z.string().min(1).optional().meta({
      description:
        'The value that was sent: by JSON Pointer in the body, or by the name of a header.',
    }),
    'same-as': name.optional().meta({ description: 'Equal to a captured value.' }),
    'differs-from': name.optional().meta({ description: 'Not equal to a captured value.' }),
    'later-than': name.optional().meta({ description: 'A later time than a captured one.' }),
    'same-in-all': z
      .literal(true)
      .optional()
      .meta({ description: 'Equal in all answers of a step that is sent several times.' }),
    'at-least': operand
      .optional()
      .meta({ description: 'A number, a JSON Pointer into the same answer, or a captured value.' }),
    'at-most': operand.optional(),
    above: operand.optional(),
    below: operand.optional(),
    'number-from': z
      .number()
      .optional()
      .meta({ description: 'At least this, where it is a number at all.' }),
    'number-to': z
      .number()
      .optional()
      .meta({ description: 'At most this, where it is a number at all.' }),
    'falls-from': z
      .strictObject({ capture: name, by: z.number() })
      .optional()
      .meta({ description: 'Lower than a captured number by at least so much.' }),
    within: z
      .strictObject({ of: pointer, seconds: z.number().positive() })
      .optional()
      .meta({ description: 'At most so many seconds from another time in the same answer.' }),
    'as-many-as': pointer
      .optional()
      .meta({ description: 'An array as long as another one in the same answer.' }),
    names: z
      .string()
      .optional()
      .meta({ description: 'An object one of whose keys names this field, in whatever notation.' }),
  })
  .refine(isNotEmpty, EMPTY);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const expected = z.union([scalar, operators]).meta({
  id: 'expected',
  description: 'A value that must be equal, or rules for the value; all of them must hold.',
});

const headerRule = z.union([
  z.string(),
  z
    .strictObject({
      present: z.boolean().optional(),
      'media-type': z
        .string()
        .optional()
        .meta({ description: 'Media type without parameters, such as application/json.' }),
      html: z.boolean().optional().meta({
        description:
          'Whether the media type is HTML, as of a page that stands for any unknown route.',
      }),
      'retry-after': z
        .literal(true)
        .optional()
        .meta({ description: 'A number of seconds above 0, or a date in the future.' }),
    })
    .refine(isNotEmpty, EMPTY),
]);

/** Conditions on an answer. */
const conditions = {
  status: status.optional(),
  headers: z.record(z.string(), headerRule).refine(isNotEmpty, EMPTY).optional(),
  body: z.record(pointer, expected).refine(isNotEmpty, EMPTY).optional().meta({
    description: 'What is expected at places in the JSON body; /* is every item of an array.',
  }),
  schema: z
    .string()
    .optional()
    .meta({ description: 'Name of the shape in schemas/ that the body satisfies.' }),
  code: z
    .string()
    .optional()
    .meta({ description: 'Error code, at one of the places that the defaults list.' }),
  like: name
    .optional()
    .meta({ description: 'The same status and error code as the answer to an earlier step.' }),
  secrets: z
    .literal('none')
    .optional()
    .meta({ description: 'None of the keys of the run stands in the answer.' }),
};
const conditionsFormat = z.strictObject(conditions);

/** Which answers something is about. */
export const given = z
  .strictObject({
    operation: z
      .union([z.string(), z.array(z.string()).min(1)])
      .optional()
      .meta({ description: 'operationId of the request, or several.' }),
    method: z.string().optional().meta({ description: 'Method of the request.' }),
    captured: name.optional().meta({ description: 'A value that was captured before.' }),
    ...conditions,
  })
  .refine(isNotEmpty, 'must hold a condition')
  .meta({ id: 'given', description: 'Answers to which this does not apply are not judged.' });

const givens = z
  .union([given, z.array(given).min(1)])
  .meta({ description: 'Answers to which this, or one of these, does not apply are not judged.' });

/** What is expected of an answer, and for which requirement. */
export const expectation = z
  .strictObject({
    requirement: z
      .union([z.string(), z.array(z.string()).min(1)])
      .meta({ description: 'Id of the requirement that this shows, or ids.' }),
    given: givens.optional(),
    ...conditions,
  })
  .refine(
    (value) => Object.keys(value).some((key) => key !== 'requirement' && key !== 'given'),
    'must hold a condition beside the requirement',
  )
  .meta({ id: 'expectation' });

const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header');
const headerValue = z
  .string()
  .regex(/^[\t\u0020-\u007E\u0080-\u00FF]*$/, 'holds a character that no header can have');

const request = {
  operation: z
    .string()
    .optional()
    .meta({ description: 'operationId in openapi.yaml, which gives method and path.' }),
  method: z
    .string()
    .regex(/^[A-Z]+$/, 'must be a method in capitals, such as PUT')
    .optional()
    .meta({ description: 'Another method.' }),
  fixture: z
    .string()
    .optional()
    .meta({ description: 'Payload below fixtures/<contract>/, without .json.' }),
  set: z
    .record(pointer, z.unknown())
    .optional()
    .meta({ description: 'Values to put into the payload, by JSON Pointer.' }),
  remove: z.array(pointer).min(1).optional().meta({ description: 'Places to take out.' }),
  headers: z
    .record(headerName, z.union([headerValue, z.null()]))
    .optional()
    .meta({ description: 'Headers to add or, with null, to leave out.' }),
  text: z.string().optional().meta({ description: 'Body as it stands, in place of a payload.' }),
  fields: z.array(z.string()).min(1).optional().meta({
    description: 'The fields at fault, as `host.meta.ip`; those of the fixture by default.',
  }),
};
/** What of a request differs from the defaults. */
export const requestFormat = z.strictObject(request);

const requestStep = z.strictObject({
  name: name.optional(),
  about: z.string().min(1).optional().meta({
    description: 'What the cases have in common; failures that look alike are told once.',
  }),
  valid: z.literal(false).optional().meta({
    description:
      'The payload is wrong on purpose: where it is accepted, no more is said of the answer.',
  }),
  // Not of this form; without it, a pause with a mistake in it would be taken for a request.
  pause: z.never().optional(),
  send: requestFormat.optional(),
  cases: z
    .array(
      z.union([
        z.string().meta({ description: 'A fixture.' }),
        z.strictObject({ case: z.string().optional(), ...request }),
      ]),
    )
    .min(1)
    .optional()
    .meta({ description: 'Sends the request once for each, with these changes.' }),
  times: z
    .union([z.int().min(2).max(100), z.literal('burst')])
    .optional()
    .meta({ description: 'How often, one after the other; `burst` is what --burst says.' }),
  'at-once': z.int().min(2).max(8).optional().meta({ description: 'How often, at the same time.' }),
  until: status
    .optional()
    .meta({ description: 'Stops repeating at this status, and judges that answer only.' }),
  given: given.optional(),
  capture: z.record(name, pointer).optional().meta({
    description: 'Values to remember by name, of an answer that is accepted and as given.',
  }),
  expect: z.array(expectation).min(1).optional(),
});

const pauseStep = z.strictObject({
  pause: z
    .strictObject({
      after: name.meta({ description: 'The step whose answer the pause is counted from.' }),
      seconds: z.union([z.number().positive(), z.literal('retry-after')]),
    })
    .meta({ description: 'Goes on so long after a step; other scenarios run in the meantime.' }),
});

/** What the user must have given. */
export const needs = z
  .array(z.enum(NEEDS))
  .min(1)
  .optional()
  .meta({ description: 'What the user must have given.' });

/** A scenario file: requests in order, and what is expected of the answers. */
export const scenarioFormat = z
  .strictObject({
    title: z.string().min(1).meta({ description: 'What is looked at, in a few words.' }),
    role: z.enum(['control', 'independent']).optional().meta({
      description:
        'control: runs first; where its requests are not accepted, no other scenario runs, save independent ones.',
    }),
    needs,
    alone: z
      .literal(true)
      .optional()
      .meta({ description: 'No request of another scenario may come in between.' }),
    steps: z.array(z.union([requestStep, pauseStep])).min(1),
  })
  .meta({ title: 'Server scenario', description: 'Requests to a server, and what is expected.' });

export type Scenario = z.infer<typeof scenarioFormat>;
export type RequestStep = z.infer<typeof requestStep>;
export type Step = Scenario['steps'][number];
export type Expectation = z.infer<typeof expectation>;
export type Conditions = z.infer<typeof conditionsFormat>;
export type Given = z.infer<typeof given>;
export type Operators = z.infer<typeof operators>;
export type RequestParts = z.infer<typeof requestFormat>;
export type StatusRule = z.infer<typeof status>;
