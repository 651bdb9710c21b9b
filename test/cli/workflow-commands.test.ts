import { expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { listen } from '../../src/mock/adapters/node.ts';
import { fakeIo } from '../support/fake-io.ts';

/** What GitHub would do, wherever it reads it: `::name::` where a line begins, `##[name]` anywhere. */
const COMMAND = /^[\s\u0085]*::(?!error title=AR-S-001 )[a-z-]+.*::|##\[/m;
const HOSTILE =
  '::stop-commands::tok\r\n  ::add-mask::a\n\u0085::add-path::b\n ##[error]boo\n::error title=x::y';
const env = { GITHUB_ACTIONS: 'true' };

it.each([
  ['which names itself', env],
  ['that runs a container', {}],
])('gives servers no say in a workflow of GitHub %s, whose annotations stand', async (_, own) => {
  const headers = { 'content-type': 'text/plain', location: HOSTILE.replaceAll(/\s+/g, ' ') };
  const listener = await listen(() => ({ status: 500, headers, body: HOSTILE }));
  onTestFinished(() => listener.close());
  const io = { ...fakeIo(), env: own };
  const about = ['-c', 'agentradio', '-u', listener.url, '--api-key', 'ar_agent_canary'];
  const argv = ['check', 'server', ...about, '--only', 'AR-S-001', '--reporter', 'github'];
  expect(await main(argv, io)).toBe(1);
  const { out, err } = io.written;
  expect(out).toContain('boo');
  expect(out + err).not.toMatch(COMMAND);
  expect(out).toMatch(/^::error title=AR-S-001 \(must\)/m);
});

it('gives clients none either', async () => {
  const script = `console.log(${JSON.stringify(HOSTILE)}); process.exit(7)`;
  const io = { ...fakeIo(), env: { ...process.env, ...env } };
  const argv = ['check', 'client', '--contract', 'agentmc', '--scenario', 'steady'];
  await main([...argv, '--', process.execPath, '-e', script], io);
  const { out, err } = io.written;
  expect(out).toContain('boo');
  expect(out + err).not.toMatch(COMMAND);
});

it('gives a server that does not start none', async () => {
  const io = { ...fakeIo(), env: { ...process.env, ...env } };
  const about = ['-c', 'agentradio', '-u', 'http://127.0.0.1:9', '--api-key', 'ar_agent_canary'];
  const start = `printf '\\302\\205::error title=x::y\\n'; echo '##[error]boo'; exit 1`;
  expect(await main(['check', 'server', ...about, '--start', start], io)).toBe(3);
  const { out, err } = io.written;
  expect(err).toContain('boo');
  expect(out + err).not.toMatch(COMMAND);
});

it('leaves all as it stands elsewhere', async () => {
  const io = fakeIo();
  await main(['validate', 'agentmc', 'heartbeat.request', '::error title=x::y'], io);
  expect(io.written.err).toContain('::error title=x::y');
});
