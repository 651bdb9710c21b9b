import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { fakeIo } from '../support/fake-io.ts';
import { examples } from '../support/heartbeats.ts';
import { startMock } from '../support/mock-command.ts';

const AGENTMC = '/api/v1/agents/heartbeat';
const AGENTRADIO = '/api/heartbeat';

function post(url: string, headers: Record<string, string>, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function linesAfter(text: string, marker: string): string[] {
  return text
    .slice(text.indexOf(marker) + marker.length)
    .trimEnd()
    .split('\n');
}

describe('usage', () => {
  it('shows help on standard output', async () => {
    const io = fakeIo();
    expect(await main(['--help'], io)).toBe(0);
    expect(io.written.out).toContain('Usage: heartbeat-kit');
    expect(io.written.out).toContain('mock [options]');
    expect(io.written.err).toBe('');
  });

  it('shows all commands where help is asked for before one of them', async () => {
    const io = fakeIo();
    expect(await main(['--help', 'mock'], io)).toBe(0);
    for (const name of ['mock', 'check', 'validate', 'export']) {
      expect(io.written.out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
  });

  it('shows the options of a command', async () => {
    const io = fakeIo();
    expect(await main(['mock', '--help'], io)).toBe(0);
    for (const name of ['--port', '--host', '--contract', '--seed', '--json']) {
      expect(io.written.out).toContain(name);
    }
  });

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    for (const flag of ['--version', '-v']) {
      const io = fakeIo();
      expect(await main([flag], io)).toBe(0);
      expect(io.written).toEqual({ out: `${version}\n`, err: '' });
    }
  });

  it('shows help as an error where no command is given', async () => {
    const io = fakeIo();
    expect(await main([], io)).toBe(2);
    expect(io.written.err).toContain('Usage: heartbeat-kit');
    expect(io.written.out).toBe('');
  });

  it.each([
    { args: ['moc'], named: "'moc'", cure: '--help' },
    { args: ['--bogus'], named: "'--bogus'", cure: '--help' },
    { args: ['mock', '--prot', '1'], named: "'--prot'", cure: '--port' },
    { args: ['mock', '--port'], named: '--port', cure: 'argument missing' },
    { args: ['mock', '--port', 'x'], named: '--port', cure: 'whole number from 0 to 65535' },
    { args: ['mock', '--port', ''], named: '--port', cure: 'whole number from 0 to 65535' },
    { args: ['mock', '--port', '-1'], named: '--port', cure: 'whole number from 0 to 65535' },
    { args: ['mock', '--port', '80.5'], named: '--port', cure: 'whole number from 0 to 65535' },
    { args: ['mock', '--port', '65536'], named: '--port', cure: 'whole number from 0 to 65535' },
    { args: ['mock', '--port', '1e3'], named: '--port', cure: 'whole number from 0 to 65535' },
    { args: ['mock', '--host', ' '], named: '--host', cure: 'host name or an address' },
    { args: ['mock', '--'], named: 'no command', cure: '--' },
    { args: ['mock', 'run', 'me'], named: 'run me', cure: 'put -- in front' },
    { args: ['mock', '--seed', 'dice'], named: '--seed', cure: 'whole number' },
    { args: ['mock', '--seed', '1.5'], named: '--seed', cure: 'whole number' },
    { args: ['mock', '--contract', 'radio'], named: '--contract', cure: 'agentmc, agentradio' },
    { args: ['mock', '--contract', 'agentmc,'], named: '--contract', cure: 'agentmc, agentradio' },
  ])('refuses $args and says how to do better', async ({ args, named, cure }) => {
    const io = fakeIo();
    expect(await main(args, io)).toBe(2);
    expect(io.written.err).toContain(named);
    expect(io.written.err).toContain(cure);
    expect(io.written.err).not.toMatch(/^ +at /m);
    expect(io.written.out).toBe('');
  });
});

describe('mock that cannot start', () => {
  it('says in one sentence that the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const io = fakeIo();
    expect(await main(['mock', '--port', String(port)], io)).toBe(3);
    expect(io.written).toEqual({
      out: '',
      err: `heartbeat-kit: Port ${port} on 127.0.0.1 is already in use; choose another, or 0 for a free one.\n`,
    });
  });

  it('says that the host is not of this machine', async () => {
    const io = fakeIo();
    // An address that is reserved for documentation.
    expect(await main(['mock', '--port', '0', '--host', '203.0.113.1'], io)).toBe(3);
    expect(io.written).toEqual({
      out: '',
      err: 'heartbeat-kit: 203.0.113.1 is not an address of this machine.\n',
    });
  });
});

