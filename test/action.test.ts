import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { readAction } from './support/action.ts';
import { blocksOf } from './support/markdown.ts';
import { root, run } from './support/processes.ts';

const action = await readAction();
const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as {
  readonly version: string;
};

/** A folder with programs that write down, as JSON, how they were called. */
async function setUp(programs: readonly string[], exitCode = 0) {
  const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-action-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of programs) {
    const file = join(folder, name);
    await writeFile(
      file,
      `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const [, , ...args] = process.argv;
const { HEARTBEAT_API_KEY: key, INPUT_API_KEY: input } = process.env;
appendFileSync(__dirname + '/calls', JSON.stringify({ name: '${name}', args, key, input }) + '\\n');
process.exitCode = ${exitCode};
`,
    );
    await chmod(file, 0o755);
  }
  return {
    folder,
    async calls() {
      const text = await readFile(join(folder, 'calls'), 'utf8').catch(() => '');
      const lines = text.split('\n').filter(Boolean);
      return lines.map(
        (line) =>
          JSON.parse(line) as { name: string; args: string[]; key?: string; input?: string },
      );
    },
  };
}

/** Runs the check as GitHub would, with a `npx` that writes down how it was called. */
async function check(
  inputs: Readonly<Record<string, string>>,
  { exitCode, env = {} }: { exitCode?: number; env?: NodeJS.ProcessEnv } = {},
) {
  const { folder, calls } = await setUp(['npx'], exitCode);
  const [command, args, given] = action.commandOf('Check', inputs);
  const { HEARTBEAT_API_KEY: _, ...own } = process.env;
  const { code, out } = await run(command, args, {
    cwd: folder,
    env: { ...own, ...env, ...given, PATH: folder + delimiter + process.env['PATH'] },
  });
  const files = (await readdir(folder)).filter((name) => !['npx', 'calls'].includes(name));
  return { code, out, files, calls: await calls() };
}

