import type { Reporter } from './index.ts';

/** The report itself; `schemas/` has its JSON Schema. */
export const json: Reporter = (report) => `${JSON.stringify(report, null, 2)}\n`;
