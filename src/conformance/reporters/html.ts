import type { Reporter } from './index.ts';
export const html: Reporter = (report) => JSON.stringify(report);