describe('mock', () => {
  it('says where it is and how to use it', async () => {
    const { io, url } = await startMock();
    const { out } = io.written;
    expect(out.startsWith(`heartbeat-kit mock at ${url}\n`)).toBe(true);
    expect(out).toContain(`base URL ${url}/api/v1\n`);
    expect(out).toContain(`curl ${url}${AGENTMC} `);
    expect(out).toContain(`curl ${url}${AGENTRADIO} `);
    for (const prefix of ['mca_<anything>', 'ar_agent_<anything>']) expect(out).toContain(prefix);
    for (const ending of [
      '_invalid',
      '_inactive',
      '_forbidden',
      '_notfound',
      '_ratelimited',
      '_flaky',
      '_noshow',
      '_starving',
    ]) {
      expect(out).toMatch(new RegExp(`^ +${ending} +\\S`, 'm'));
    }
    expect(io.written.err).toBe('');
  });

  it('writes a line per request: what was asked, what was answered and why', async () => {
    const { io, url } = await startMock();
    const ready = io.written.out;
    const key = { 'x-api-key': 'mca_demo' };
    await post(url + AGENTMC, key, examples.agentmc);
    await post(url + AGENTMC, key, { ...examples.agentmc, meta: undefined });
    await post(url + AGENTMC, { 'x-api-key': 'mca_demo_invalid' }, examples.agentmc);
    await post(url + AGENTMC, key, {
      ...examples.agentmc,
      meta: { ...examples.agentmc.meta, models: [] },
    });
    await fetch(`${url}/nowhere?page=2`);
    const lines = linesAfter(io.written.out, ready);
    expect(lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''))).toEqual([
      `POST ${AGENTMC} 200`,
      `POST ${AGENTMC} 422  The meta field is required.`,
      `POST ${AGENTMC} 401  simulated: invalid`,
      `POST ${AGENTMC} 200  note: meta.models is empty; send the runtime model inventory`,
      'GET /nowhere?page=2 404',
    ]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends with 0 on %s and frees its port',
    async (signal) => {
      const { io, url, exitCode } = await startMock();
      io.stop(signal);
      expect(await exitCode).toBe(0);
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    },
  );

  it('serves only the contracts that are named', async () => {
    const { io, url } = await startMock(['--contract', 'agentmc']);
    expect(io.written.out).not.toContain('agentradio');
    const served = await post(url + AGENTMC, { 'x-api-key': 'mca_demo' }, examples.agentmc);
    expect(served.status).toBe(200);
    const other = await post(
      url + AGENTRADIO,
      { authorization: 'Bearer ar_agent_demo' },
      examples.agentradio,
    );
    expect(other.status).toBe(404);
  });

  it('draws the same from the same seed', async () => {
    const titles = async (seed: string) => {
      const { url } = await startMock(['--seed', seed]);
      const { shows } = (await (await fetch(`${url}/api/shows`)).json()) as {
        shows: { title: string }[];
      };
      return shows.map(({ title }) => title);
    };
    const first = await titles('7');
    expect(first.length).toBeGreaterThan(0);
    expect(await titles('7')).toEqual(first);
    expect(await titles('8')).not.toEqual(first);
  });

  it('paints only for terminals', async () => {
    const plain = await startMock();
    await fetch(plain.url);
    expect(plain.io.written.out).not.toContain('\u001B');
    const painted = await startMock([], fakeIo({ out: true, err: true }));
    const ready = painted.io.written.out.length;
    await fetch(painted.url);
    expect(painted.io.written.out.slice(0, ready)).toContain('\u001B[1m');
    expect(painted.io.written.out.slice(ready)).toContain('\u001B[33m404');
  });

  it('with --json writes a JSON object per line, also on a terminal', async () => {
    const { io, url } = await startMock(['--json'], fakeIo({ out: true, err: true }));
    await post(
      url + AGENTRADIO,
      { authorization: 'Bearer ar_agent_demo_ratelimited' },
      examples.agentradio,
    );
    await post(
      url + AGENTRADIO,
      { authorization: 'Bearer ar_agent_demo_ratelimited' },
      examples.agentradio,
    );
    await post(url + AGENTRADIO, { authorization: 'Bearer ar_agent_x' }, { status: 'asleep' });
    await fetch(`${url}/nowhere`);
    const lines = io.written.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toEqual({
      event: 'ready',
      url,
      canaryUrl: expect.stringMatching(/^http:/),
      scenario: null,
      limit: null,
      clock: { now: expect.stringMatching(/^\d{4}-.*Z$/), scale: 1 },
      contracts: [
        expect.objectContaining({ id: 'agentmc', baseUrl: `${url}/api/v1`, keyPrefix: 'mca_' }),
        expect.objectContaining({ id: 'agentradio', baseUrl: url, keyPrefix: 'ar_agent_' }),
      ],
    });
    const common = { event: 'exchange', method: 'POST', path: AGENTRADIO, operation: 'heartbeat' };
    expect(lines.slice(1)).toMatchObject([
      { ...common, id: 1, contract: 'agentradio', status: 200 },
      { ...common, id: 2, status: 429, simulated: 'ratelimited' },
      { ...common, id: 3, status: 400, violations: [{ pointer: '/status', keyword: 'enum' }] },
      { event: 'exchange', id: 4, method: 'GET', path: '/nowhere', status: 404 },
    ]);
    for (const { at } of lines.slice(1)) expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });
});

