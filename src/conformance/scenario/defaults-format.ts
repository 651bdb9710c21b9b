import * as z from 'zod';
import { expectation, given, name, needs, pointer, requestFormat } from './format.ts';

/** The form of `defaults.yaml` beside the scenarios: what they have in common, and what is generated. */

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).optional();

const rule = z
  .strictObject({
    at: oneOrMore(pointer).meta({ description: 'Places of the payload that this is about.' }),
    keyword: oneOrMore(z.string().min(1)).meta({
      description:
        'Keywords of JSON Schema, or one of decomposed, empty, large, long, optional, spaces, type, unicode, unknown.',
    }),
    type: oneOrMore(
      z.enum(['null', 'boolean', 'number', 'string', 'array', 'object', 'absent']),
    ).meta({ description: 'What stands there.' }),
    basis: z.enum(['document', 'vendor', 'assumed']).optional().meta({
      description: 'On what it has to be known, or better, that the payload is valid, or not.',
    }),
    expect: z.array(expectation).min(1),
  })
  .meta({ id: 'rule' });

const rules = z.array(rule).min(1).meta({ description: 'The first that fits a payload counts.' });

const generated = z
  .strictObject({
    untouched: z
      .array(pointer)
      .optional()
      .meta({ description: 'Places that are left as they are.' }),
    compared: z.array(pointer).optional().meta({
      description:
        'Places whose values a server may compare with others: what is accepted there is assumed.',
    }),
    accepted: rules,
    refused: rules,
  })
  .meta({ description: 'What is expected where payloads are made from the schema (--generated).' });

const option = z
  .strictObject({
    name: name.meta({ description: 'Short; it stands in reports.' }),
    needs,
    send: requestFormat.optional(),
    expect: z.array(expectation).min(1).optional(),
  })
  .meta({ id: 'option' });

const options = z.array(option).min(1);

const sequences = z
  .strictObject({
    about: options.meta({
      description: 'What each heartbeat is about, such as one of some hosts.',
    }),
    by: options.optional().meta({ description: 'Who sends it.' }),
    with: z.array(options).optional().meta({ description: 'What else varies: one of each list.' }),
    pause: z.number().positive().optional().meta({
      description: 'Seconds of the pauses that come between heartbeats at times.',
    }),
    capture: z
      .record(name, pointer)
      .meta({ description: 'What is remembered of each answer, apart for what it is about.' }),
    expect: z
      .array(
        z.strictObject({
          when: z.enum(['always', 'seen', 'others', 'paused', 'repeated']).meta({
            description:
              'always: whatever came before; seen: it was about the same before; others: once for each other one that was seen; paused: seen, and a pause since; repeated: the last about the same was by the same, who did nothing else since.',
          }),
          ...expectation.shape,
        }),
      )
      .min(1),
  })
  .meta({ description: 'Heartbeats in random order (--fuzz), and what holds between them.' });

/** `defaults.yaml` beside the scenarios: what they have in common. */
export const defaultsFormat = z
  .strictObject({
    send: requestFormat.meta({
      description: 'What requests are made of unless they say otherwise.',
    }),
    identity: z.record(pointer, z.string()).optional().meta({
      description:
        "Values of the run that take the place of the default fixture's, where a payload still has those.",
    }),
    'code-at': z.array(pointer).min(1).optional().meta({
      description: 'Places at which an error code may stand.',
    }),
    leaves: z.string().optional().meta({ description: 'What a run leaves behind on the server.' }),
    always: z
      .array(expectation)
      .optional()
      .meta({ description: 'What is expected of every answer of the run.' }),
    causes: z
      .array(z.strictObject({ given, say: z.string() }))
      .optional()
      .meta({
        description: 'Likely causes of a failure, by the answer; the first that fits is told.',
      }),
    generated: generated.optional(),
    sequences: sequences.optional(),
  })
  .meta({ title: 'Defaults of server scenarios' });

export type Defaults = z.infer<typeof defaultsFormat>;
export type Rule = z.infer<typeof rule>;
export type Sequences = z.infer<typeof sequences>;
export type SequenceOption = z.infer<typeof option>;
