import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Environment } from '../../src/conformance/client/faketime-environment.ts';
import { createFakeTime, type FakeTime } from '../../src/conformance/client/faketime.ts';
import { findFaketime, type Faketime } from '../../src/conformance/client/find-faketime.ts';
import { neverWaking, unfakeable } from '../../src/conformance/client/unfakeable.ts';
import { startInTest } from '../support/processes.ts';
import { writeStaticProgram } from './support/static-program.ts';

const SECOND = 1000;
/** Real milliseconds that a fast report takes: a process or two, and a connection. */
const NETWORK = 200;
/** Real milliseconds that a busy machine may take longer. */
const PATIENCE = 2 * SECOND;

let found: Faketime;
beforeAll(async () => {
  const result = await findFaketime(process.env);
  if ('why' in result) throw new Error(`${result.why} ${result.cure}`);
  found = result;
});

/** What a client is told, one report after the other. */
const STEPS = [
  { rate: 1, seconds: 0.1 },
  { rate: 40, seconds: 20 },
  { rate: 40, seconds: 4 },
  { rate: 240, seconds: 120 },
  { rate: 240, seconds: 24 },
  { rate: 40, seconds: 4 },
  { rate: 1, seconds: 0.1 },
  { rate: 1, seconds: 0.1 },
  { rate: 240, seconds: 60 },
  { rate: 1, seconds: 0.1 },
];

describe.each([
  { name: 'Node', program: process.execPath, file: 'clock.mjs', hasMonotonic: true },
  { name: 'Python', program: 'python3', file: 'clock.py', hasMonotonic: true },
  { name: 'bash', program: 'bash', file: 'clock.sh', hasMonotonic: false },
])('a client made with $name', ({ program, file, hasMonotonic }) => {
  it('has the same time as the clock here, at every rate, and waits its share', async () => {
    const time = await fakeTime();
    const reports: { rate: number; wall: number; monotonic: number; here: number; at: number }[] =
      [];
    const url = await serve((request, response) => {
      const query = new URL(request.url ?? '', 'http://client.test').searchParams;
      reports.push({
        rate: time.rate,
        wall: Number(query.get('wall')),
        monotonic: Number(query.get('monotonic')),
        here: time.clock.now(),
        at: performance.now(),
      });
      const step = STEPS[reports.length - 1];
      if (step) time.setRate(step.rate);
      response.end(step ? String(step.seconds) : 'stop');
    });
    const script = fileURLToPath(new URL(`clients/${file}`, import.meta.url));
    const client = startInTest(program, [script, url], { env: environment(time) });
    expect(await client.exit, client.written.err).toEqual({ code: 0, signal: null });

    expect(reports).toHaveLength(STEPS.length + 1);
    for (const rate of new Set(STEPS.map((step) => step.rate))) {
      const behind = reports
        .filter((report) => report.rate === rate)
        .map(({ wall, here }) => here - wall);
      // Nothing is reported before it is so, but for what rounding does.
      expect(Math.min(...behind)).toBeGreaterThan(-1 - rate);
      expect(Math.min(...behind)).toBeLessThan(NETWORK * rate);
    }
    for (const [index, { rate, seconds }] of STEPS.entries()) {
      const [before, after] = [reports[index], reports[index + 1]];
      if (!before || !after) throw new Error('no report');
      const wall = after.wall - before.wall;
      const monotonic = after.monotonic - before.monotonic;
      expect(wall).toBeGreaterThanOrEqual(seconds * SECOND - 1 - rate);
      const share = (seconds * SECOND) / rate;
      expect(after.at - before.at).toBeGreaterThan(0.9 * share);
      expect(after.at - before.at).toBeLessThan(share + PATIENCE);
      if (hasMonotonic) expect(Math.abs(monotonic - wall)).toBeLessThan(NETWORK * 240);
    }
  });
});

describe('limits of time', () => {
  const inNode = (url: string) => `fetch('${url}', { signal: AbortSignal.timeout(40_000) })`;
  const inPython = (url: string) =>
    `import urllib.request\nurllib.request.urlopen('${url}', timeout=40)`;
  it.each([
    { name: 'fetch', command: (url: string) => [process.execPath, '-e', inNode(url)] },
    { name: 'urllib', command: (url: string) => ['python3', '-c', inPython(url)] },
    { name: 'curl', command: (url: string) => ['curl', '--silent', '--max-time', '40', url] },
  ])('come sooner for $name', async ({ command }) => {
    const time = await fakeTime(40);
    let waited = Number.NaN;
    const url = await serve((request) => {
      const began = performance.now();
      request.socket.once('close', () => {
        waited = performance.now() - began;
      });
    });
    const [program = '', ...args] = command(url);
    await startInTest(program, args, { env: environment(time) }).exit;
    expect(waited).toBeGreaterThan(0.5 * SECOND);
    expect(waited).toBeLessThan(SECOND + PATIENCE);
  });
});

