import { once } from 'node:events';
import { openSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMock } from '../../src/index.ts';
import { bin, startInTest } from '../support/processes.ts';

const ARGS = ['check', 'server', '-c', 'agentmc', '--api-key', 'mca_canary'];

/** Starts a check of a server that never answers, and gives a line to that server. */
async function startedWith(program: string) {
  const caller = createServer();
  caller.listen(0, '127.0.0.1');
  await once(caller, 'listening');
  onTestFinished(() => void caller.close());
  const { port } = caller.address() as AddressInfo;
  const start = `'${process.execPath}' -e "${program}require('net').connect(${port}).resume()"`;
  const url = `http://127.0.0.1:9/api/v1`;
  const running = startInTest(process.execPath, [bin, ...ARGS, '--url', url, '--start', start]);
  const [line] = (await once(caller, 'connection')) as [Socket];
  line.on('error', () => {});
  return { running, line };
}

describe('the server that --start started', { timeout: 30_000 }, () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with the check on %s', async (signal) => {
    const { running, line } = await startedWith('');
    const closed = once(line, 'close');
    running.kill(signal);
    await closed;
    expect(await running.exit).toEqual({ code: 3, signal: null });
    expect(running.written.err).toContain('the run was stopped');
  });

  it('ends at once on a second signal, even if it does not want to', async () => {
    const { running, line } = await startedWith("process.on('SIGTERM', () => {});");
    const closed = once(line, 'close');
    running.kill('SIGINT');
    running.kill('SIGTERM');
    await closed;
    expect((await running.exit).code).toBe(3);
  });
});

it('does not end with 0 where the report could not be written', { timeout: 30_000 }, async () => {
  const mock = createMock({ contracts: ['agentmc'] });
  const { url } = await mock.listen();
  onTestFinished(() => mock.close());
  const full = openSync('/dev/full', 'w');
  const args = [bin, ...ARGS, '--only', 'AMC-S-002', '--url', `${url}/api/v1`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', full, 'pipe'] });
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(2);
  expect(err).toContain('heartbeat-kit: cannot write: ');
  expect(err).not.toContain('canary');
});
