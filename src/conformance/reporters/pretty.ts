import { prettyClientReport } from '../report/client-pretty.ts';
import { prettyReport } from '../report/pretty.ts';
import { isClientReport } from '../report/verdict.ts';
import type { Reporter } from './index.ts';

/** For people at a terminal. */
export const pretty: Reporter = (report, { colours = false } = {}) =>
  isClientReport(report) ? prettyClientReport(report, colours) : prettyReport(report, colours);