describe('what a line tells', () => {
  it('says why a key was refused', async () => {
    const { io, url } = await startMock();
    await post(`${url}/api/heartbeat`, { authorization: 'Bearer test' }, '{}');
    await post(`${url}/api/v1/agents/heartbeat`, {}, '{}');
    expect(linesAfter(io.written.out, '\n\nKeys').slice(-2)).toEqual([
      expect.stringMatching(/401 .*note: a key of agentradio begins with ar_agent_$/),
      expect.stringMatching(/401 .*note: no key was found; send X-Api-Key: <key>$/),
    ]);
  });

  it('stays one line, whatever the request holds, and is not endless', async () => {
    const { io, url } = await startMock();
    const before = io.written.out.length;
    const tools = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`\u001B[2J\nFAKE ${index}`, 1]),
    );
    const body = {
      ...examples.agentmc,
      meta: { ...examples.agentmc.meta, tool_availability: tools },
    };
    await post(`${url}/agents/heartbeat`, { 'x-api-key': 'mca_demo' }, body);
    await io.until('out', /422/);
    const line = io.written.out.slice(before);
    expect(line.split('\n')).toHaveLength(2);
    expect(line).not.toContain('\u001B');
    expect(line).toContain('And 15 more.');
  });
});

describe('mock -- command', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs a Node script against the mock; `file` is where it may write. */
  async function runScript(script: string, args: readonly string[] = [], io = fakeIo()) {
    const file = join(folder, 'seen');
    const node = [process.execPath, '--input-type=module', '-e', script, file];
    const exitCode = await main(['mock', '--port', '0', ...args, '--', ...node], io);
    return { io, exitCode, seen: () => readFile(file, 'utf8') };
  }

  const WRITE_ENV = `
    import { writeFileSync } from 'node:fs';
    const names = Object.keys(process.env).filter((name) => name.endsWith('_BASE_URL')).sort();
    writeFileSync(process.argv[1], JSON.stringify(names.map((name) => [name, process.env[name]])));
  `;

  it('tells the command where the mock is', async () => {
    const { io, exitCode, seen } = await runScript(WRITE_ENV);
    const [url] = await io.until('err', /http:\/\/127\.0\.0\.1:\d+/);
    expect(exitCode).toBe(0);
    expect(JSON.parse(await seen())).toEqual([
      ['AGENTMC_BASE_URL', `${url}/api/v1`],
      ['AGENTRADIO_BASE_URL', url],
      ['HEARTBEAT_BASE_URL', url],
    ]);
  });

  it('tells it only of the contracts that are served', async () => {
    const io = {
      ...fakeIo(),
      env: { ...process.env, AGENTMC_BASE_URL: 'https://elsewhere.example' },
    };
    const { seen } = await runScript(WRITE_ENV, ['--contract', 'agentradio'], io);
    const names = (JSON.parse(await seen()) as [string, string][]).map(([name]) => name);
    expect(names).toEqual(['AGENTRADIO_BASE_URL', 'HEARTBEAT_BASE_URL']);
  });

  it('leaves standard output to the command', async () => {
    const { io, exitCode } = await runScript(
      `await fetch(process.env.HEARTBEAT_BASE_URL + '/api/shows');`,
      ['--json'],
    );
    expect(exitCode).toBe(0);
    expect(io.written.out).toBe('');
    const events = io.written.err
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).toEqual(['ready', 'exchange']);
  });

  it('passes the exit code on', async () => {
    expect((await runScript('process.exitCode = 0;')).exitCode).toBe(0);
    expect((await runScript('process.exitCode = 7;')).exitCode).toBe(7);
  });

  it.each([
    { signal: 'SIGKILL', exitCode: 137 },
    { signal: 'SIGTERM', exitCode: 143 },
  ])('ends with $exitCode where $signal ended the command', async ({ signal, exitCode }) => {
    const ended = await runScript(`
      process.kill(process.pid, '${signal}');
      setTimeout(() => {}, 20_000);
    `);
    expect(ended.exitCode).toBe(exitCode);
  });

  it('passes signals on to the command and waits for it', async () => {
    const io = fakeIo();
    const ended = runScript(
      `
        const alive = setTimeout(() => {}, 20_000);
        process.on('SIGTERM', () => {
          clearTimeout(alive);
          process.exitCode = 9;
        });
        await fetch(process.env.HEARTBEAT_BASE_URL + '/command-is-up');
      `,
      [],
      io,
    );
    await io.until('err', /command-is-up/);
    io.stop('SIGTERM');
    expect((await ended).exitCode).toBe(9);
  });

  it('leaves Ctrl-C at a terminal, which reaches the command by itself, to the terminal', async () => {
    const io = { ...fakeIo(), terminal: true };
    const ended = runScript(
      `
        setTimeout(() => {}, 20_000);
        await fetch(process.env.HEARTBEAT_BASE_URL + '/command-is-up');
      `,
      [],
      io,
    );
    await io.until('err', /command-is-up/);
    io.stop('SIGINT');
    io.stop('SIGTERM');
    // 130 would say that SIGINT was passed on.
    expect((await ended).exitCode).toBe(143);
  });

  it('does not take options of the command for its own', async () => {
    const io = fakeIo();
    const own = [process.execPath, '-e', 'process.exitCode = 4', '--', '--json', '--port', 'x'];
    expect(await main(['mock', '--port', '0', '--', ...own], io)).toBe(4);
    expect(io.written.err).toMatch(/^heartbeat-kit mock at /);
  });

  it('says where there is no such command, and stops', async () => {
    const io = fakeIo();
    const missing = join(folder, 'missing');
    expect(await main(['mock', '--port', '0', '--', missing], io)).toBe(3);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(io.written.err)?.[0] ?? '';
    expect(io.written.err.trimEnd().split('\n').at(-1)).toBe(
      `heartbeat-kit: cannot start ${missing}: there is no such command`,
    );
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('says where a command may not be run', async () => {
    const io = fakeIo();
    expect(await main(['mock', '--port', '0', '--', folder], io)).toBe(3);
    expect(io.written.err).toContain(`heartbeat-kit: cannot start ${folder}: `);
    expect(io.written.err).not.toMatch(/^ +at /m);
  });
});

