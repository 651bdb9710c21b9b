import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../src/cli/main.ts';
import { fakeIo } from '../support/fake-io.ts';
import { root } from '../support/processes.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-export-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

/** Runs `heartbeat-kit export arazzo` in an empty folder. */
async function exportArazzo(...args: string[]) {
  const env = { HEARTBEAT_API_KEY: 'mca_canary_of_a_user', HEARTBEAT_AGENT_ID: '4711' };
  const io = { ...fakeIo(), cwd: folder, env };
  const code = await main(['export', 'arazzo', ...args], io);
  return { code, ...io.written };
}

const read = (file: string) => readFile(join(folder, file), 'utf8');

/** The parts that are looked at. */
interface Written {
  readonly arazzo: string;
  readonly sourceDescriptions: readonly [{ readonly name: string; readonly url: string }];
  readonly workflows: readonly object[];
}

describe('heartbeat-kit export arazzo', () => {
  it('prints a document, and tells what is not in it', async () => {
    const { code, out, err } = await exportArazzo('--contract', 'agentradio');
    expect(code).toBe(0);
    const { arazzo, workflows, sourceDescriptions } = parse(out) as Written;
    expect(arazzo).toBe('1.0.1');
    expect(err).toMatch(
      new RegExp(String.raw`^${workflows.length} of 13 scenarios are workflows\.\n`),
    );
    expect(err).toMatch(/^Left out, as x-left-out lists in full \(\d+\):\n {2,4}\d+ {2}\w/m);
    const openapi = resolve(folder, decodeURIComponent(sourceDescriptions[0].url));
    expect(openapi).toBe(`${root}contracts/agentradio/openapi.yaml`);
  });

  it('knows nothing of a user', async () => {
    const { out, err } = await exportArazzo('--contract', 'agentmc', '--fail-on', 'assumed');
    expect(out + err).not.toMatch(/canary|4711/);
    // But for one that is made to be unknown.
    const keys = out.matchAll(/name: x-api-key\n.*\n *value: (.*)/g);
    expect(new Set([...keys].map(([, value]) => value))).toEqual(
      new Set([
        '$inputs.apiKey',
        '$inputs.secondKey',
        '$inputs.forbiddenKey',
        'mca_unknown_invalid',
      ]),
    );
  });

  it('writes a file from which the OpenAPI document is found, in YAML or JSON', async () => {
    const yaml = await exportArazzo('--contract', 'agentmc', '--output', 'a.yaml');
    expect({ code: yaml.code, out: yaml.out }).toEqual({ code: 0, out: '' });
    await exportArazzo('--contract', 'agentmc', '--output', 'a.json');
    const written = parse(await read('a.yaml')) as Written;
    expect(JSON.parse(await read('a.json'))).toEqual(written);
    const [{ name, url }] = written.sourceDescriptions;
    expect(name).toBe('agentmc');
    expect(resolve(folder, decodeURIComponent(url))).toBe(`${root}contracts/agentmc/openapi.yaml`);
  });

  it('refers to the address that is given', async () => {
    const url = 'https://example.com/openapi.yaml';
    const { out } = await exportArazzo('--contract', 'agentmc', '--openapi', url);
    expect((parse(out) as Written).sourceDescriptions[0].url).toBe(url);
  });

  it('writes over a file only if told to', async () => {
    const args = ['--contract', 'agentradio', '--output', 'a.yaml'];
    expect(await exportArazzo(...args)).toMatchObject({ code: 0 });
    const before = await read('a.yaml');
    expect(await exportArazzo(...args, '--fail-on', 'assumed')).toEqual({
      code: 2,
      out: '',
      err: 'heartbeat-kit: a.yaml: this is there already; --force writes over it\n',
    });
    expect(await read('a.yaml')).toBe(before);
    expect(await exportArazzo(...args, '--force')).toMatchObject({ code: 0 });
    expect(await read('a.yaml')).toBe(before);
    expect(await readdir(folder)).toEqual(['a.yaml']);
  });

  it.each([
    [
      ['--contract', 'nothing'],
      '--contract names no contract "nothing"; there is agentmc, agentradio',
    ],
    [['--contract', './nowhere'], 'nowhere/scenarios/server: there is no such folder'],
    [['--contract', 'agentmc', '--output', ''], '--output is empty; leave it out'],
    [['--contract', 'agentmc', '--openapi', ''], '--openapi is empty; leave it out'],
    [['--contract', 'agentmc', '--output', '.'], '.: this is a folder; give a file'],
    [
      ['--contract', 'agentmc', '--output', 'no/a.yaml'],
      'no/a.yaml: there is no such folder; make it first',
    ],
    [[], "required option '-c, --contract <id>' not specified"],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, out, err } = await exportArazzo(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
