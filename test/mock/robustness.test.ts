import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createMock, manualClock } from '../../src/index.ts';
import { hash } from '../../src/mock/random.ts';
import { examples } from '../support/heartbeats.ts';
import { RawClient, rawRequest } from '../support/raw-http.ts';

const KEY = 'mca_canary_key';
const REQUESTS = 100_000;

/** What makes a journal look closer, deeper in lists than a stack is high. */
function nested(text: string): string {
  return `${'['.repeat(4000)}${text}${']'.repeat(4000)}`;
}

/** Whatever a broken or hostile client may send, drawn by a number. */
function malformed(index: number) {
  const draw = (name: string, most: number) => hash(`${name}/${index}`) % most;
  const pick = <T>(name: string, items: readonly T[]) => items[draw(name, items.length)] as T;
  const valid = JSON.stringify(examples.agentmc);
  const bodies: (() => string | Uint8Array)[] = [
    () => valid.slice(0, draw('cut', valid.length)),
    () => valid.replace(/"[a-z_]+":/g, (name) => (draw(name, 4) === 0 ? '"__proto__":' : name)),
    () => '['.repeat(draw('deep', 3000)),
    () => `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`,
    () => nested(pick('word', ['"password"', '"apiKey"', String.raw`"\u0061"`, '{"secret":"x"}'])),
    () => Uint8Array.from({ length: draw('bytes', 200) }, (_, at) => hash(`${index}/${at}`) % 256),
    () => '{"__proto__":{"ok":true},"constructor":{"prototype":{"ok":1}},"status":"online"}',
    () => JSON.stringify({ ...examples.agentmc, host: pick('host', [null, [], '', 0, true, {}]) }),
    () => `{"status":"${'\\ud800'.repeat(draw('lone', 50))}"}`,
    () => `\u{feff}${valid}`,
    () => '1e999999',
    () => '{"status":"online","status":"offline"}',
  ];
  const paths = [
    '/api/v1/agents/heartbeat',
    '/api/heartbeat',
    '/api/v1/home',
    '/api/v1/../../etc/passwd',
    '/api/v1/%2e%2e/%00',
    '/__sessions/..%2f/api/shows',
    '/__sessions/__proto__/api/shows',
    `/${'a'.repeat(draw('long', 5000))}`,
    '/api/heartbeat?apiKey=mca_canary_key&__proto__[x]=1',
    '//evil.test/api/heartbeat',
    '*',
    '',
  ];
  const headers = pick<Record<string, string>>('headers', [
    { 'x-api-key': KEY },
    { authorization: `Bearer ${KEY}` },
    { authorization: 'Bearer ar_agent_canary_key' },
    { 'x-api-key': KEY, 'x-host-fingerprint': '../'.repeat(40) },
    { 'x-api-key': '', 'content-length': '5', 'transfer-encoding': 'chunked' },
    { 'x-api-key': KEY, prefer: 'code=200, scenario=__proto__; delay=-1s, fault=constructor' },
    { cookie: 'x'.repeat(draw('cookie', 20_000)) },
    { __proto__: 'x', constructor: 'y', 'x-api-key': `${KEY}\u0000` },
    {},
  ]);
  const method = pick('method', ['POST', 'POST', 'POST', 'GET', 'PUT', 'OPTIONS', 'BREW', '']);
  return { method, path: pick('path', paths), headers, body: pick('body', bodies)() };
}

it('answers whatever is sent without a failure of its own', { timeout: 120_000 }, () => {
  const clock = manualClock('2026-05-18T16:00:00Z');
  const mock = createMock({ clock });
  const failures: object[] = [];
  for (let index = 0; index < REQUESTS; index += 1) {
    const request = malformed(index);
    const { status, body } = mock.handle(request);
    if (status >= 500 || body.includes('canary')) failures.push({ index, status, body });
    clock.advance(10);
  }
  expect(failures.slice(0, 3)).toEqual([]);
  expect(JSON.stringify([mock.journal.all(), mock.state()])).not.toContain('canary');
  expect(mock.journal.size).toBeLessThanOrEqual(5000);
  expect(({} as { ok?: unknown }).ok).toBeUndefined();
});

it(
  'serves others beside a thousand connections that hardly send',
  { timeout: 60_000 },
  async () => {
    const mock = createMock();
    onTestFinished(() => mock.close());
    const { port, url } = await mock.listen();
    const slow: Socket[] = [];
    onTestFinished(() => {
      for (const socket of slow) socket.destroy();
    });
    for (let index = 0; index < 1000; index += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      slow.push(socket);
      if (index % 50 === 0) await once(socket, 'connect');
      socket.write(`POST /api/heartbeat HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Le`);
    }
    const client = await RawClient.connect(port);
    onTestFinished(() => client.destroy());
    await client.write(rawRequest('GET /api/shows'));
    expect((await client.response()).status).toBe(200);
    // And they are no reason to wait when the mock is closed.
    await mock.close();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  },
);
