import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../support/free-port.ts';
import { makeProject } from './support/project.ts';
import type { Step, Workflow } from './support/workflow.ts';

const project = await makeProject(['plain']);
const pathOf = (file: string) => join(project.folder, file);

describe('the workflow that init writes', () => {
  /** Writes it, with a port that is free. */
  async function writtenWorkflow(): Promise<Workflow> {
    const { code, err } = await project.run('npx', ['heartbeat-kit', 'init', '--force']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const text = await readFile(pathOf('.github/workflows/heartbeat.yml'), 'utf8');
    return parse(text.replaceAll('8080', await freePort())) as Workflow;
  }

  /** Half a day of a client takes minutes, which the tests of peers spend: the flag is not the workflow's. */
  function inShort(script: string): string {
    return script.replace('check client', '$& --scenario steady');
  }

  /** Runs a step as GitHub would, but for what only root may do. */
  async function runStep({ run: script = '', env = {} }: Step) {
    const shims = pathOf('shims');
    await mkdir(shims, { recursive: true });
    await writeFile(join(shims, 'sudo'), '#!/bin/sh\n');
    await chmod(join(shims, 'sudo'), 0o755);
    const variables = Object.entries(env).map(([name, value]) => [name, String(value)]);
    return project.run('bash', ['-e', '-c', script], {
      env: {
        ...Object.fromEntries(variables),
        PATH: shims + delimiter + process.env['PATH'],
      },
    });
  }

  it('is of the form that GitHub takes', async () => {
    const { on, permissions, jobs } = await writtenWorkflow();
    expect({ on, permissions }).toEqual({
      on: { push: null, pull_request: null },
      permissions: { contents: 'read' },
    });
    expect(Object.keys(jobs)).toEqual(['server', 'client']);
    for (const { steps, ...job } of Object.values(jobs)) {
      expect(job).toEqual({ 'runs-on': 'ubuntu-latest', 'timeout-minutes': expect.any(Number) });
      for (const { uses, run: script } of steps) expect(typeof (uses ?? script)).toBe('string');
    }
  });

  it('is green, step by step, with the config that init writes, and one scenario of the client', async () => {
    const { jobs } = await writtenWorkflow();
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    // Each job is on a machine of its own, but what is the same there need not be done twice here.
    const scripts = new Map(steps.flatMap((step) => (step.run ? [[step.run, step]] : [])));
    let told = '';
    for (const step of scripts.values()) {
      const { code, out, err } = await runStep({ ...step, run: inShort(step.run ?? '') });
      expect({ step, code }, out + err).toEqual({ step, code: 0 });
      told += out;
    }
    expect(told.match(/The server keeps the contract/g)).toHaveLength(2);
    expect(told.match(/The client keeps the contract/g)).toHaveLength(2);
  });

  it('is red where server or client break the contract', async () => {
    const { jobs } = await writtenWorkflow();
    const broken = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run: script = '', env }): Step[] => {
        if (!script.includes('--contract agentmc')) return [];
        const run = script
          .replace(/mock --port \d+/, '$& --scenario schema-drift')
          .replace(/-- bash .*/, '-- sleep 5');
        return [{ run: inShort(run), ...(env && { env }) }];
      }),
    );
    expect(broken).toHaveLength(2);
    for (const step of broken) expect(await runStep(step)).toMatchObject({ code: 1 });
  });
});
