import { checkInProcess } from '../conformance/client/check-in-process.ts';
import { setUp } from '../conformance/client/setup.ts';
import type { ClientReport, ClientResult } from '../conformance/report/client-types.ts';
import { clientDetails } from '../conformance/report/client-pretty.ts';
import type { Paint } from '../text.ts';
import type { ConformanceOfClient } from './options.ts';
import { resultsOf, type Plan, type Results } from './plan.ts';

/** Milliseconds; hours of a client that is a function pass in a few seconds. */
const TIMEOUT = 300_000;

/**
 * Makes a plan of what a client is checked with.
 *
 * @throws OptionError, and FileError where a file is wrong.
 */
export async function clientPlan(options: ConformanceOfClient): Promise<Plan> {
  const { selected } = await setUp(options);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  return {
    requirements: selected,
    timeout: TIMEOUT,
    run: async () => told(await checkInProcess({ ...options, signal })),
    close: async () => stop.abort(),
  };
}

function told(report: ClientReport): Results {
  const full = (result: ClientResult, paint: Paint) => clientDetails(result, report, paint);
  const results = resultsOf(report, { full, brief: briefly }, report.unexercised);
  return report.interrupted ? { ...results, problem: 'The run was stopped.' } : results;
}

function briefly({ evidence }: ClientResult): string {
  const failed = evidence.find(({ verdict }) => verdict === 'fail');
  return `${failed?.scenario}: ${failed?.why}`;
}