it('does not let time go back for a client that looks at it all the while', async () => {
  const time = await fakeTime();
  const watch = `
    let [wall, monotonic, back] = [0, 0, 0];
    process.on('SIGTERM', () => process.stdout.write(back + ' times', () => process.exit()));
    console.log('ready');
    setInterval(() => {
      for (let count = 0; count < 1000; count += 1) {
        const [nextWall, nextMonotonic] = [Date.now(), performance.now()];
        if (nextWall < wall || nextMonotonic < monotonic) back += 1;
        [wall, monotonic] = [nextWall, nextMonotonic];
      }
    }, 1);`;
  const client = startInTest(process.execPath, ['-e', watch], { env: environment(time) });
  await client.until('out', /ready/);
  for (let count = 0; count < 100; count += 1) {
    time.setRate([1, 40, 240, 2][count % 4] ?? 1);
    await time.clock.sleep(5 * time.rate);
  }
  client.kill('SIGTERM');
  const [, times] = await client.until('out', /(\d+) times/);
  // But for a client that loses the processor between looking and reading the rate.
  expect(Number(times)).toBeLessThan(5);
});

it('keeps the times of several scenarios apart, and leaves nothing behind', async () => {
  const times = await Promise.all([1, 40].map((rate) => fakeTime(rate)));
  const folders = times.map((time) => dirname(environment(time)['FAKETIME_TIMESTAMP_FILE'] ?? ''));
  for (const time of times) {
    const said = startInTest(process.execPath, ['-p', 'Date.now()'], { env: environment(time) });
    await said.exit;
    const behind = time.clock.now() - Number(said.written.out);
    expect(behind).toBeGreaterThan(-1 - time.rate);
    expect(behind).toBeLessThan(PATIENCE * time.rate);
  }
  await Promise.all(times.map((time) => time.close()));
  for (const folder of folders) await expect(access(folder)).rejects.toThrow('ENOENT');
});

describe('programs whose time stays as it is', () => {
  it('are those without the library, and not those with it', async () => {
    const time = await fakeTime();
    const faked = await startGroup(process.execPath, environment(time));
    const unfaked = await startGroup(process.execPath, process.env);
    expect(await unfakeable(faked)).toEqual([]);
    expect(await unfakeable(unfaked)).toEqual([basename(process.execPath)]);
  });

  // The program is made of bytes for one kind of processor.
  it.each(process.arch === 'x64' ? ['alone'] : [])(
    'are those that load no libraries: %s',
    async (name) => {
      const folder = await mkdtemp(join(tmpdir(), 'static-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const file = join(folder, name);
      await writeStaticProgram(file);
      const time = await fakeTime();
      const child = spawn(file, { env: environment(time), detached: true, stdio: 'ignore' });
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child, 'spawn');
      expect(await unfakeable(child.pid ?? 0)).toEqual([name]);
    },
  );
});

it('knows which programs wait in a way that a library does not know', async () => {
  const group = await startGroup(process.execPath, environment(await fakeTime()));
  expect(await neverWaking(group, ['pthread_cond_timedwait'])).toEqual([
    basename(process.execPath),
  ]);
  expect(await neverWaking(group, ['no_such_wait'])).toEqual([]);
  expect(await neverWaking(group, [])).toEqual([]);
});

async function fakeTime(rate = 1): Promise<FakeTime> {
  const time = await createFakeTime({ library: found.library, rate });
  onTestFinished(() => time.close());
  return time;
}

/** A proxy must not come between the clients and this machine. */
function environment(time: FakeTime): Environment {
  return { ...time.environment(process.env), NO_PROXY: '*', no_proxy: '*' };
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts Node in a process group of its own, and waits until it runs. */
async function startGroup(program: string, env: Environment): Promise<number> {
  const wait = 'console.log(process.pid); setInterval(() => {}, 1e6)';
  const [, pid] = await startInTest(program, ['-e', wait], { env }).until('out', /(\d+)\n/);
  return Number(pid);
}
