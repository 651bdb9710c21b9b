import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { ListenOptions } from '../../src/index.ts';
import { START, sendSome, startMock } from '../support/admin.ts';
import { fakeIo, type FakeIo } from '../support/fake-io.ts';

/** A mock that listens, and a function that runs `heartbeat-kit admin` against it. */
async function start(options: ListenOptions = {}) {
  const mock = startMock();
  const { url } = await mock.listen(options);
  const admin = async (...args: string[]) => {
    const io = fakeIo();
    const exitCode = await main(['admin', ...args, '--url', url], io);
    return { exitCode, ...io.written };
  };
  return { mock, url, admin };
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
});
afterEach(() => rm(folder, { recursive: true }));

const done = (out: string) => ({ exitCode: 0, out, err: '' });
const refused = (says: string) => ({ exitCode: 2, out: '', err: `heartbeat-kit: ${says}\n` });

describe('what is shown', () => {
  it('is the state, as JSON', async () => {
    const { admin, mock } = await start();
    const { exitCode, out } = await admin('state');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(mock.state())));
  });

  it('is which scenarios there are, and which one runs', async () => {
    const { admin, mock } = await start();
    mock.play('outage');
    const { out } = await admin('scenarios');
    expect(out).toMatch(/^\* outage +Everything is answered with 503 .* \(now: down\)$/m);
    expect(out).toMatch(/^ {2}flaky +A third of all requests/m);
    expect(JSON.parse((await admin('scenarios', '--json')).out)).toEqual(mock.scenarios());
  });

  it('is what passed, as a person, a program or a browser reads it', async () => {
    const { admin, mock } = await start();
    await sendSome((path, init) => mock.fetch(`http://mock.test${path}`, init));
    const { out } = await admin('requests');
    expect(out.trimEnd().split('\n')).toEqual([
      '13:13:00 POST /api/heartbeat 200',
      expect.stringMatching(/^13:13:00 POST \/api\/heartbeat 400 {2}The status field must be/),
      '13:13:00 GET /api/shows 200',
      '13:13:00 GET /v9/heartbeat 404',
    ]);
    const some = await admin('requests', '--status', '4xx', '--limit', '1');
    expect(some).toEqual(done('13:13:00 GET /v9/heartbeat 404\n'));
    expect(await admin('requests', '--operation', 'shows')).toEqual(
      done('13:13:00 GET /api/shows 200\n'),
    );
    expect(await admin('requests', '--path', '/v9/*', '--method', 'GET')).toEqual(
      done('13:13:00 GET /v9/heartbeat 404\n'),
    );
    const lines = (await admin('requests', '--format', 'ndjson', '--status', '404')).out;
    expect(JSON.parse(lines)).toMatchObject({ id: 4 });
    const har = JSON.parse((await admin('requests', '--format', 'har')).out) as object;
    expect(har).toMatchObject({ log: { version: '1.2', entries: { length: 4 } } });
    const json = JSON.parse((await admin('requests', '--json', '--limit', '2')).out) as object;
    expect(json).toMatchObject({ length: 2 });
  });
});

