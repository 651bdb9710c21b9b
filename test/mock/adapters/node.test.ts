import { once } from 'node:events';
import { Agent, request as httpRequest, ServerResponse, type IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMock, manualClock, type Listener, type ListenOptions } from '../../../src/index.ts';
import { listen } from '../../../src/mock/adapters/node.ts';
import { examples } from '../../support/heartbeats.ts';
import { RawClient, rawRequest } from '../../support/raw-http.ts';

const LIMIT = 1024 * 1024;
const BEARER = { authorization: 'Bearer ar_agent_demo', 'content-type': 'application/json' };

/** A mock that listens; closed at the end of the test. */
async function serve(options?: ListenOptions) {
  const mock = createMock({ clock: manualClock('2026-05-20T13:13:00Z') });
  onTestFinished(() => mock.close());
  return { mock, listener: await mock.listen(options) };
}

async function connectTo(listener: Listener): Promise<RawClient> {
  const client = await RawClient.connect(listener.port);
  onTestFinished(() => client.destroy());
  return client;
}

/** Sends one request with `node:http`; a body in pieces goes out chunked. */
async function send(
  { url }: Listener,
  method: string,
  path: string,
  {
    headers = {},
    body = [],
    agent,
  }: {
    headers?: Record<string, string>;
    body?: readonly (string | Uint8Array)[] | undefined;
    agent?: Agent;
  } = {},
) {
  const request = httpRequest(url + path, { method, headers, ...(agent && { agent }) });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  for (const piece of body) {
    if (!request.write(piece)) await once(request, 'drain');
  }
  request.end();
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
    reusedSocket: request.reusedSocket,
  };
}

/** A heartbeat of AgentRadio whose JSON has exactly that many bytes. */
function heartbeatOf(bytes: number): string {
  const empty = JSON.stringify({ status: 'online', currentTask: '' });
  return JSON.stringify({ status: 'online', currentTask: 'x'.repeat(bytes - empty.length) });
}

describe('where it listens', () => {
  it('picks a free port of the loopback address by default', async () => {
    const { mock, listener } = await serve();
    expect(listener.host).toBe('127.0.0.1');
    expect(listener.port).toBeGreaterThan(0);
    expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
    expect((await mock.listen()).port).not.toBe(listener.port);
  });

  it('gives a URL that can be called where it listens on all addresses', async () => {
    const { listener } = await serve({ host: '0.0.0.0' });
    expect(listener.host).toBe('0.0.0.0');
    expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
    expect((await fetch(`${listener.url}/api/shows`)).status).toBe(200);
  });

  it('says which port is taken and what to do', async () => {
    const { mock, listener } = await serve();
    await expect(mock.listen({ port: listener.port })).rejects.toThrow(
      `Port ${listener.port} on 127.0.0.1 is already in use; choose another, or 0 for a free one.`,
    );
    expect((await fetch(`${listener.url}/api/shows`)).status).toBe(200);
  });

  it('says where the address is not of this machine', async () => {
    await expect(createMock().listen({ host: '203.0.113.1' })).rejects.toThrow(
      '203.0.113.1 is not an address of this machine.',
    );
  });

  it('serves one state on every listener', async () => {
    const { mock, listener } = await serve();
    const second = await mock.listen();
    await fetch(`${listener.url}/api/shows`);
    await fetch(`${second.url}/api/shows`);
    expect(mock.journal.all().map(({ id }) => id)).toEqual([1, 2]);
  });
});

it('dates its answers by the clock of the mock', async () => {
  const { listener } = await serve();
  for (const path of ['/api/shows', '/nowhere']) {
    const { headers } = await send(listener, 'GET', path);
    expect(headers.date).toBe('Wed, 20 May 2026 13:13:00 GMT');
  }
});