describe('the action', () => {
  it('interpolates nothing into its scripts', () => {
    expect(action.steps.map(({ name }) => name)).toEqual(['Install libfaketime', 'Check']);
    for (const { run: script } of action.steps) expect(script).not.toContain('${{');
  });

  it('hands every input on', () => {
    const { env = {}, 'working-directory': folder } = action.steps[1] ?? {};
    const used = [...Object.values(env), folder].map(
      (text) => /inputs\.([\w-]+)/.exec(text ?? '')?.[1],
    );
    expect(used.toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  });

  it('is used in the README with inputs that it has', async () => {
    const blocks = blocksOf(await readFile(`${root}README.md`, 'utf8'));
    const examples = blocks.filter(({ code }) => code.includes('uses: OWNER/heartbeat-kit@'));
    const steps = examples.flatMap(({ code }) => {
      const { steps: all } = parse(code) as {
        steps: { uses: string; with?: Record<string, string> }[];
      };
      return all.filter(({ uses }) => uses === `OWNER/heartbeat-kit@v${version}`);
    });
    expect(steps.map((step) => step.with?.['check'])).toEqual(['server', 'client']);
    for (const step of steps) {
      expect(Object.keys(action.inputs)).toEqual(
        expect.arrayContaining(Object.keys(step.with ?? {})),
      );
    }
  });

  it('checks a server by the version that it is of', async () => {
    const { code, calls } = await check({
      check: 'server',
      contract: 'agentmc',
      url: 'http://127.0.0.1:8080/api/v1',
      start: "sh -c 'node server.js'",
      'agent-id': '42',
      'api-key': 'mca_demo',
      args: '  --fail-on should\n--only AMC-S-0* ',
    });
    expect(code).toBe(0);
    expect(calls).toEqual([
      {
        name: 'npx',
        args: [
          '--yes',
          `heartbeat-kit@${version}`,
          'check',
          'server',
          '--contract=agentmc',
          '--url=http://127.0.0.1:8080/api/v1',
          "--start=sh -c 'node server.js'",
          '--agent-id=42',
          '--fail-on',
          'should',
          '--only',
          'AMC-S-0*',
        ],
        key: 'mca_demo',
      },
    ]);
  });

  it('checks a client that a shell starts', async () => {
    const { calls } = await check({
      check: 'client',
      contract: 'agentradio',
      state: 'on_shift',
      command: 'python "my agent.py" && true',
      version: '^0.1.0',
    });
    expect(calls.map(({ args }) => args)).toEqual([
      [
        '--yes',
        'heartbeat-kit@^0.1.0',
        'check',
        'client',
        '--contract=agentradio',
        '--state=on_shift',
        '--',
        'bash',
        '-c',
        'python "my agent.py" && true',
      ],
    ]);
  });

  it('leaves a key alone that the environment holds', async () => {
    const { calls } = await check(
      { check: 'server' },
      { env: { HEARTBEAT_API_KEY: 'mca_from_outside' } },
    );
    expect(calls[0]?.key).toBe('mca_from_outside');
  });

  it.each([1, 2, 3])('ends with %i as the check does', async (exitCode) => {
    expect((await check({ check: 'server' }, { exitCode })).code).toBe(exitCode);
  });

  it.each([
    { check: '' },
    { check: '--help' },
    { check: 'server; touch pwned' },
    { check: 'server', version: 'latest --version' },
    { check: 'server', version: 'npm:other@1' },
    { check: 'server', version: '$(touch pwned)' },
    { check: 'server', version: '../folder' },
  ])('refuses $check $version', async (inputs) => {
    const { code, out, files, calls } = await check(inputs as Record<string, string>);
    expect(code).toBe(2);
    expect(out).toMatch(/^::error::heartbeat-kit: the input (check|version) must be .*\n$/);
    expect({ calls, files }).toEqual({ calls: [], files: [] });
  });

  it.each([
    `"; touch pwned; "`,
    `'; touch pwned; '`,
    '$(touch pwned)',
    '`touch pwned`',
    'x\ntouch pwned\n',
    '& touch pwned | touch pwned > pwned',
    '--version',
    '${HOME} * ? [a-z] \\ !!',
  ])('takes %j for a value, whichever input it comes by', async (hostile) => {
    const names = ['contract', 'url', 'start', 'agent-id', 'state', 'api-key'];
    const inputs = Object.fromEntries(names.map((name) => [name, hostile]));
    const { code, files, calls } = await check({ ...inputs, check: 'server', args: hostile });
    expect({ code, files }).toEqual({ code: 0, files: [] });
    expect(calls[0]?.args.slice(2)).toEqual([
      'check',
      'server',
      `--contract=${hostile}`,
      `--url=${hostile}`,
      `--start=${hostile}`,
      `--agent-id=${hostile}`,
      `--state=${hostile}`,
      ...hostile.trim().split(/\s+/),
    ]);
    expect(calls[0]).toMatchObject({ key: hostile });
    expect(calls[0]).not.toHaveProperty('input');
  });

  it.each([
    { there: [], missing: 'node' },
    { there: ['node'], missing: 'npx' },
  ])('says what to do where there is no $missing', async ({ there, missing }) => {
    const { folder, calls } = await setUp(there);
    const [, script, given] = action.commandOf('Check', { check: 'server' });
    const env = { ...given, PATH: folder };
    expect(await run('/bin/bash', script, { cwd: folder, env })).toMatchObject({
      code: 2,
      out: `::error::heartbeat-kit: there is no ${missing} here; put a step with actions/setup-node before this one\n`,
      err: '',
    });
    expect(await calls()).toEqual([]);
  });

  it('installs libfaketime on Linux, for clients, where it is missing', async () => {
    const [step] = action.steps;
    expect(step?.if).toBe("inputs.check == 'client' && runner.os == 'Linux'");
    const { folder, calls } = await setUp(['sudo', 'apt-get']);
    const [, script] = action.commandOf('Install libfaketime', {});
    // Nothing else is there but the shell.
    const install = () => run('/bin/bash', script, { env: { PATH: folder } });
    expect(await install()).toMatchObject({ code: 0 });
    expect((await calls()).map(({ args }) => args.join(' '))).toEqual([
      'apt-get update',
      'apt-get install --yes --no-install-recommends faketime',
    ]);
    await writeFile(join(folder, 'faketime'), '#!/bin/sh\n');
    await chmod(join(folder, 'faketime'), 0o755);
    expect(await install()).toMatchObject({ code: 0 });
    expect(await calls()).toHaveLength(2);
  });
});
