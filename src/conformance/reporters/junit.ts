import type { Reporter } from './index.ts';
export const junit: Reporter = (report) => JSON.stringify(report);
