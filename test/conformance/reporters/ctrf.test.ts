import { CURRENT_SPEC_VERSION, parse, validate, type CTRFReport } from 'ctrf';
import { describe, expect, it } from 'vitest';
import { formatReport } from '../../../src/conformance/reporters/index.ts';
import { RUNS } from './support/reports.ts';

async function told(name: string): Promise<CTRFReport> {
  return parse(await formatReport(await RUNS[name]!(), 'ctrf'));
}

describe.each(Object.entries(RUNS))('%s', (_, make) => {
  it('is CTRF, of the version that there is, and counts what it holds', async () => {
    const report = await make();
    const document = JSON.parse(await formatReport(report, 'ctrf')) as CTRFReport;
    expect(validate(document)).toEqual({ valid: true, errors: [] });
    expect(document.specVersion).toBe(CURRENT_SPEC_VERSION);
    const { summary, tests } = document.results;
    const { passed, failed, skipped, other } = summary;
    expect(tests.filter(({ status }) => status === 'failed')).toHaveLength(failed);
    expect(passed + failed + skipped + other).toBe(tests.length);
    expect(new Set(tests.map(({ testId }) => testId)).size).toBe(tests.length);
    expect(summary.stop - summary.start).toBe(Math.round(report.durationMs));
    expect(failed > 0).toBe(report.verdict !== 'pass');
  });
});

it('tells a test for each requirement, with its level and what was seen', async () => {
  const { tests } = (await told('a server that fails')).results;
  expect(tests.find(({ testId }) => testId === 'agentmc/AMC-S-008')).toMatchObject({
    name: 'AMC-S-008 Body of 401, 403, 404, 422: {error: {code, message, details?}}',
    status: 'failed',
    rawStatus: 'fail',
    suite: ['agentmc', 'server', 'must'],
    tags: ['must', 'document'],
    message: expect.stringContaining('/error/details/fields: The error.details.fields field must'),
    trace: expect.stringContaining('curl -i http://mock.test/api/v1/agents/heartbeat'),
  });
});

it('tells what fails without failing the run as other, and what was not seen as skipped', async () => {
  const { results } = await told('a client, weighed by a baseline and by coverage');
  const statusOf = (id: string) => {
    const found = results.tests.find(({ testId }) => testId === `agentradio/${id}`);
    return [found?.status, found?.rawStatus];
  };
  expect(statusOf('AR-C-007')).toEqual(['other', 'known']);
  expect(results.tests.filter(({ name }) => name === 'coverage')).toMatchObject([
    { status: 'failed', suite: ['agentradio', 'client', 'run'] },
  ]);
  const idle = await told('a client that does nothing');
  expect(new Set(idle.results.tests.map(({ status }) => status))).toEqual(
    new Set(['skipped', 'failed']),
  );
});