describe('what is put on', () => {
  it('is a scenario', async () => {
    const { admin, mock } = await start();
    expect(await admin('scenario', 'outage')).toEqual(
      done('Scenario outage runs, in state down.\n'),
    );
    expect(await admin('scenario', 'outage', '--state', 'well')).toEqual(
      done('Scenario outage runs, in state well.\n'),
    );
    expect(await admin('scenario', 'none')).toEqual(done('No scenario runs.\n'));
    expect(mock.scenarios().every(({ state }) => state === null)).toBe(true);
    expect((await admin('scenario', 'outtage')).err).toMatch(
      /no scenario "outtage"; there is .*outage/,
    );
  });

  it('are faults, from the command line or from files', async () => {
    const { admin, mock } = await start();
    const yaml = join(folder, 'faults.yaml');
    await writeFile(yaml, 'rules:\n  - on: heartbeat\n    reply: { delay: 2s }\n');
    expect((await admin('faults', 'set', yaml)).exitCode).toBe(0);
    expect(mock.faults).toEqual([{ on: { operation: ['heartbeat'] }, reply: { delay: 2000 } }]);
    const json = join(folder, 'faults.json');
    await writeFile(json, '[{"reply":{"status":503}}]');
    await admin('faults', 'set', json);
    expect(mock.faults).toEqual([{ reply: { status: 503 } }]);
    const { out } = await admin('faults', 'set', '[{"reply":{"fault":"EMPTY_RESPONSE"}}]');
    expect(JSON.parse(out)).toEqual({ rules: [{ reply: { fault: 'EMPTY_RESPONSE' } }] });
    expect((await admin('faults')).out).toBe(out);
    expect((await admin('faults', 'get')).out).toBe(out);
    expect(await admin('faults', 'clear')).toEqual(done(''));
    expect(mock.faults).toEqual([]);
  });

  it('is a rate limit', async () => {
    const { admin, mock } = await start();
    const { exitCode } = await admin('rate-limit', 'set', '{"requests": 5, "window": "1m"}');
    expect(exitCode).toBe(0);
    expect(mock.limit).toEqual({ kind: 'fixed', requests: 5, window: 60_000 });
    const { out } = await admin('rate-limit');
    await admin('rate-limit', 'clear');
    expect(mock.limit).toBeUndefined();
    // What is printed can be given back.
    await admin('rate-limit', 'set', out);
    expect(mock.limit).toEqual({ kind: 'fixed', requests: 5, window: 60_000 });
  });

  it('has to be as it should', async () => {
    const { admin } = await start();
    expect(await admin('faults', 'set', '[{"reply":{"dely":"2s"}}]')).toEqual(
      refused('rules.0.reply.dely: no such key is known here; remove it, or correct its spelling.'),
    );
    const missing = join(folder, 'missing.yaml');
    expect(await admin('faults', 'set', missing)).toEqual(
      refused(`there is no file ${missing} to read`),
    );
    const broken = await admin('rate-limit', 'set', '{"requests": ');
    expect(broken.exitCode).toBe(2);
    expect(broken.err).toMatch(/^heartbeat-kit: what was given is neither JSON nor YAML: .*\n$/);
  });
});

it('steers the clock', async () => {
  const { admin, mock } = await start();
  expect(await admin('clock')).toEqual(done(`${START}, scale 1\n`));
  expect(await admin('clock', 'get')).toEqual(done(`${START}, scale 1\n`));
  expect((await admin('clock', 'set', '2026-06-01')).out).toBe(
    '2026-06-01T00:00:00.000Z, scale 1\n',
  );
  expect((await admin('clock', 'advance', '1h30m')).out).toMatch(/^2026-06-01T01:30:00/);
  expect((await admin('clock', 'scale', '60')).out).toMatch(/, scale 60\n$/);
  expect((await admin('clock', 'freeze')).out).toMatch(/, frozen\n$/);
  expect(JSON.parse((await admin('clock', '--json')).out)).toEqual({
    now: '2026-06-01T01:30:00.000Z',
    scale: 0,
  });
  expect(mock.clock.state.scale).toBe(0);
  expect((await admin('clock', 'set', 'soon')).exitCode).toBe(2);
  expect((await admin('clock', 'advance', '5')).err).toContain('such as 200ms, 5s');
  expect((await admin('clock', 'scale', '-1')).exitCode).toBe(2);
});

describe('waiting', () => {
  it('ends with 0 where enough has passed', async () => {
    const { admin, mock } = await start();
    await sendSome((path, init) => mock.fetch(`http://mock.test${path}`, init));
    const args = ['wait', '--count', '2', '--method', 'POST'];
    expect((await admin(...args)).out.match(/POST/g)).toHaveLength(2);
    expect(JSON.parse((await admin(...args, '--json')).out)).toMatchObject({ satisfied: true });
  });

  it('ends with 1 where it has not in time', async () => {
    const { admin } = await start();
    expect(await admin('wait', '--count', '2', '--timeout', '1')).toEqual({
      exitCode: 1,
      out: '',
      err: 'heartbeat-kit: 0 of 2 requests came within 1 ms\n',
    });
  });
});