describe('connections', () => {
  it('are kept for the next request', async () => {
    const { listener } = await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const options = { headers: BEARER, body: [heartbeatOf(100)], agent };
    const first = await send(listener, 'POST', '/api/heartbeat', options);
    const second = await send(listener, 'POST', '/api/heartbeat', options);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect([first.reusedSocket, second.reusedSocket]).toEqual([false, true]);
    // Longer than the minute that usually lies between two heartbeats.
    expect(first.headers['keep-alive']).toBe('timeout=75');
  });

  it('answer requests in their order that are sent without waiting', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    await client.write(rawRequest('GET /api/shows') + rawRequest('GET /nowhere'));
    expect((await client.response()).status).toBe(200);
    expect((await client.response()).status).toBe(404);
  });

  it('of HTTP/1.0 end after the answer', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    await client.write('GET /api/shows HTTP/1.0\r\n\r\n');
    expect((await client.response()).status).toBe(200);
    await client.closed();
  });
});

describe('methods', () => {
  it('answers HEAD with the headers of GET and no body', async () => {
    const { listener } = await serve();
    for (const path of ['/heartbeat.md', '/api/v1/catalog/topics', '/api/v1/home']) {
      const get = await send(listener, 'GET', path);
      const head = await send(listener, 'HEAD', path);
      expect(head.status).toBe(get.status);
      expect(head.headers).toEqual(get.headers);
      expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
      expect(head.body).toBe('');
    }
    // Whatever follows is the next answer, not a body that should not be there.
    const client = await connectTo(listener);
    await client.write(rawRequest('HEAD /heartbeat.md') + rawRequest('GET /api/shows'));
    expect((await client.response('HEAD')).headers['content-type']).toBe('text/markdown');
    expect((await client.response()).headers['content-type']).toBe('application/json');
  });

  it('answers OPTIONS with what is allowed', async () => {
    const { listener } = await serve();
    const get = await send(listener, 'OPTIONS', '/api/shows');
    expect(get.status).toBe(204);
    expect(get.headers['allow']).toBe('GET, HEAD, OPTIONS');
    expect(get.headers).not.toHaveProperty('content-length');
    expect(get.headers).not.toHaveProperty('content-type');
    expect(get.body).toBe('');
    const post = await send(listener, 'OPTIONS', '/api/heartbeat');
    expect(post.headers['allow']).toBe('POST, OPTIONS');
  });

  it.each([
    ['GET', '/api/heartbeat', 'POST, OPTIONS'],
    ['PUT', '/api/v1/agents/heartbeat', 'POST, OPTIONS'],
    ['DELETE', '/api/v1/home', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/api/shows', 'GET, HEAD, OPTIONS'],
  ])('refuses %s %s and says what is allowed', async (method, path, allow) => {
    const { listener } = await serve();
    const { status, headers, body } = await send(listener, method, path);
    expect(status).toBe(405);
    expect(headers['allow']).toBe(allow);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({
      status: 405,
      title: 'Method Not Allowed',
      detail: `${path} takes ${allow}, not ${method}.`,
    });
  });

  it('refuses a method that HTTP does not have', async () => {
    const { mock, listener } = await serve();
    const client = await connectTo(listener);
    await client.write(rawRequest('BREW /api/shows'));
    const { status, headers } = await client.response();
    expect(status).toBe(400);
    expect(headers['x-mock-error']).toBe('malformed-http');
    expect(mock.journal.size).toBe(0);
  });
});

describe('paths', () => {
  it('lists the routes where there is none', async () => {
    const { listener } = await serve();
    const { status, headers, body } = await send(listener, 'GET', '/nowhere');
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(headers['x-mock-error']).toBe('unknown-route');
    const problem = JSON.parse(body) as { detail: string; routes: string[] };
    expect(problem.detail).toBe('There is no GET /nowhere here.');
    expect(problem.routes).toEqual(
      expect.arrayContaining([
        'POST /api/v1/agents/heartbeat',
        'POST /agents/heartbeat',
        'POST /api/heartbeat',
        'GET /api/v1/home',
      ]),
    );
  });

  it.each([
    ['/api//heartbeat', '/api/heartbeat'],
    ['//api/heartbeat', '/api/heartbeat'],
    ['/api/heartbeat/', '/api/heartbeat'],
    ['/api/v1//agents/heartbeat//?x=/', '/api/v1/agents/heartbeat'],
  ])('takes %s for a slip of the pen', async (path, meant) => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    // No client library in between, as some tidy the path.
    await client.write(rawRequest(`POST ${path}`));
    const { status, body } = await client.response();
    expect(status).toBe(404);
    expect((JSON.parse(body) as { detail: string }).detail).toMatch(
      new RegExp(` Did you mean ${meant}\\?$`),
    );
  });

  it('takes a target in absolute form, as for a proxy', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    await client.write(rawRequest(`GET http://user:pw@radio.test/api/shows`));
    const { status } = await client.response();
    expect(status).toBe(200);
  });
});

