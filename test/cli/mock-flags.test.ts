import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMock, manualClock } from '../../src/index.ts';
import { main } from '../../src/cli/main.ts';
import { fakeIo } from '../support/fake-io.ts';
import { examples } from '../support/heartbeats.ts';
import { startMock } from '../support/mock-command.ts';

const KEY = { 'x-api-key': 'mca_canary7f3a9c' };

const BEAT = {
  method: 'POST',
  headers: { 'content-type': 'application/json', ...KEY },
  body: JSON.stringify(examples.agentmc),
};

function heartbeat(url: string, headers: Record<string, string> = KEY): Promise<Response> {
  return fetch(`${url}/api/v1/agents/heartbeat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(examples.agentmc),
  });
}

async function scenarioFile(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('--scenario', () => {
  it('puts a scenario of the library on', async () => {
    const { io, url } = await startMock(['--scenario', 'outage']);
    expect(io.written.out).toMatch(/^ +scenario +outage: ./m);
    const { status, headers } = await heartbeat(url);
    expect([status, headers.get('x-mock-simulated')]).toEqual([503, 'outage']);
    await io.until('out', /POST \/api\/v1\/agents\/heartbeat 503 {2}simulated: outage\n/);
  });

  it('puts one of your own on, and tells what it does to each request', async () => {
    const file = await scenarioFile(
      'tea-time.yaml',
      `title: There is tea.
states:
  tea:
    rules:
      - times: 1
        reply: {status: 418, delay: 20ms}
      - reply: {fault: EMPTY_RESPONSE}
`,
    );
    const { io, url } = await startMock(['--scenario', file]);
    expect(io.written.out).toMatch(/^ +scenario +tea-time: There is tea\.$/m);
    expect((await heartbeat(url)).status).toBe(418);
    await expect(heartbeat(url)).rejects.toThrow('fetch failed');
    expect(io.written.out).toMatch(/ 418 {2}simulated: tea-time delay: 20ms\n/);
    expect(io.written.out).toMatch(/simulated: tea-time fault: EMPTY_RESPONSE\n$/);
  });

  it('names file and line of what is wrong in it: 2', async () => {
    const file = await scenarioFile('bad.yaml', 'title: Bad\nstates:\n  on:\n    rulez: []\n');
    const io = fakeIo();
    expect(await main(['mock', '--port', '0', '--scenario', file], io)).toBe(2);
    expect(io.written.out).toBe('');
    expect(io.written.err).toMatch(/^heartbeat-kit: .*bad\.yaml:4: states\.on\.rulez: no such key/);
  });

  it.each([
    { args: ['--scenario', 'outrage'], says: /--scenario must be .*outage.*, not "outrage"/ },
    {
      args: ['--scenario', 'live-show', '-c', 'agentmc'],
      says: /--scenario must be a file\.yaml or one of (?!.*live-show, ).*not "live-show"/,
    },
    { args: ['--scenario', './none.yaml'], says: /none\.yaml: there is no such scenario file/ },
    { args: ['--rate-limit', '60'], says: /--rate-limit.*as in 60\/1m/ },
    { args: ['--time', 'noon'], says: /--time.*a date, or a time with its zone/ },
    { args: ['--time', '2026-05-18T16:00:00'], says: /--time.*with its zone/ },
    { args: ['--time', '2026-02-30'], says: /--time.*a date/ },
    { args: ['--time-scale', 'fast'], says: /--time-scale.*a number from 0/ },
    { args: ['--time-scale', '-1'], says: /--time-scale.*a number from 0/ },
    {
      args: ['--time-scale', '2', '--freeze'],
      says: /--time-scale.*cannot be used with.*--freeze/,
    },
    { args: ['--journal', '0'], says: /--journal.*at least 1/ },
  ])('$args: 2, and how to mend it', async ({ args, says }) => {
    const io = fakeIo();
    expect(await main(['mock', '--port', '0', ...args], io)).toBe(2);
    expect(io.written.out).toBe('');
    expect(io.written.err).toMatch(says);
    expect(io.written.err).not.toMatch(/^ +at /m);
  });
});

describe('--rate-limit', () => {
  it('refuses what is too much, and says when to come back', async () => {
    const limit = ['--rate-limit', '1/1m,sliding,headers=draft+legacy,retry-after=date'];
    const { io, url } = await startMock([...limit, '--time', '2026-05-18T16:00:00Z', '--freeze']);
    expect(io.written.out).toMatch(/^ +limit +1\/1m,sliding,headers=draft\+legacy,/m);
    const first = await heartbeat(url);
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit')).toBe('"default";r=0;t=60');
    expect(first.headers.get('x-ratelimit-limit')).toBe('1');
    const second = await heartbeat(url);
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('Mon, 18 May 2026 16:01:00 GMT');
    expect((await heartbeat(url, { 'x-api-key': 'mca_another' })).status).toBe(200);
  });
});

describe('the clock', () => {
  it('starts where --time says and stands still with --freeze', async () => {
    const { io, url } = await startMock(['--time', '2026-05-18T18:00:00+02:00', '--freeze']);
    expect(io.written.out).toMatch(/^ +time +2026-05-18T16:00:00\.000Z, standing still$/m);
    for (const _ of [1, 2]) {
      expect((await fetch(url)).headers.get('date')).toBe('Mon, 18 May 2026 16:00:00 GMT');
    }
  });

  it('runs as fast as --time-scale says', async () => {
    const args = ['--time', '2026-05-18', '--time-scale', '1000000', '--json'];
    const { io, url } = await startMock(args);
    const [line = ''] = io.written.out.split('\n', 1);
    expect(JSON.parse(line)).toMatchObject({ event: 'ready', clock: { scale: 1_000_000 } });
    // An hour on it are 4 ms of the machine's time.
    await expect
      .poll(async () => Date.parse((await fetch(url)).headers.get('date') ?? ''))
      .toBeGreaterThan(Date.parse('2026-05-18T01:00:00Z'));
  });

  it('is the one of the machine where nothing is said', async () => {
    const { io } = await startMock();
    expect(io.written.out).toMatch(/^ +time +the machine's; --time, --time-scale and --freeze/m);
    expect(io.written.out).toMatch(/^ +scenario +none; /m);
    expect(io.written.out).toMatch(/^ +limit +none; /m);
  });
});

describe('other flags', () => {
  it('--no-prefer leaves the Prefer header alone', async () => {
    const asking = { ...KEY, prefer: 'code=418' };
    const heeding = await startMock();
    expect((await heartbeat(heeding.url, asking)).status).toBe(418);
    const deaf = await startMock(['--no-prefer']);
    expect((await heartbeat(deaf.url, asking)).status).toBe(200);
  });

  it('requests may ask for scenarios by name', async () => {
    const { url } = await startMock();
    expect((await heartbeat(url, { ...KEY, prefer: 'scenario=outage' })).status).toBe(503);
  });

  it('--no-labels keeps answers from telling that they are put on', async () => {
    const { io, url } = await startMock(['--no-labels', '--scenario', 'outage']);
    const { status, headers } = await heartbeat(url);
    expect([status, headers.has('x-mock-simulated')]).toEqual([503, false]);
    expect(io.written.out).toContain('simulated: outage');
  });

  it('--json tells how the mock is set up, and what was done to a request', async () => {
    const args = ['--json', '--scenario', 'outage', '--rate-limit', '5/1s'];
    const { io, url } = await startMock([...args, '--time', '2026-05-18T16:00:00Z']);
    await heartbeat(url, { ...KEY, prefer: 'delay=5ms' });
    await expect(heartbeat(url, { ...KEY, prefer: 'fault=EMPTY_RESPONSE' })).rejects.toThrow(
      'fetch failed',
    );
    const lines = io.written.out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        event: 'ready',
        scenario: 'outage',
        limit: { kind: 'fixed', requests: 5, window: 1000 },
        clock: { now: expect.stringMatching(/^2026-05-18T16:0/), scale: 1 },
        canaryUrl: expect.stringMatching(/^http:/) as unknown,
      },
      { event: 'exchange', delay: 5, status: 200 },
      { event: 'exchange', fault: 'EMPTY_RESPONSE' },
    ]);
    expect(io.written.out).not.toContain('canary7f3a9c');
  });

  it('says to a command what scenario runs, in one line more', async () => {
    const io = fakeIo();
    const own = [process.execPath, '-e', ''];
    await main(['mock', '--port', '0', '--scenario', 'outage', '--', ...own], io);
    expect(io.written.err).toMatch(/^heartbeat-kit mock at \S+\nscenario outage: .*\n$/);
  });
});

describe('--state', () => {
  it('goes on where a snapshot was saved', async () => {
    const saved = createMock();
    const first = await saved.fetch('http://mock.test/api/v1/agents/heartbeat', BEAT);
    const { host } = (await first.json()) as { host: { id: number; created_at: string } };
    const file = await scenarioFile('state.json', JSON.stringify(saved.save()));
    const { url } = await startMock(['--state', file]);
    const second = await fetch(`${url}/api/v1/agents/heartbeat`, BEAT);
    expect(await second.json()).toMatchObject({
      host: { id: host.id, created_at: host.created_at, agents_total: 1 },
    });
  });

  it('tells what holds then, and lets flags have the last word', async () => {
    const saved = createMock({ clock: manualClock('2026-05-18T16:00:00Z'), scenario: 'outage' });
    const file = await scenarioFile('state.json', JSON.stringify(saved.save()));
    const { io, url } = await startMock(['--state', file]);
    expect(io.written.out).toMatch(/^ +scenario +outage: /m);
    expect(io.written.out).toContain('2026-05-18T16:00');
    expect((await fetch(`${url}/api/shows`)).status).toBe(503);
    const { io: other, url: second } = await startMock([
      '--state',
      file,
      '--scenario',
      'happy',
      '--time',
      '2030-01-01T00:00:00Z',
    ]);
    expect(other.written.out).toMatch(/^ +scenario +happy: /m);
    const response = await fetch(`${second}/api/shows`);
    expect(response.status).toBe(200);
    expect(response.headers.get('date')).toContain('01 Jan 2030');
  });

  it.each([
    ['nothing', undefined, /state\.json: there is no such snapshot file/],
    ['no JSON', '{', /state\.json(?::\d+)?: this is not JSON/],
    [
      'something else',
      '{"format":"har"}',
      /state\.json: format: must be "heartbeat-kit\/snapshot@1"/,
    ],
  ])('names a file that holds %s: 2', async (_, text, says) => {
    const file = await scenarioFile('state.json', text ?? '');
    if (text === undefined) await rm(file);
    const io = fakeIo();
    expect(await main(['mock', '--port', '0', '--state', file], io)).toBe(2);
    expect(io.written.err).toMatch(says);
    expect(io.written.err).not.toContain('    at ');
  });
});

it('tells of the requests of sessions too, and of which one', async () => {
  const { io, url } = await startMock();
  const made = await fetch(`${url}/__admin/sessions`, { method: 'POST', body: '{"id":"mine"}' });
  const { baseUrls } = (await made.json()) as { baseUrls: { agentradio: string } };
  await fetch(`${baseUrls.agentradio}/api/shows`);
  await expect(io.until('out', /\[mine\] GET \/api\/shows 200\n/)).resolves.toBeDefined();
});