it('makes, lists and ends sessions, and looks into them', async () => {
  const { admin, mock, url } = await start();
  expect(
    await admin('sessions', 'new', '--id', 'a', '--scenario', 'outage', '--seed', '7'),
  ).toEqual(
    done(
      [
        'Session a',
        `  agentmc  ${url}/__sessions/a/api/v1`,
        `  agentradio  ${url}/__sessions/a`,
        `  control API  ${url}/__sessions/a/__admin`,
        '',
      ].join('\n'),
    ),
  );
  expect(mock.sessions()[0]?.seed).toBe(7);
  expect(await admin('sessions')).toEqual(done(`a  /__sessions/a  ${START}\n`));
  await admin('clock', 'set', '2026-06-01', '--session', 'a');
  expect((await admin('sessions', 'list')).out).toContain('2026-06-01');
  expect(mock.clock.state.now).toBe(Date.parse(START));
  expect(await admin('sessions', 'end', 'a')).toEqual(done('Session a has ended.\n'));
  expect((await admin('sessions', 'end', 'a')).exitCode).toBe(2);
  expect((await admin('clock', '--session', 'a')).err).toContain('There is no such session');
  expect(await admin('sessions')).toEqual(done(''));
});

it('saves how things stand, here and in a file, and goes back to it', async () => {
  const { admin, mock } = await start();
  await sendSome((path, init) => mock.fetch(`http://mock.test${path}`, init));
  const state = mock.state();
  const file = join(folder, 'state.json');
  expect(await admin('snapshot', 'save', 'here', '--file', file)).toEqual(
    done(`Saved as here and in ${file}.\n`),
  );
  expect((await admin('snapshot')).out).toMatch(/^here {2}\d{4}-\d\d-\d\dT/);
  mock.reset();
  expect(await admin('snapshot', 'restore', 'here')).toEqual(done('Gone back to here.\n'));
  expect(mock.state()).toEqual(state);
  mock.reset();
  expect(await admin('snapshot', 'load', file)).toEqual(done(`Gone back to ${file}.\n`));
  expect(mock.state()).toEqual(state);
  expect(await admin('snapshot', 'delete', 'here')).toEqual(done('here is forgotten.\n'));
  expect(await admin('snapshot', 'restore', 'here')).toEqual(
    refused('There is no snapshot of that name; there is loaded.'),
  );
  await writeFile(file, '{"format":"har"}');
  expect((await admin('snapshot', 'load', file)).err).toContain('this is no snapshot');
  expect((await admin('snapshot', 'load', `${file}x`)).err).toContain('no such snapshot file');
});

it('goes back to the beginning', async () => {
  const { admin, mock } = await start();
  await sendSome((path, init) => mock.fetch(`http://mock.test${path}`, init));
  expect(await admin('reset')).toEqual(done('All is as it was at the beginning.\n'));
  expect(mock.journal.size).toBe(0);
});