describe('bodies', () => {
  it.each(['content-length', 'transfer-encoding'])('takes 1 MiB with %s', async (framing) => {
    const { listener } = await serve();
    const { status, body } = await send(listener, 'POST', '/api/heartbeat', largeBody(framing, 0));
    expect(status).toBe(200);
    expect((JSON.parse(body) as { currentTask: string }).currentTask).toMatch(/^x+$/);
  });

  it.each(['content-length', 'transfer-encoding'])(
    'refuses a byte more with %s, and still works on the same connection',
    async (framing) => {
      const { mock, listener } = await serve();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      onTestFinished(() => agent.destroy());
      const large = { ...largeBody(framing, 1), agent };
      const { status, headers, body } = await send(listener, 'POST', '/api/heartbeat', large);
      expect(status).toBe(413);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(headers['x-mock-error']).toBe('body-too-large');
      expect(JSON.parse(body)).toMatchObject({
        status: 413,
        detail: 'The request body is larger than 1 MiB.',
      });
      expect(mock.journal.all()[0]?.request.body).toBe('[body too large]');
      const next = { headers: BEARER, body: [heartbeatOf(100)], agent };
      expect((await send(listener, 'POST', '/api/heartbeat', next)).status).toBe(200);
    },
  );

  function largeBody(framing: string, more: number) {
    const text = heartbeatOf(LIMIT + more);
    if (framing === 'content-length') {
      return { headers: { ...BEARER, 'content-length': String(text.length) }, body: [text] };
    }
    const size = 100_000;
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
      text.slice(index * size, (index + 1) * size),
    );
    return { headers: BEARER, body: pieces };
  }

  it('refuses bytes that are not UTF-8', async () => {
    const { listener } = await serve();
    const body = [Buffer.from('{"status":"online","currentTask":"caf\u00e9"}', 'latin1')];
    const refused = await send(listener, 'POST', '/api/heartbeat', { headers: BEARER, body });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body)).toMatchObject({
      ok: false,
      error: { code: 'INVALID_JSON', message: 'The request body is not valid UTF-8.' },
    });
  });

  it('does not stumble over a byte order mark', async () => {
    const { listener } = await serve();
    const body = ['\uFEFF', heartbeatOf(100)];
    const { status } = await send(listener, 'POST', '/api/heartbeat', { headers: BEARER, body });
    expect(status).toBe(200);
  });

  it('puts characters together that arrive in pieces', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    const currentTask = 'żółw 🦞 電波';
    const bytes = Buffer.from(JSON.stringify({ status: 'busy', currentTask }));
    await client.write(
      rawRequest('POST /api/heartbeat', { ...BEARER, 'transfer-encoding': 'chunked' }),
    );
    for (const byte of bytes) {
      await client.write(
        Buffer.concat([Buffer.from('1\r\n'), Buffer.of(byte), Buffer.from('\r\n')]),
      );
    }
    await client.write('0\r\n\r\n');
    const { status, body } = await client.response();
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: 'busy', currentTask });
  });

  it('takes a body in many small chunks at once', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    const chunks = [...heartbeatOf(20_000)].map((letter) => `1;ext=1\r\n${letter}\r\n`);
    const head = rawRequest('POST /api/heartbeat', { ...BEARER, 'transfer-encoding': 'chunked' });
    await client.write(`${head}${chunks.join('')}0\r\nx-trailer: 1\r\n\r\n`);
    expect((await client.response()).status).toBe(200);
  });

  it('ignores the body of a request that takes none', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    await client.write(rawRequest('GET /api/shows', {}, '{"half":') + rawRequest('GET /skill.md'));
    expect((await client.response()).headers['content-type']).toBe('application/json');
    expect((await client.response()).headers['content-type']).toBe('text/markdown');
  });

  it('invites a client that asks before it sends', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    const body = heartbeatOf(100);
    await client.write(
      rawRequest('POST /api/heartbeat', {
        ...BEARER,
        expect: '100-continue',
        'content-length': String(body.length),
      }),
    );
    expect((await client.response()).status).toBe(100);
    await client.write(body);
    expect((await client.response()).status).toBe(200);
  });
});

