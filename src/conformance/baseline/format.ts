import * as z from 'zod';

const DAY = /^\d{4}-\d\d-\d\d$/;

/** One known failure. */
const entryFormat = z
  .strictObject({
    requirement: z.string().min(1).meta({ description: 'Id of the requirement that fails.' }),
    scenarios: z.array(z.string().min(1)).min(1).optional().meta({
      description: 'Where it fails; a failure elsewhere is a new one. Anywhere by default.',
    }),
    steps: z.array(z.string().min(1)).min(1).optional().meta({
      description: 'At which steps of these scenarios it fails, for servers. At any by default.',
    }),
    reason: z
      .string()
      .regex(/\S/, 'must say why the failure is known')
      .meta({ description: 'Why it is known, for whoever reads a report.' }),
    link: z.url('must be a URL').optional().meta({ description: 'Where more is said of it.' }),
    expires: z
      .string()
      .refine(isDay, 'must be a day such as 2027-01-31')
      .optional()
      .meta({ description: 'The last day, in UTC, on which the failure is excused.' }),
    flaky: z.boolean().optional().meta({ description: 'Whether it passes at times.' }),
  })
  .refine(({ scenarios, steps }) => scenarios || !steps, {
    error: 'needs scenarios, whose steps they are',
    path: ['steps'],
  })
  .meta({ dependentRequired: { steps: ['scenarios'] } });

/** The form of a baseline. */
export const baselineFormat = z
  .strictObject({
    $schema: z.string().optional(),
    // With nothing below it, YAML says null.
    failures: z
      .array(entryFormat)
      .nullable()
      .meta({ description: 'Failures that are known, and do not fail a run.' }),
  })
  .meta({ title: 'Baseline of known failures' });

export type BaselineEntry = z.infer<typeof entryFormat>;

/** Whether a text is a day that there is. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