describe('stop', () => {
  /** Runs `heartbeat-kit mock` in this process. */
  async function run(args: readonly string[], io: FakeIo = fakeIo()) {
    const exitCode = main(['mock', '--port', '0', ...args], io);
    onTestFinished(async () => {
      io.stop();
      await exitCode;
    });
    const stream = args.includes('--') ? 'err' : 'out';
    const [url] = await io.until(stream, /http:\/\/127\.0\.0\.1:\d+/);
    return { io, url, exitCode };
  }

  it('ends the mock', async () => {
    const { url, exitCode } = await run([]);
    const io = fakeIo();
    expect(await main(['admin', 'stop', '--url', url], io)).toBe(0);
    expect(io.written.out).toBe('The mock ends.\n');
    expect(await exitCode).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('ends no mock that a command runs against', async () => {
    const io = fakeIo();
    const script = 'setTimeout(() => {}, 20_000)';
    const { url, exitCode } = await run(['--', process.execPath, '-e', script], io);
    const asking = fakeIo();
    expect(await main(['admin', 'stop', '--url', url], asking)).toBe(2);
    expect(asking.written.err).toContain('cannot be ended from outside');
    io.stop('SIGTERM');
    expect(await exitCode).toBe(143);
  });

  it('ends none that a program holds', async () => {
    const { admin } = await start();
    const { exitCode, err } = await admin('stop');
    expect([exitCode, err]).toEqual([2, expect.stringContaining('cannot be ended from outside')]);
  });

  it('needs the token that is printed where others can connect', async () => {
    const { io, url } = await run(['--host', '0.0.0.0']);
    const [, token = ''] = await io.until('err', /asks for the token (\S+)\n/);
    const asking = fakeIo();
    expect(await main(['admin', 'clock', '--url', url], asking)).toBe(2);
    expect(asking.written.err).toContain('needs its bearer token');
    expect(await main(['admin', 'clock', '--url', url, '--token', token], fakeIo())).toBe(0);
    const known = { ...fakeIo(), env: { HEARTBEAT_ADMIN_TOKEN: token, HEARTBEAT_ADMIN_URL: url } };
    expect(await main(['admin', 'clock'], known)).toBe(0);
    expect(io.written.out + asking.written.err).not.toContain(token);
  });

  it('goes by the token of the environment, and does not print it', async () => {
    const env = { HEARTBEAT_ADMIN_TOKEN: 'canary7f3a9c' };
    const { io, url } = await run(['--host', '0.0.0.0'], { ...fakeIo(), env });
    expect(await main(['admin', 'clock', '--url', url], { ...fakeIo(), env })).toBe(0);
    expect(await main(['admin', 'clock', '--url', url], fakeIo())).toBe(2);
    expect(JSON.stringify(io.written)).not.toContain('canary7f3a9c');
  });
});

describe('usage', () => {
  it('shows what there is', async () => {
    const io = fakeIo();
    expect(await main(['admin', '--help'], io)).toBe(0);
    for (const name of ['state', 'scenarios', 'clock', 'requests', 'wait', 'faults', 'stop']) {
      expect(io.written.out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
  });

  it.each([
    [['admin'], 'Usage: heartbeat-kit admin'],
    [['admin', 'sate'], "'sate'"],
    [['admin', 'clock', 'sett'], "too many arguments for 'get'"],
    [['admin', 'state', '--url', 'localhost'], 'http://127.0.0.1:4010'],
    [['admin', 'requests', '--format', 'csv'], 'pretty, ndjson, har'],
    [['admin', 'requests', '--limit', '0'], 'at least 1'],
    [['admin', 'wait'], '--count'],
    [['admin', 'state', '--tokn=canary7f3a9c'], "'--tokn'"],
  ])('%j is refused with 2', async (args, says) => {
    const io = fakeIo();
    expect(await main(args, io)).toBe(2);
    expect(io.written.err).toContain(says);
    expect(io.written.err).not.toContain('canary7f3a9c');
    expect(io.written.out).toBe('');
  });

  it('says in one line where nothing answers', async () => {
    const { mock, url, admin } = await start();
    await mock.close();
    expect(await admin('state')).toEqual({
      exitCode: 3,
      out: '',
      err: `heartbeat-kit: no mock answers at ${url} (ECONNREFUSED); start one with "heartbeat-kit mock", or say where it is with --url\n`,
    });
  });

  it('says where the environment names no URL', async () => {
    const io = { ...fakeIo(), env: { HEARTBEAT_ADMIN_URL: 'here' } };
    expect(await main(['admin', 'state'], io)).toBe(2);
    expect(io.written.err).toBe(
      'heartbeat-kit: HEARTBEAT_ADMIN_URL must be a URL such as http://127.0.0.1:4010\n',
    );
  });

  it('may say in the config file where the mock is, and which session is meant', async () => {
    const { mock, url } = await start();
    mock.session({ id: 'mine', scenario: 'outage' });
    const file = join(folder, 'heartbeat-kit.config.yaml');
    await writeFile(file, `admin: { url: '${url}', session: mine }\n`);
    const io = { ...fakeIo(), cwd: folder };
    expect(await main(['admin', 'scenarios'], io)).toBe(0);
    expect(io.written.out).toMatch(/^\* outage /m);
    const other = { ...fakeIo(), cwd: folder };
    expect(await main(['admin', '--no-config', '--url', url, 'scenarios'], other)).toBe(0);
    expect(other.written.out).not.toMatch(/^\* /m);
    await writeFile(file, 'admin:\n  url: here\n');
    const wrong = { ...fakeIo(), cwd: folder };
    expect(await main(['admin', 'state'], wrong)).toBe(2);
    expect(wrong.written.err).toContain('heartbeat-kit.config.yaml:2: admin.url: must be a URL');
  });
});
