import type { Reporter } from './index.ts';
export const ctrf: Reporter = (report) => JSON.stringify(report);
