import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { ClientReport } from '../../src/index.ts';
import { fakeIo, type FakeIo } from '../support/fake-io.ts';
import { root } from '../support/processes.ts';

const TINY = `${root}test/support/tiny-client.mjs`;
/** The keys that clients are given. */
const KEY = /mca_\w+_check/;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'check-client-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Runs `heartbeat-kit check client`. */
async function check(args: readonly string[], io: FakeIo = fakeIo(), env: object = {}) {
  const code = await main(['check', 'client', ...args], { ...io, env: { ...process.env, ...env } });
  return { code, ...io.written };
}

/**
 * Arguments for a client that reports ten times a second, in real time. The interval is what it would
 * have at the rarest, so that a busy machine has time enough.
 */
function tiny(...more: readonly string[]): string[] {
  const common = ['-c', 'agentmc', '--interval', '5s', '--for', '40s'];
  return [...common, '--scenario', 'steady', ...more];
}

const well = ['--', process.execPath, TINY];

describe('heartbeat-kit check client', () => {
  it('says for each requirement whether the client keeps it, and ends with 0', async () => {
    const { code, out } = await check(tiny(...well));
    expect(out).toContain(`AgentMC heartbeat: ${process.execPath} ${TINY}`);
    expect(out).toMatch(/^pass +AMC-C-001 +must +document +The body of every heartbeat/m);
    expect(out).toMatch(
      /^ +AMC-C-008 +assumed nobody came for rate-limited-date|no scenario of this/m,
    );
    expect(out).toMatch(/^steady +\|[ o]{60}\| 0:00:\d\d$/m);
    expect(out).toContain('The client keeps the contract, as far as it was seen.');
    expect(code).toBe(0);
  });

  it('tells of a failure what came, and what should have come, and ends with 1', async () => {
    const { code, out } = await check(tiny(...well, 'text'));
    const [, details = ''] = out.split(/^FAIL +AMC-C-002 \(must, document\)$/m);
    expect(details).toContain('steady: 6 of 6 heartbeats do not: content-type is text/plain');
    expect(details).toMatch(/^ +> +0:00:\d\d +POST +\/api\/v1\/agents\/heartbeat +200/m);
    expect(details).toContain('The client does not keep the contract (level must).');
    expect(code).toBe(1);
  });

  it('fills in addresses and keys where the client takes no variables', async () => {
    const args = [...tiny(...well, 'well', '{baseUrl}', '{apiKey}')];
    const { code } = await check(args, fakeIo(), { AGENTMC_BASE_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(0);
  });

  it('passes nothing of a client that dies at once, and tells what it wrote', async () => {
    const args = tiny(...well, 'dies');
    const { code, out } = await check(args);
    expect(code).toBe(1);
    expect(out).toMatch(/inconclusive: the client sent nothing and ended: exit code 7$/m);
    expect(out).toContain('The client ended by itself (exit code 7) in steady');
    expect(out).toContain('cannot sign in with $HEARTBEAT_API_KEY');
    expect(out).toContain('There is no verdict: nothing could be seen to hold.');
    expect(out).not.toMatch(KEY);
    const allowed = await check(['--allow-inconclusive', ...args]);
    expect(allowed.code).toBe(0);
  });

  it('tells the signal that ended a client', async () => {
    const { code, out } = await check(tiny(...well, 'crashes'));
    expect(code).toBe(1);
    expect(out).toContain('The client ended by itself (it was ended by SIGKILL) in steady');
  });

  it('ends with 3 where the command cannot be started', async () => {
    const { code, err } = await check(tiny('--', '/no/such/client'));
    expect(err).toContain('cannot start /no/such/client: there is no such command');
    expect(code).toBe(3);
  });

  it('keeps what the client writes, by scenario and without keys', async () => {
    const output = await folder();
    await check(tiny('--output', output, ...well));
    expect(await readdir(output)).toEqual(['steady']);
    const text = await readFile(join(output, 'steady/stdout.log'), 'utf8');
    expect(text).toContain('"says":"hello","key":"$HEARTBEAT_API_KEY"');
    expect(text).not.toMatch(KEY);
  });

  it('leaves other files alone that lie where it writes', async () => {
    const output = await folder();
    await mkdir(join(output, 'steady'));
    await writeFile(join(output, 'steady/index.ts'), 'mine');
    await check(tiny('--output', output, ...well));
    expect(await readFile(join(output, 'steady/index.ts'), 'utf8')).toBe('mine');
  });

  it.each([
    ['a file', join(root, 'package.json')],
    ['what is below a file', join(root, 'package.json/below')],
  ])('refuses to write into %s before anything is started', async (_, output) => {
    const { code, err } = await check(tiny('--output', output, ...well));
    expect(err).toContain(`--output ${output} is no folder to write into`);
    expect(code).toBe(2);
  });

  it('lets no proxy see what is sent to the mock', async () => {
    const env = {
      HTTP_PROXY: 'http://127.0.0.1:9',
      NODE_USE_ENV_PROXY: '1',
      NO_PROXY: 'example.com',
    };
    const args = tiny('--', process.execPath, '-p', 'process.env.NO_PROXY + process.env.no_proxy');
    const { out } = await check([...args], fakeIo(), env);
    expect(out).toContain('example.com,127.0.0.1,localhostexample.com,127.0.0.1,localhost');
  });

  it('reports as JSON, with a timeline and without keys', async () => {
    const { out } = await check(tiny('--reporter', 'json', ...well));
    const report = JSON.parse(out) as ClientReport;
    expect(report).toMatchObject({
      format: 'heartbeat-kit/client-report@1',
      verdict: 'pass',
      interrupted: false,
      scenarios: [{ name: 'steady', rate: 1 }],
    });
    const { timeline = [] } = report.scenarios[0] ?? {};
    expect(timeline).toHaveLength(6);
    expect(timeline[0]).toMatchObject({ method: 'POST', outcome: 'accepted', answer: '200' });
    expect(out).not.toMatch(KEY);
  });

  it('goes on in real time where time cannot pass faster, and says so', async () => {
    const args = ['-c', 'agentmc', '--interval', '5s', '--scenario', 'steady', ...well];
    const { code, out } = await check(args, fakeIo(), { HEARTBEAT_FAKETIME: '/no/such/library' });
    expect(out).toContain(
      'note: /no/such/library, which HEARTBEAT_FAKETIME names, cannot be read. So each scenario has 5m of real time (--for gives more)',
    );
    expect(code).toBe(0);
  });

  it('stops the client and all that it started when it is stopped, and judges what it saw', async () => {
    const file = join(await folder(), 'pid');
    const io = fakeIo();
    const running = check(
      [
        '-c',
        'agentmc',
        '--interval',
        '10s',
        '--for',
        '10m',
        '--scenario',
        'hang',
        ...well,
        'family',
      ],
      io,
      { PID_FILE: file },
    );
    const pid = Number(await until(() => readFile(file, 'utf8').catch(() => '')));
    io.stop();
    const { code, out } = await running;
    expect(code).toBe(1);
    expect(out).toContain('There is no verdict: the run was stopped.');
    expect(out).toContain('note: The run was stopped; this is what was seen until then.');
    expect(await isAlive(pid)).toBe(false);
  });

  it('takes what the config file says', async () => {
    const cwd = await folder();
    await writeFile(
      join(cwd, 'heartbeat-kit.config.yaml'),
      'checkClient:\n  contract: agentmc\n  interval: 5s\n  for: 40s\n  scenario: [steady]\n  only: AMC-C-002\n',
    );
    const { code, out } = await check(well, { ...fakeIo(), cwd });
    expect(out).toContain('1 passed, 0 failed, 0 inconclusive');
    expect(code).toBe(0);
  });

  it.each([
    [[], 'give the contract with --contract: agentmc, agentradio'],
    [
      ['-c', 'nope', '--', 'x'],
      '--contract names no contract "nope"; there is agentmc, agentradio',
    ],
    [['-c', 'agentmc'], 'there is no client to check: give its command after --, or --attach'],
    [['-c', 'agentmc', '--'], 'there is no command after --'],
    [['-c', 'agentmc', 'python', 'a.py'], 'put -- in front of the command: -- python a.py'],
    [['-c', 'agentmc', '--attach', '--', 'x'], '--attach starts no client'],
    [['-c', 'agentmc', '--attach', '--jobs', '2'], '--jobs is of no use with --attach'],
    [['-c', 'agentmc', '--attach', '--time-scale', '2'], '--time-scale is of no use with --attach'],
    [['-c', 'agentradio', '--', 'x'], 'give --state, what the agent is doing'],
    [['-c', 'agentmc', '--state', 'idle', '--', 'x'], 'agents of agentmc have no state'],
    [['-c', 'agentradio', '--state', 'asleep', '--', 'x'], "'asleep' is invalid"],
    [
      ['-c', 'agentradio', '--state', 'idle', '--interval', '1m', '--', 'x'],
      '--interval is of no use',
    ],
    [['-c', 'agentmc', '--interval', 'soon', '--', 'x'], 'It must be a number with a unit'],
    [['-c', 'agentmc', '--for', '0s', '--', 'x'], 'It must be a number with a unit'],
    [['-c', 'agentmc', '--for', '1m', '--time-scale', '2', '--', 'x'], 'cannot be used with'],
    [['-c', 'agentmc', '--time-scale', '0.5', '--', 'x'], 'It must be a number from 1 to 1000'],
    [['-c', 'agentmc', '--only', 'AMC-S-001', '--', 'x'], '--only AMC-S-001 fits no requirement'],
    [
      ['-c', 'agentmc', '--scenario', 'steedy', '--', 'x'],
      '--scenario names no scenario "steedy"; there is empty-answer,',
    ],
    [['-c', 'agentmc', '--home', 'x.json', '--', 'x'], 'x.json: there is no such file to read'],
  ])('refuses %j, and ends with 2', async (args, message) => {
    const { code, err } = await check(args);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });
});

/** Waits until something is there. */
async function until(read: () => Promise<string>): Promise<string> {
  for (;;) {
    const text = await read();
    if (text !== '') return text;
    await new Promise(setImmediate);
  }
}

/** One that nobody has taken note of since it ended is not alive. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat !== undefined) return !/\) [ZX] /.test(stat);
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