describe('clients that misbehave', () => {
  /** A connection on which half a heartbeat has arrived. */
  async function halfSent(listener: Listener): Promise<RawClient> {
    const client = await connectTo(listener);
    const head = { ...BEARER, expect: '100-continue', 'content-length': '100' };
    await client.write(rawRequest('POST /api/heartbeat', head));
    expect((await client.response()).status).toBe(100);
    await client.write(heartbeatOf(100).slice(0, 50));
    return client;
  }

  it('leaves no trace of a request that broke off', async () => {
    const { mock, listener } = await serve();
    const other = await mock.listen();
    (await halfSent(listener)).reset();
    // Resolves only when the broken connection is gone.
    await listener.close();
    expect(mock.journal.size).toBe(0);
    expect((await fetch(`${other.url}/api/shows`)).status).toBe(200);
    expect(mock.journal.size).toBe(1);
  });

  it('are told of when they give a connection up before their request is complete', async () => {
    let count = 0;
    let told = () => {};
    const abandoned = () =>
      new Promise<void>((resolve) => {
        told = resolve;
      });
    const { listener } = await serve({
      onAbandoned() {
        count += 1;
        told();
      },
    });
    const whole = await connectTo(listener);
    await whole.write(rawRequest('GET /api/shows'));
    expect((await whole.response()).status).toBe(200);
    whole.destroy();
    const silent = abandoned();
    (await connectTo(listener)).destroy();
    await silent;
    const half = await halfSent(listener);
    const broken = abandoned();
    half.reset();
    await broken;
    // Nor are those that are ended because the server is.
    await connectTo(listener);
    await listener.close();
    expect(count).toBe(2);
  });

  it('answers one that says goodbye in the middle', async () => {
    const { mock, listener } = await serve();
    const client = await halfSent(listener);
    client.end();
    const { status, headers } = await client.response();
    expect(status).toBe(400);
    expect(headers['x-mock-error']).toBe('malformed-http');
    expect(mock.journal.size).toBe(0);
  });

  it.each([
    { what: 'a TLS handshake', bytes: Buffer.from('160301020001000001fc0303', 'hex') },
    { what: 'a line of text', bytes: Buffer.from('hello?\r\n\r\n') },
    { what: 'zeros', bytes: Buffer.alloc(4096) },
    {
      what: 'two lengths',
      bytes: Buffer.from(
        'POST /api/heartbeat HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n',
      ),
    },
    {
      what: 'a chunk without a size',
      bytes: Buffer.from(
        'POST /api/heartbeat HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n',
      ),
    },
    {
      what: 'a path with control characters',
      bytes: Buffer.from('GET /\u001B[31m HTTP/1.1\r\nhost: x\r\n\r\n'),
    },
  ])('answers $what with 400 and goes on', async ({ bytes }) => {
    const { mock, listener } = await serve();
    const client = await connectTo(listener);
    await client.write(bytes);
    const { status, headers, body } = await client.response();
    expect(status).toBe(400);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'x-mock-error': 'malformed-http',
      connection: 'close',
    });
    expect(JSON.parse(body)).toMatchObject({ status: 400, title: 'Bad Request' });
    await client.closed();
    expect(mock.journal.size).toBe(0);
    expect((await fetch(`${listener.url}/api/shows`)).status).toBe(200);
  });

  it('answers headers that are too long with 431', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    await client.write(rawRequest('GET /api/shows', { 'x-long': 'x'.repeat(20_000) }));
    const { status, headers, body } = await client.response();
    expect(status).toBe(431);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ title: 'Request Header Fields Too Large' });
    expect((await fetch(`${listener.url}/api/shows`)).status).toBe(200);
  });

  it('joins headers that are sent twice, and takes the first of what may stand only once', async () => {
    const { mock, listener } = await serve();
    const client = await connectTo(listener);
    const lines = [
      'POST /api/heartbeat HTTP/1.1',
      'Host: mock.test',
      'X-Trace: a',
      'X-Trace: b',
      'Authorization: Bearer ar_agent_demo',
      'Authorization: Bearer ar_agent_demo_invalid',
      'Content-Type: application/json',
      'Content-Length: 19',
    ];
    await client.write(`${lines.join('\r\n')}\r\n\r\n{"status":"online"}`);
    expect((await client.response()).status).toBe(200);
    expect(mock.journal.all()[0]?.request.headers['x-trace']).toBe('a, b');
  });
});

