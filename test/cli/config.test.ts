import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addCheckServerCommand } from '../../src/cli/check-server.ts';
import { main } from '../../src/cli/main.ts';
import { addAdminCommands } from '../../src/cli/admin/index.ts';
import { addMockCommand } from '../../src/cli/mock.ts';
import { createMock } from '../../src/index.ts';
import { fakeIo, type FakeIo } from '../support/fake-io.ts';
import { startMock } from '../support/mock-command.ts';
import { root } from '../support/processes.ts';

const YAML = 'heartbeat-kit.config.yaml';
const KEY = 'mca_canary7f3a9c';
const SCENARIO = 'title: There is tea.\nstates:\n  on:\n    rules:\n      - reply: {status: 418}\n';

/** A process in a folder with these files. */
async function ioIn(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<FakeIo> {
  const cwd = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  return { ...fakeIo(), cwd, env };
}

/** The `ready` line of a mock. */
async function ready(args: readonly string[], io: FakeIo): Promise<Record<string, unknown>> {
  await startMock(['--json', ...args], io);
  const [line = ''] = io.written.out.split('\n', 1);
  return JSON.parse(line) as Record<string, unknown>;
}

async function refusal(args: readonly string[], io: FakeIo): Promise<string> {
  expect(await main(args, io)).toBe(2);
  expect(io.written.out).toBe('');
  expect(io.written.err).not.toMatch(/canary7f3a9c|^ +at /m);
  return io.written.err;
}

describe('the config file of the mock', () => {
  it('says what the flags can say', async () => {
    const io = await ioIn({
      [YAML]: `# yaml-language-server: $schema=https://heartbeat-kit.example/config.schema.json
mock:
  contract: [agentmc]
  seed: 7
  scenario: tea-time.yaml
  rateLimit: 10/1m,sliding
  time: 2026-05-18T16:00:00Z
  freeze: true
  labels: false
`,
      'tea-time.yaml': SCENARIO,
    });
    const start = await ready([], io);
    expect(start).toMatchObject({
      contracts: [{ id: 'agentmc' }],
      scenario: 'tea-time',
      limit: { kind: 'sliding', requests: 10, window: 60_000 },
      clock: { now: '2026-05-18T16:00:00.000Z', scale: 0 },
    });
    const answer = await fetch(`${String(start['url'])}/agents/heartbeat`, { method: 'POST' });
    expect([answer.status, answer.headers.has('x-mock-simulated')]).toEqual([418, false]);
  });

  it.each(['heartbeat-kit.config.yml', 'heartbeat-kit.config.json'])('may be %s', async (name) => {
    const text = JSON.stringify({ $schema: 'x', mock: { scenario: 'outage' } });
    expect(await ready([], await ioIn({ [name]: text }))).toMatchObject({ scenario: 'outage' });
  });

  it('takes a rate limit in parts', async () => {
    const text = 'mock: {rateLimit: {kind: bucket, requests: 5, window: 1m, retry-after: date}}';
    expect(await ready([], await ioIn({ [YAML]: text }))).toMatchObject({
      limit: { kind: 'bucket', requests: 5, window: 60_000, retryAfter: 'date' },
    });
  });

  it.each(['', '# mock:\n', 'mock:\n', '{}'])('may say nothing: %j', async (text) => {
    expect(await ready([], await ioIn({ [YAML]: text }))).toMatchObject({ scenario: null });
  });

  it('comes after flags and environment', async () => {
    const files = { [YAML]: 'mock: {scenario: slow, timeScale: 5, seed: 3}' };
    const env = { HEARTBEAT_SCENARIO: 'outage', HEARTBEAT_TIME_SCALE: '60' };
    const clock = (scale: number) => expect.objectContaining({ scale });
    expect(await ready([], await ioIn(files))).toMatchObject({ scenario: 'slow', clock: clock(5) });
    expect(await ready([], await ioIn(files, env))).toMatchObject({
      scenario: 'outage',
      clock: clock(60),
    });
    const flags = ['--scenario', 'flaky', '--time-scale', '2'];
    expect(await ready(flags, await ioIn(files, env))).toMatchObject({
      scenario: 'flaky',
      clock: clock(2),
    });
    expect(await ready(['--freeze'], await ioIn(files, env))).toMatchObject({ clock: clock(0) });
  });

  it('gives way where a flag says the opposite', async () => {
    const io = await ioIn({ [YAML]: 'mock: {freeze: true}' });
    expect(await ready(['--time-scale', '3'], io)).toMatchObject({ clock: { scale: 3 } });
  });

  it('is another one with --config, with its files beside it, and none with --no-config', async () => {
    const files = { [YAML]: 'mock: {scenario: slow}', 'other.yaml': 'mock: {scenario: flaky}' };
    expect(await ready(['--config', 'other.yaml'], await ioIn(files))).toMatchObject({
      scenario: 'flaky',
    });
    expect(await ready(['--no-config'], await ioIn(files))).toMatchObject({ scenario: null });
    const there = await ioIn({ 'own.yaml': 'mock: {scenario: tea.yaml}', 'tea.yaml': SCENARIO });
    expect(await ready(['--config', join(there.cwd, 'own.yaml')], await ioIn({}))).toMatchObject({
      scenario: 'tea',
    });
  });

  it.each([
    ['an unknown part', 'mocks: {}', 'mocks: no such key'],
    ['an unknown entry', 'mock:\n  prot: 1', `${YAML}:2: mock.prot: no such key is known here`],
    ['a wrong number', 'mock:\n\n  port: -1', `${YAML}:3: mock.port: must be at least 0`],
    ['a text for a number', 'mock: {port: many}', 'mock.port: must be a number'],
    ['an unknown contract', 'mock: {contract: x}', 'mock.contract: must be agentmc or agentradio'],
    ['a wrong limit', 'mock: {rateLimit: 5/1x}', 'mock.rateLimit: In "5/1x" there must be a time'],
    [
      'a wrong part of a limit',
      'mock: {rateLimit: {requests: 0, window: 1m}}',
      'mock.rateLimit.requests: must be at least 1',
    ],
    ['a wrong time', 'mock: {time: noon}', 'mock.time: must be a date, or a time with its zone'],
    ['both paces', 'mock: {freeze: true, timeScale: 2}', 'mock.freeze: excludes timeScale'],
    [
      'an unknown scenario',
      'mock:\n  seed: 1\n  scenario: outrage',
      `${YAML}:3: mock.scenario: must be a file.yaml or one of`,
    ],
    ['no map', '5', 'must be a map of keys and values'],
    ['broken YAML', 'mock: {', `${YAML}:1: this is not YAML as it is needed`],
  ])('%s is told with its place: 2', async (_, text, says) => {
    expect(await refusal(['mock', '--port', '0'], await ioIn({ [YAML]: text }))).toContain(says);
  });

  it('must be one: 2', async () => {
    const io = await ioIn({ [YAML]: '', 'heartbeat-kit.config.json': '{}' });
    expect(await refusal(['mock', '--port', '0'], io)).toBe(
      'heartbeat-kit: heartbeat-kit.config.yaml and heartbeat-kit.config.json lie side by side; keep one, or name it with --config\n',
    );
  });

  it('must be there where it is named: 2', async () => {
    const io = await ioIn({});
    expect(await refusal(['mock', '--config', 'none.yaml'], io)).toBe(
      'heartbeat-kit: --config none.yaml: there is no such file to read\n',
    );
  });
});

describe('the environment of the mock', () => {
  it('says port, host and seed', async () => {
    const env = { HEARTBEAT_PORT: '0', HEARTBEAT_HOST: 'localhost', HEARTBEAT_SEED: '3' };
    const io = await ioIn({}, env);
    const exitCode = main(['mock'], io);
    onTestFinished(async () => {
      io.stop();
      await exitCode;
    });
    const [, url = ''] = await io.until('out', /mock at (http:\/\/localhost:\d+)/);
    const shows = async (response: Promise<Response>) => {
      const body = (await (await response).json()) as { shows: { title: string }[] };
      return body.shows.map(({ title }) => title);
    };
    const seeded = createMock({ seed: 3 });
    expect(await shows(fetch(`${url}/api/shows`))).toEqual(
      await shows(seeded.fetch('http://mock.test/api/shows')),
    );
  });

  it.each([
    ['HEARTBEAT_PORT', 'x', 'HEARTBEAT_PORT must be a whole number from 0 to 65535'],
    ['HEARTBEAT_SEED', '1.5', 'HEARTBEAT_SEED must be a whole number'],
    ['HEARTBEAT_TIME_SCALE', '-1', 'HEARTBEAT_TIME_SCALE must be a number from 0'],
    ['HEARTBEAT_SCENARIO', 'outrage', 'HEARTBEAT_SCENARIO must be a file.yaml or one of'],
  ])('%s that is wrong is named: 2', async (name, value, says) => {
    expect(await refusal(['mock'], await ioIn({}, { [name]: value }))).toContain(says);
  });
});

describe('the config file of check server', () => {
  /** A mock that is checked, and what it is sent. */
  async function served() {
    const mock = createMock();
    const { url, close } = await mock.listen();
    onTestFinished(close);
    return { url: `${url}/api/v1`, mock };
  }

  it('says what the flags can say', async () => {
    const { url, mock } = await served();
    const text = `checkServer:
  contract: agentmc
  url: ${url}
  apiKey: ${KEY}
  agentId: 7
  header: ['x-one: 1', 'x-two: 2']
  only: AMC-S-001
  reporter: json
`;
    const io = await ioIn({ [YAML]: text });
    expect(await main(['check', 'server'], io)).toBe(0);
    expect(JSON.parse(io.written.out)).toMatchObject({ target: url, totals: { pass: 1 } });
    const [{ request } = { request: { headers: {} } }] = mock.journal;
    expect(request.headers).toMatchObject({ 'x-one': '1', 'x-two': '2' });
    expect(io.written.out + io.written.err).not.toContain('canary7f3a9c');
  });

  it('comes after flags and environment', async () => {
    const { url } = await served();
    const text = 'checkServer: {contract: agentmc, url: "http://127.0.0.1:9", only: AMC-S-002}';
    const env = { AGENTMC_BASE_URL: url, HEARTBEAT_API_KEY: KEY };
    const io = await ioIn({ [YAML]: text }, env);
    expect(await main(['check', 'server', '--only', 'AMC-S-001'], io)).toBe(0);
    expect(io.written.out).toContain(`AgentMC heartbeat at ${url}`);
    expect(io.written.out).toMatch(/^pass +AMC-S-001 /m);
    expect(io.written.out).not.toContain('AMC-S-002');
  });

  const usual = `contract: agentmc, url: "http://127.0.0.1:9", apiKey: ${KEY}`;

  it.each([
    ['an unknown entry', 'apiKye: ', 'checkServer.apiKye: no such key is known here'],
    ['a key with a space', `apiKey: "${KEY} x"`, 'checkServer.apiKey: holds a character'],
    ['a key that is a list', `apiKey: [${KEY}]`, 'checkServer.apiKey: must be a text'],
    ['a key that is an alias', `apiKey: *${KEY}`, '* stands for nothing'],
    ['an address that is none', `url: ${KEY}`, 'checkServer.url: must be a full address'],
    [
      'a header without name',
      `header: [${KEY}]`,
      'checkServer.header: number 1 must have the form',
    ],
    ['a certificate that is not there', 'ca: none.pem', 'checkServer.ca: '],
    ['an unknown level', `failOn: ${KEY}`, 'checkServer.failOn: must be must or should or assumed'],
    ['an unknown contract', 'contract: agentmx', 'checkServer.contract: names no contract'],
  ])('%s is told with its place, and without its value: 2', async (_, entry, says) => {
    const [name] = entry.split(':', 1);
    const rest = usual.split(', ').filter((part) => !part.startsWith(`${name}:`));
    const text = `\ncheckServer: {\n  ${rest.join(', ')},\n  ${entry}\n}\n`;
    const told = await refusal(['check', 'server'], await ioIn({ [YAML]: text }));
    expect(told).toContain(`heartbeat-kit: ${YAML}:4: `);
    expect(told).toContain(says);
  });

  it('keeps a key out of what is wrong with the form of the file', async () => {
    for (const text of [
      `checkServer: {apiKey: "${KEY}}`,
      `checkServer:\n  apiKey: !${KEY} !x ${KEY}`,
      `checkServer:\n  apiKey: }${KEY}`,
      `checkServer:\n  apiKey: "\\${KEY}"`,
      `checkServer:\n apiKey: a\n  ${KEY}: |${KEY}`,
      `checkServer:\n  apiKey: @${KEY}\n ${KEY}`,
    ]) {
      const told = await refusal(['check', 'server'], await ioIn({ [YAML]: text }));
      expect(told).toMatch(/^heartbeat-kit: /);
    }
  });

  it('needs a contract from somewhere: 2', async () => {
    const told = await refusal(['check', 'server'], await ioIn({}));
    expect(told).toContain("required option '-c, --contract <id>' not specified");
  });
});

describe('the form of the config file', () => {
  it('has an entry for each flag, and no more', async () => {
    const schema = JSON.parse(await readFile(`${root}schemas/config.schema.json`, 'utf8')) as {
      anyOf: [
        { properties: Record<string, { anyOf?: [{ properties: Record<string, unknown> }] }> },
      ];
    };
    const sections = schema.anyOf[0].properties;
    const program = new Command();
    addMockCommand(program, [], fakeIo(), () => {});
    addCheckServerCommand(program, fakeIo(), () => {});
    addAdminCommands(program.command('admin'), fakeIo(), () => {});
    for (const [name, section] of [
      ['mock', 'mock'],
      ['admin', 'admin'],
      ['server', 'checkServer'],
    ]) {
      const command = program.commands.find((one) => one.name() === name);
      const flags = command?.options.map((option) => option.attributeName()) ?? [];
      const entries = Object.keys(sections[section ?? '']?.anyOf?.[0].properties ?? {});
      // What is for one run only stands in no file.
      const once = ['config', 'updateBaseline'];
      expect(entries.toSorted()).toEqual(flags.filter((flag) => !once.includes(flag)).toSorted());
    }
  });
});
