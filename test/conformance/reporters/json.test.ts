import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { isClientReport } from '../../../src/conformance/report/verdict.ts';
import { formatReport } from '../../../src/conformance/reporters/index.ts';
import { root } from '../../support/processes.ts';
import { RUNS } from './support/reports.ts';

const ajv = new Ajv({ strict: true, allErrors: true });
const schemas = { server: read('server'), client: read('client') };
const published = { server: ajv.compile(schemas.server), client: ajv.compile(schemas.client) };
/** The same without room for fields that it does not name. */
const closed = {
  server: ajv.compile(closing(schemas.server) as object),
  client: ajv.compile(closing(schemas.client) as object),
};

describe.each(Object.entries(RUNS))('%s', (_, make) => {
  it('is told as the published schema says, field by field', async () => {
    const report = await make();
    const told: unknown = JSON.parse(await formatReport(report, 'json'));
    expect(told).toEqual(JSON.parse(JSON.stringify(report)));
    const [kind, other] = isClientReport(report)
      ? (['client', 'server'] as const)
      : (['server', 'client'] as const);
    published[kind](told);
    expect(published[kind].errors).toBeNull();
    closed[kind](told);
    expect(closed[kind].errors).toBeNull();
    expect(published[other](told)).toBe(false);
  });
});

it.each([
  ['another format', { format: 'heartbeat-kit/server-report@2' }],
  ['no verdict', { verdict: undefined }],
  ['a verdict that there is not', { verdict: 'skipped' }],
  ['a requirement without an id', { requirements: [{}] }],
  ['no coverage', { coverage: {} }],
])('the schema refuses a report with %s', async (_, change) => {
  const report = await RUNS['a server that passes']!();
  expect(published.server({ ...report, ...change })).toBe(false);
});

it('the schema allows what a later version adds', async () => {
  const report = await RUNS['a server that passes']!();
  expect(published.server({ ...report, more: true })).toBe(true);
});

function read(kind: 'server' | 'client'): object {
  return JSON.parse(readFileSync(`${root}schemas/${kind}-report.schema.json`, 'utf8')) as object;
}

function closing(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closing);
  if (typeof schema !== 'object' || schema === null) return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([key, item]) => [key, closing(item)]));
  return 'properties' in all && !('additionalProperties' in all)
    ? { ...all, additionalProperties: false }
    : all;
}
