import type { Report } from '../report/verdict.ts';

/** How a report is told. */
export interface ReporterOptions {
  /** Whether terminal colours may be used, where the form knows any; not by default. */
  readonly colours?: boolean | undefined;
  /** Whether a run of a client that saw too little of something ends well all the same; not by default. */
  readonly allowInconclusive?: boolean | undefined;
  /** The contract as commands name it: the folder of one's own; its id by default. */
  readonly contract?: string | undefined;
}

/** Makes a text of a report. */
export type Reporter = (report: Report, options?: ReporterOptions) => string;

/** Loaded late, as most runs need one of them. */
const LOADERS = {
  pretty: async () => (await import('./pretty.ts')).pretty,
  json: async () => (await import('./json.ts')).json,
  junit: async () => (await import('./junit.ts')).junit,
  ctrf: async () => (await import('./ctrf.ts')).ctrf,
  github: async () => (await import('./github.ts')).github,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html/index.ts')).html,
} satisfies Record<string, () => Promise<Reporter>>;

/** Name of a form that a report may have. */
export type ReporterName = keyof typeof LOADERS;

export const REPORTER_NAMES = Object.keys(LOADERS) as readonly ReporterName[];

/**
 * Tells a report in one of the forms that people and tools read: `pretty` for terminals, `json` as it
 * is, `junit` and `ctrf` for CI servers, `github` for annotations of workflows, `markdown`, and `html`
 * for a page that needs nothing else.
 *
 * @returns text that ends in a line break, or is empty where there is nothing to tell; no API key stands in it.
 */
export async function formatReport(
  report: Report,
  reporter: ReporterName,
  options: ReporterOptions = {},
): Promise<string> {
  const load: () => Promise<Reporter> = LOADERS[reporter];
  return (await load())(report, options);
}