describe('secrets', () => {
  const AMC_KEY = 'mca_canary7f3a9c';
  const AR_KEY = 'ar_agent_canary7f3a9c';
  // A key that looks like none; only its place tells that it is one.
  const OTHER_KEY = 'canary7f3a9c-unlike-a-key';

  const requests: { place: string; path: string; headers?: object; body: unknown }[] = [
    {
      place: 'the X-Api-Key header',
      path: AGENTMC,
      headers: { 'x-api-key': AMC_KEY },
      body: examples.agentmc,
    },
    {
      place: 'an X-Api-Key header with an unknown key',
      path: AGENTMC,
      headers: { 'x-api-key': OTHER_KEY },
      body: examples.agentmc,
    },
    {
      place: 'the Authorization header',
      path: AGENTRADIO,
      headers: { authorization: `Bearer ${AR_KEY}` },
      body: examples.agentradio,
    },
    {
      place: 'the body field apiKey',
      path: AGENTRADIO,
      body: { ...examples.agentradio, apiKey: AR_KEY },
    },
    {
      place: 'a body field apiKey with an unknown key',
      path: AGENTRADIO,
      body: { ...examples.agentradio, apiKey: OTHER_KEY },
    },
    {
      place: 'the query string',
      path: `${AGENTRADIO}?apiKey=${AR_KEY}&api_key=${OTHER_KEY}&x=${AMC_KEY}`,
      body: examples.agentradio,
    },
    {
      place: 'the query string, percent-encoded',
      path: `${AGENTRADIO}?x=%61r_agent_canary7f3a9c`,
      body: examples.agentradio,
    },
    { place: 'the path', path: `/v2/${AMC_KEY}/heartbeat`, body: examples.agentmc },
    {
      place: 'values of the telemetry',
      path: AGENTMC,
      headers: { 'x-api-key': AMC_KEY },
      body: {
        ...examples.agentmc,
        meta: { ...examples.agentmc.meta, models: [AMC_KEY], type: AMC_KEY.repeat(40) },
      },
    },
    {
      place: 'names in the telemetry',
      path: AGENTMC,
      headers: { 'x-api-key': AMC_KEY },
      body: {
        ...examples.agentmc,
        meta: { ...examples.agentmc.meta, tool_availability: { [AMC_KEY]: 'yes' } },
      },
    },
    {
      place: 'a field that is refused',
      path: AGENTRADIO,
      headers: { authorization: `Bearer ${AR_KEY}` },
      body: { status: AR_KEY, currentTask: { [AR_KEY]: AR_KEY } },
    },
    {
      place: 'a malformed body',
      path: AGENTRADIO,
      body: `{"status": "online", "apiKey": "${AR_KEY}", "x": ${OTHER_KEY}`,
    },
    {
      place: 'a malformed body with a key in the header',
      path: AGENTMC,
      headers: { 'x-api-key': AMC_KEY },
      body: `${AMC_KEY} {`,
    },
  ];

  it.each([
    { format: 'text', args: [] },
    { format: 'JSON', args: ['--json'] },
  ])('are not told by the $format log, wherever they stand', async ({ args }) => {
    const { io, url } = await startMock(args);
    const leaks: string[] = [];
    for (const { place, path, headers, body } of requests) {
      const before = io.written.out.length;
      await post(url + path, { ...headers }, body);
      const line = io.written.out.slice(before);
      expect(line).toMatch(/POST.*\n$/);
      if (line.includes('canary7f3a9c')) leaks.push(`${place}: ${line}`);
    }
    expect(leaks).toEqual([]);
    expect(io.written.err).toBe('');
  });

  it('are told neither by paths that hold what a terminal would obey', async () => {
    const { io, url } = await startMock();
    const before = io.written.out.length;
    await fetch(`${url}/%1b%5b31m?${AMC_KEY}=%9b`);
    const line = io.written.out.slice(before);
    expect(line).toContain('404');
    // oxlint-disable-next-line no-control-regex
    expect(line.trimEnd()).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
    expect(line).not.toContain('canary7f3a9c');
  });
});
