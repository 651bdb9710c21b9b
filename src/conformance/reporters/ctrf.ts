import { VERSION } from '../../version.ts';
import { casesOf, type TestCase } from './cases.ts';
import type { Reporter } from './index.ts';
import { viewOf } from './view.ts';

/** The version of the specification, https://ctrf.io, that reports are written by. */
const SPEC_VERSION = '0.0.0';

/** Common Test Report Format: a test for each requirement. Of one it is not known how long it took. */
export const ctrf: Reporter = (report, options) => {
  const view = viewOf(report, options);
  const { contract, verdict, failOn, coverage, startedAt, durationMs } = report;
  const tests = casesOf(view).map(testOf);
  const count = (status: string) => tests.filter((one) => one.status === status).length;
  const start = Date.parse(startedAt);
  const stop = start + Math.round(durationMs);
  const document = {
    reportFormat: 'CTRF',
    specVersion: SPEC_VERSION,
    timestamp: new Date(stop).toISOString(),
    generatedBy: `heartbeat-kit ${VERSION}`,
    results: {
      tool: { name: 'heartbeat-kit', version: VERSION },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        suites: new Set(tests.map(({ suite }) => suite.join('/'))).size,
        start,
        stop,
        duration: stop - start,
      },
      tests,
      environment: { reportName: view.heading, appName: contract.title },
      extra: { verdict, failOn, conclusion: view.conclusion, notes: view.notes, coverage },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

/** CTRF has `skipped` for what was not run, and `other` for what ran and neither passes nor fails the run. */
function testOf({ id, name, path, outcome, status, message, details, result }: TestCase) {
  const skipped = status === 'light' || status === 'known' ? 'other' : 'skipped';
  const statuses = { passed: 'passed', failed: 'failed', error: 'failed', skipped };
  return {
    testId: id,
    name,
    status: statuses[outcome],
    duration: 0,
    suite: path,
    rawStatus: status,
    ...(message && { message }),
    ...(details.length > 0 && { trace: details.join('\n') }),
    ...(result && {
      tags: [result.level, result.basis],
      labels: { requirement: result.id, level: result.level, basis: result.basis },
      extra: { requirement: result.requirement, source: result.source },
    }),
  };
}