describe('close', () => {
  it('ends connections that are only kept', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    await client.write(rawRequest('GET /api/shows'));
    await client.response();
    await listener.close();
    await client.closed();
    await expect(fetch(listener.url)).rejects.toThrow('fetch failed');
  });

  it('ends connections on which nothing was ever asked', async () => {
    const { listener } = await serve();
    const client = await connectTo(listener);
    await listener.close();
    await expect(client.closed()).resolves.toBeUndefined();
  });

  it('answers what is under way, then ends its connection', async () => {
    const { mock, listener } = await serve();
    const client = await connectTo(listener);
    const body = JSON.stringify(examples.agentmc);
    await client.write(
      rawRequest('POST /api/v1/agents/heartbeat', {
        'x-api-key': 'mca_demo',
        'content-length': String(Buffer.byteLength(body)),
        expect: '100-continue',
      }),
    );
    expect((await client.response()).status).toBe(100);
    const closed = mock.close();
    await expect(fetch(listener.url)).rejects.toThrow('fetch failed');
    await client.write(body);
    const { status, headers } = await client.response();
    expect(status).toBe(200);
    // Kept, the connection would hold the close up until it is cut.
    expect(headers['connection']).toBe('close');
    await client.closed();
    await closed;
  });

  it('may be called again, and the mock may listen again', async () => {
    const { mock, listener } = await serve();
    await Promise.all([listener.close(), listener.close(), mock.close()]);
    await mock.close();
    const again = await mock.listen();
    expect((await fetch(`${again.url}/api/shows`)).status).toBe(200);
  });
});

describe('requests that come together', () => {
  const TWO = rawRequest('GET /first', {}) + rawRequest('GET /second', {});

  async function sendTwo(handle: Parameters<typeof listen>[0]): Promise<RawClient> {
    const listener = await listen(handle);
    onTestFinished(() => listener.close());
    const client = await connectTo(listener);
    await client.write(TWO);
    return client;
  }

  it('are answered in their order, and told to a log before any answer can be read', async () => {
    const mock = createMock();
    const order: string[] = [];
    const { end } = ServerResponse.prototype;
    vi.spyOn(ServerResponse.prototype, 'end').mockImplementationOnce(function recorded(
      this: ServerResponse,
      ...given
    ) {
      order.push('sent');
      return end.apply(this, given);
    });
    const client = await sendTwo((request) => {
      queueMicrotask(() => order.push(`told ${request.path}`));
      return mock.handle(request);
    });
    await client.response();
    await client.response();
    expect(order).toEqual(['told /first', 'told /second', 'sent']);
  });

  it('are answered although one of them cannot be', async () => {
    const mock = createMock();
    const thrown: (() => void)[] = [];
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => void thrown.push(task));
    const client = await sendTwo((request) => {
      if (request.path === '/second') throw new Error('cannot be answered');
      return mock.handle(request);
    });
    expect((await client.response()).status).toBe(404);
    expect(thrown).toHaveLength(1);
    expect(thrown[0]).toThrow('cannot be answered');
    client.destroy();
  });
});
