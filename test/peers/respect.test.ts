import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { broken as brokenAgentmc } from '../../fixtures/broken/servers/agentmc.ts';
import { broken as brokenAgentradio } from '../../fixtures/broken/servers/agentradio.ts';
import type { BrokenServer, Handle } from '../../fixtures/broken/servers/types.ts';
import { main } from '../../src/cli/main.ts';
import type { ArazzoDocument } from '../../src/conformance/export/arazzo-types.ts';
import { createMock, systemClock, type Clock, type ContractId } from '../../src/index.ts';
import { listen } from '../../src/mock/adapters/node.ts';
import { FULL } from '../conformance/support/in-process.ts';
import { fakeIo } from '../support/fake-io.ts';
import { writeDereferenced } from './support/dereferenced.ts';
import { redocly } from './support/redocly.ts';

interface Peer {
  readonly basePath: string;
  readonly broken: readonly BrokenServer[];
  /** Broken server, the workflow that has to fail, and the start of a criterion that does. */
  readonly found: readonly (readonly [name: string, workflow: string, criterion: string])[];
}

/** What Respect is run with, and what it has to find, by contract. */
const CONTRACTS: Readonly<Record<ContractId, Peer>> = {
  agentmc: {
    basePath: '/api/v1',
    broken: brokenAgentmc,
    found: [
      ['prefix-is-enough', '02-keys', '$statusCode == 401'],
      ['host-new-each-time', '06-same-host', '$response.body#/host/id == $steps.'],
      ['header-wins', '07-fingerprints', '$[?@.host.fingerprint == "'],
    ],
  },
  agentradio: {
    basePath: '',
    broken: brokenAgentradio,
    found: [
      ['status-in-any-case', '07-bodies', '^[134]\\d\\d$'],
      [
        'awareness-as-text',
        '07-bodies',
        '$[?(@.queueAwareness == true || @.queueAwareness == false)]',
      ],
      ['one-agent-for-all', '08-other-key', '$response.body#/agent/id != $steps.'],
    ],
  },
};

describe.each(['agentmc', 'agentradio'] as const)('Respect and the export of %s', (contract) => {
  const { broken, found } = CONTRACTS[contract];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Exports all that can be said, with or without further flags. */
  async function write(name: string, ...flags: string[]): Promise<string> {
    const file = join(folder, name);
    const args = ['--contract', contract, '--output', file, '--fail-on', 'assumed', '--force'];
    expect(await main(['export', 'arazzo', ...args, ...flags], fakeIo())).toBe(0);
    return file;
  }

  it('find the document valid', async () => {
    const file = await write('valid.yaml');
    const flags = ['--extends', 'recommended-strict', '--format', 'json'];
    const { code, out } = await redocly(['lint', file, ...flags]);
    expect(JSON.parse(out)).toMatchObject({ totals: { errors: 0, warnings: 0 }, problems: [] });
    expect(code).toBe(0);
  });

  it('find nothing wrong with the mock, whose every workflow passes', async () => {
    // Respect compares answers with the schemas as well, but fails once it meets an `$id` a second time.
    const openapi = await writeDereferenced(contract, folder);
    const file = await write('mock.json', '--openapi', openapi);
    const { workflows } = JSON.parse(await readFile(file, 'utf8')) as ArazzoDocument;
    const run = await respect(contract, file, await serve(contract));
    expect(run.failed).toEqual([]);
    expect(run.workflows).toEqual(workflows.map(({ workflowId }) => workflowId));
    expect(run.code).toBe(0);
  });

  it.each(found)('find the server that is %s', async (name, workflow, criterion) => {
    const server = broken.find((one) => one.name === name);
    expect(server).toBeDefined();
    const url = await serve(contract, server?.change);
    // As the README has it; a schema that is broken as well would come before the criteria.
    const args = ['--workflow', workflow, '--severity', 'SCHEMA_CHECK=off'];
    const run = await respect(contract, await write('broken.yaml'), url, args);
    expect(run.failed).toEqual([workflow]);
    expect(run.conditions.filter((condition) => condition.startsWith(criterion))).not.toEqual([]);
    expect(run.code).toBe(1);
  });
});

/** Starts the mock, or what is made of it, for the current test. */
async function serve(
  contract: ContractId,
  change: (handle: Handle, clock: Clock) => Handle = (handle) => handle,
): Promise<string> {
  const mock = createMock({ contracts: [contract] });
  const listener = await listen(change(mock.handle, systemClock));
  onTestFinished(() => listener.close());
  return listener.url + CONTRACTS[contract].basePath;
}

/** The parts of Respect's report that are looked at. */
interface Report {
  readonly files: Readonly<
    Record<string, { readonly executedWorkflows: readonly ExecutedWorkflow[] }>
  >;
}
interface ExecutedWorkflow {
  readonly workflowId: string;
  readonly status: string;
  readonly executedSteps: readonly { readonly checks: readonly Check[] }[];
}
interface Check {
  readonly status: string;
  readonly condition?: string;
}

/** Runs a document against a server; tells the workflows that failed, and the criteria in them. */
async function respect(
  contract: ContractId,
  file: string,
  url: string,
  args: readonly string[] = [],
) {
  const { slow: _, ...inputs }: Record<string, unknown> = FULL[contract];
  const report = `${file}.json`;
  const given = ['--server', `${contract}=${url}`, '--input', JSON.stringify(inputs)];
  const flags = [...given, '--json-output', report, ...args];
  const { code, out, err } = await redocly(['respect', file, ...flags]);
  expect(out + err).not.toContain('canary');
  const { files } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const workflows = Object.values(files).flatMap(({ executedWorkflows }) => executedWorkflows);
  const failed = workflows.filter(({ status }) => status !== 'success');
  const checks = failed.flatMap(({ executedSteps }) =>
    executedSteps.flatMap((step) => step.checks),
  );
  return {
    code,
    workflows: workflows.map(({ workflowId }) => workflowId),
    failed: failed.map(({ workflowId }) => workflowId),
    conditions: checks.flatMap(({ status, condition }) =>
      status === 'success' ? [] : (condition ?? []),
    ),
  };
}
