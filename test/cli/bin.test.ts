import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examples } from '../support/heartbeats.ts';
import { bin, run, startInTest } from '../support/processes.ts';
import { RawClient, rawRequest } from '../support/raw-http.ts';

const AGENTMC = '/api/v1/agents/heartbeat';
const AGENTRADIO = '/api/heartbeat';

// Processes take their time where much else runs.
describe('the built program', { timeout: 30_000 }, () => {
  /** Runs `heartbeat-kit mock` on a free port until the test ends. */
  async function startMock(args: readonly string[] = []) {
    const mock = startInTest(process.execPath, [bin, 'mock', '--port', '0', ...args]);
    const [, url = '', port] = await mock.until('out', /(http:\/\/127\.0\.0\.1:(\d+))/);
    return { mock, url, port: Number(port) };
  }

  async function connectTo(port: number): Promise<RawClient> {
    const client = await RawClient.connect(port);
    onTestFinished(() => client.destroy());
    return client;
  }

  it('answers heartbeats of both contracts', async () => {
    const { mock, url } = await startMock();
    const post = (path: string, headers: Record<string, string>, body: object) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const agentmc = await post(AGENTMC, { 'x-api-key': 'mca_demo' }, examples.agentmc);
    expect(agentmc.status).toBe(200);
    expect(await agentmc.json()).toMatchObject({ ok: true, host: { status: 'online' } });
    const agentradio = await post(
      AGENTRADIO,
      { authorization: 'Bearer ar_agent_demo' },
      examples.agentradio,
    );
    expect(agentradio.status).toBe(200);
    expect(await agentradio.json()).toMatchObject({ ok: true, status: 'online' });
    await mock.until('out', /POST \/api\/v1\/agents\/heartbeat 200\n.*POST \/api\/heartbeat 200\n/);
  });

  describe.each(['SIGINT', 'SIGTERM'] as const)('on %s', (signal) => {
    it('ends with 0, also while connections are kept', async () => {
      const { mock, port } = await startMock();
      const client = await connectTo(port);
      await client.write(rawRequest('GET /api/shows'));
      expect((await client.response()).status).toBe(200);
      mock.kill(signal);
      expect(await mock.exit).toEqual({ code: 0, signal: null });
      expect(mock.written.err).toBe('');
      await client.closed();
    });

    it('answers what is under way and ends with 0', async () => {
      const { mock, port } = await startMock();
      const client = await connectTo(port);
      const body = JSON.stringify(examples.agentradio);
      await client.write(
        rawRequest(`POST ${AGENTRADIO}`, {
          authorization: 'Bearer ar_agent_demo',
          'content-length': String(body.length),
          expect: '100-continue',
        }),
      );
      expect((await client.response()).status).toBe(100);
      mock.kill(signal);
      await refused(port);
      await client.write(body);
      expect((await client.response()).status).toBe(200);
      expect(await mock.exit).toEqual({ code: 0, signal: null });
      expect(mock.written.out).toMatch(/POST \/api\/heartbeat 200\n$/);
    });
  });

  /** Resolves once nobody takes connections on the port any more. */
  async function refused(port: number): Promise<void> {
    for (;;) {
      try {
        (await RawClient.connect(port)).destroy();
      } catch {
        return;
      }
    }
  }

  it('goes on where nobody reads what it writes', async () => {
    const { mock, url } = await startMock();
    mock.closeOut();
    for (let index = 0; index < 5; index++) {
      expect((await fetch(`${url}/api/shows`)).status).toBe(200);
    }
    mock.kill('SIGTERM');
    expect(await mock.exit).toEqual({ code: 0, signal: null });
    expect(mock.written.err).toBe('');
  });

  it('does not crash where its help is cut off', async () => {
    const { code, err } = await run('bash', [
      '-c',
      'set -o pipefail; "$0" "$1" mock --help | head -1 > /dev/null',
      process.execPath,
      bin,
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('writes no colours where it is not on a terminal', async () => {
    const { mock, url } = await startMock();
    await fetch(url);
    await mock.until('out', /404/);
    expect(mock.written.out).not.toContain('\u001B');
  });

  /** Arguments of Node that run the mock with a script of Node as its command. */
  function withCommand(script: string): string[] {
    const node = [process.execPath, '--input-type=module', '-e', script];
    return [bin, 'mock', '--port', '0', '--', ...node];
  }

  it('leaves standard output to the command and ends as it ends', async () => {
    const script = `
      const { ok } = await fetch(process.env.AGENTRADIO_BASE_URL + '/api/shows');
      console.log(ok ? 'shows' : 'no shows');
      process.exitCode = 5;
    `;
    const { code, out, err } = await run(process.execPath, withCommand(script));
    expect({ code, out }).toEqual({ code: 5, out: 'shows\n' });
    expect(err).toContain('GET /api/shows 200');
  });

  it('stops together with its command', async () => {
    const script = `
      process.on('SIGINT', () => process.exit(6));
      setTimeout(() => {}, 20_000);
      console.log('up');
    `;
    const mock = startInTest(process.execPath, withCommand(script));
    await mock.until('out', /up/);
    // To the whole group, as Ctrl+C in a terminal does.
    mock.kill('SIGINT');
    expect(await mock.exit).toEqual({ code: 6, signal: null });
  });

  it.each([
    { args: [], code: 2 },
    { args: ['nonsense'], code: 2 },
    { args: ['--nonsense'], code: 2 },
    { args: ['mock', '--port', 'x'], code: 2 },
    { args: ['mock', '--seed', 'x'], code: 2 },
    { args: ['mock', '--contract', 'x'], code: 2 },
    { args: ['mock', '--port', '0', '--host', '203.0.113.1'], code: 3 },
    { args: ['mock', '--port', '0', '--', '/nonexistent/command'], code: 3 },
  ])('shows no stack trace for $args', async ({ args, code }) => {
    const ended = await run(process.execPath, [bin, ...args]);
    expect(ended.code).toBe(code);
    expect(ended.err).not.toBe('');
    expect(ended.err).not.toMatch(/^ +at |node:internal|\.js:\d/m);
  });

  it('shows no stack trace where the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const ended = await run(process.execPath, [bin, 'mock', '--port', String(port)]);
    expect(ended.code).toBe(3);
    expect(ended.err).toMatch(/^heartbeat-kit: Port \d+ on 127\.0\.0\.1 is already in use;.*\n$/);
  });
});
