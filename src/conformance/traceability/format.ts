import * as z from 'zod';

/** The form of `traceability.yaml`. Each key is described, so that editors can tell what it is for. */

const SENTENCES = /^\S[^]*[.]$/;

const rule = z
  .strictObject({
    rule: z.string().regex(SENTENCES, 'must be one or more sentences').meta({
      description: 'What the section says, in words of our own and in Markdown.',
    }),
    requirements: z.array(z.string()).min(1).optional().meta({
      description: 'Ids in requirements.yaml that cover it; they cite the section as a source.',
    }),
    excluded: z
      .string()
      .regex(SENTENCES, 'must be a reason, in one or more sentences')
      .optional()
      .meta({ description: 'Why no requirement covers it, in place of requirements.' }),
  })
  .refine(
    ({ requirements, excluded }) => requirements !== undefined || excluded !== undefined,
    'must name the requirements that cover it, or say why it is excluded',
  )
  .refine(
    ({ requirements, excluded }) => requirements === undefined || excluded === undefined,
    'is either covered or excluded; remove requirements, or excluded',
  );

const section = z.strictObject({
  section: z.string().min(1).meta({
    description:
      'Its heading, as sources in requirements.yaml name it, in the order of the document.',
  }),
  rules: z.array(rule).min(1),
});

export const traceabilityFormat = z
  .strictObject({
    documents: z.record(z.string(), z.array(section).min(1)).meta({
      description: 'Sections of every document, by the name that requirements.yaml gives it.',
    }),
  })
  .meta({
    title: 'Traceability',
    description: 'What each section of the documents says, and which requirements cover it.',
  });
