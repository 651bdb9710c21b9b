import * as z from 'zod';
import { DURATION_FORM, parseDuration } from '../../mock/simulation/duration.ts';
import { statesFormat } from '../../mock/simulation/format.ts';

/** The form of scenario files for clients. Each key is described, so that editors can tell it. */

const BEATS = /^(\d+(?:\.\d+)?) beats?$/;
const FORM = `${DURATION_FORM}, or in the client's usual intervals: 3 beats`;

/** Milliseconds of a duration, which may be given in beats. */
function millisecondsOf(text: string, beat: number): number | undefined {
  const [, count] = BEATS.exec(text) ?? [];
  return count === undefined ? parseDuration(text) : Math.round(Number(count) * beat);
}

/** What the mock's own form does not know: durations in beats. */
function withoutBeats(value: unknown, beat: number): unknown {
  if (typeof value === 'string' && BEATS.test(value)) return `${millisecondsOf(value, beat)}ms`;
  if (Array.isArray(value)) return value.map((item) => withoutBeats(item, beat));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutBeats(item, beat)]),
  );
}

const requirement = z.string().regex(/^[A-Z]+-C-\d{3}$/, 'must be the id of a client requirement');

const plant = z.strictObject({
  link: z
    .string()
    .regex(/^[a-z]\w*$/, 'must be a name of letters, digits and _')
    .meta({ description: 'Name in quick_links; its address is ${planted:<name>}.' }),
  hint: z.string().min(1).meta({
    description: 'Text of the action; ${planted:<name>} and ${canary:<name>} are addresses in it.',
  }),
});

/**
 * A scenario file.
 *
 * @param beat the client's usual interval, in milliseconds.
 */
export function clientScenarioFormat(beat: number) {
  const duration = z
    .string()
    .refine((text) => millisecondsOf(text, beat) !== undefined, `must be ${FORM}`)
    .transform((text) => millisecondsOf(text, beat) as number);
  return z
    .strictObject({
      title: z.string().min(1).meta({ description: 'What happens, as a sentence.' }),
      judges: z
        .array(requirement)
        .min(1)
        .meta({ description: 'Requirements that it is made to show, or to show broken.' }),
      agent: z
        .array(z.string())
        .min(1)
        .optional()
        .meta({ description: 'States of the agent for which it makes sense; all by default.' }),
      lasts: duration.meta({ description: `How long at the most: ${FORM}.` }),
      until: z
        .string()
        .optional()
        .meta({ description: 'State in which there is nothing more to see.' }),
      'restart-after': z
        .int()
        .min(1)
        .optional()
        .meta({ description: 'The client is started again after so many accepted heartbeats.' }),
      'follows-shows': z.literal(true).optional().meta({
        description: 'The agent is on shift from the moment at which its own show begins.',
      }),
      plant: z.array(plant).min(1).optional().meta({
        description: 'Actions of the dashboard, in their order, in place of its own.',
      }),
      states: z
        .preprocess((value) => withoutBeats(value, beat), statesFormat)
        .meta({ description: 'What the mock does, as in scenarios of the mock.' }),
    })
    .meta({ title: 'Client scenario', description: 'What the mock does to a client, and why.' });
}
