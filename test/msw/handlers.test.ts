import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { getResponse, type HttpHandler } from 'msw';
import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  agentmcHeartbeatHandler,
  createMock,
  handlers,
  manualClock,
  type Mock,
  type MockOptions,
} from '../../src/msw/index.ts';
import { waitForExchanges } from '../../src/mock/exchanges.ts';
import { FAULTS, type Fault } from '../../src/mock/simulation/faults.ts';

const START = '2026-05-18T16:00:00Z';
const HEADERS = { authorization: 'Bearer ar_agent_demo' };
const BODY = '{"status": "online"}';
const heartbeat = { method: 'POST', headers: HEADERS, body: BODY };

/** A mock behind msw, as a test sets it up; what no handler takes is an error. */
function behindMsw(options: MockOptions = {}): Mock {
  const mock = createMock({ clock: manualClock(START), ...options });
  listening(mock);
  return mock;
}

function listening(mock: Parameters<typeof handlers>[0]): void {
  const server = setupServer(...handlers(mock));
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
}

/** A server on a socket of its own, which tells what it was asked for. */
async function realServer(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('real');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const paths = (mock: Mock) => mock.journal.all().map(({ request }) => request.path);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: Error) => error.name,
  );

describe('handlers', () => {
  it('answer as the mock does, and write into its journal', async () => {
    const mock = behindMsw();
    const response = await fetch('https://radio.example/api/heartbeat', heartbeat);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ ok: true, status: 'online' });
    expect(mock.state().agentradio?.agents).toHaveLength(1);
    const [exchange] = mock.journal.all();
    expect(exchange).toMatchObject({ contract: 'agentradio', operation: 'heartbeat' });
    expect(JSON.stringify(exchange)).not.toContain('ar_agent_demo');
  });

  it('keep the state of the mock from one request to the next', async () => {
    const clock = manualClock(START);
    behindMsw({ clock, limit: { kind: 'fixed', requests: 1, window: 60_000 } });
    const statuses: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      for (let index = 0; index < 2; index += 1) {
        statuses.push((await fetch('https://radio.example/api/heartbeat', heartbeat)).status);
      }
      clock.advance(60_000);
    }
    expect(statuses).toEqual([200, 429, 200, 429]);
  });

  it('serve clients that use node:http as well', async () => {
    const mock = behindMsw();
    const request = http.request('http://radio.example/api/heartbeat?from=node', {
      method: 'POST',
      headers: HEADERS,
    });
    request.end(BODY);
    const [response] = (await once(request, 'response')) as [
      NodeJS.ReadableStream & { statusCode: number },
    ];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ ok: true });
    expect(paths(mock)).toEqual(['/api/heartbeat?from=node']);
  });

  it('are one for each route of the contracts that the mock has, and for what it plants', () => {
    const methods = (...contracts: ('agentmc' | 'agentradio')[]) =>
      handlers(createMock({ contracts })).map(({ info }) => String(info.method));
    expect(methods('agentmc')).toEqual(['POST', '/.+/', '/.+/']);
    expect(methods('agentradio').filter((method) => method === 'GET')).toHaveLength(10);
    expect(methods('agentradio').filter((method) => method === 'POST')).toHaveLength(2);
  });

  it('leave all other requests alone', async () => {
    const { url, asked } = await realServer();
    const mock = createMock();
    const server = setupServer(...handlers(mock));
    server.listen({ onUnhandledRequest: 'bypass' });
    onTestFinished(() => server.close());
    const others = [
      'GET /',
      'GET /api/heartbeat',
      'POST /api/heartbeats',
      'POST /api/heartbeat/',
      'POST /backend/api/heartbeat',
      'POST /xapi/heartbeat',
      'GET /api/v1/home/more',
      'GET /__admin/health',
      'DELETE /api/shows',
    ];
    for (const other of others) {
      const [method = '', path] = other.split(' ');
      expect(await (await fetch(url + path, { method })).text()).toBe('real');
    }
    expect(asked).toEqual(others);
    expect(mock.journal.size).toBe(0);
  });

  it('answer for sessions, each by itself', async () => {
    const mock = createMock({ clock: manualClock(START) });
    const session = mock.session();
    listening(session);
    await fetch('https://radio.example/api/heartbeat', heartbeat);
    expect(mock.journal.size).toBe(0);
    expect(session.journal.size).toBe(1);
  });

  it('wait by the clock of the mock alone', async () => {
    const clock = manualClock(START);
    const mock = behindMsw({ clock });
    mock.faults = [{ reply: { delay: 3_600_000 } }];
    const answer = fetch('https://radio.example/api/shows');
    await waitForExchanges(mock.journal, {});
    clock.advance(3_600_000);
    expect((await answer).status).toBe(200);
  });
});

describe('baseUrl', () => {
  /** The status that handlers answer a heartbeat with; undefined where they leave it alone. */
  const asked = async (all: HttpHandler[], url: string) =>
    (await getResponse(all, new Request(url, heartbeat)))?.status;

  it('narrows to an origin', async () => {
    const all = handlers(createMock(), { baseUrl: 'http://localhost:3000' });
    expect(await asked(all, 'http://localhost:3000/api/heartbeat')).toBe(200);
    expect(await asked(all, 'http://localhost:3001/api/heartbeat')).toBeUndefined();
  });

  it.each(['https://corp.example/radio', 'https://corp.example/radio/', '/radio'])(
    'may have a path, as in %s',
    async (baseUrl) => {
      const mock = createMock({ contracts: ['agentradio'] });
      const all = handlers(mock, { baseUrl });
      expect(await asked(all, 'https://corp.example/radio/api/heartbeat?a=b')).toBe(200);
      expect(paths(mock)).toEqual(['/api/heartbeat?a=b']);
      expect(await asked(all, 'https://corp.example/api/heartbeat')).toBeUndefined();
    },
  );

  it('is taken by its text, whatever it holds', async () => {
    const all = handlers(createMock(), { baseUrl: 'http://local.host/a+b(c)' });
    expect(await asked(all, 'http://local.host/a+b(c)/api/heartbeat')).toBe(200);
    expect(await asked(all, 'http://local-host/a+b(c)/api/heartbeat')).toBeUndefined();
  });

  it('can be another one for each contract', async () => {
    const mock = createMock();
    const baseUrl = { agentmc: 'https://mc.example/api/v1', agentradio: 'https://radio.example' };
    const all = handlers(mock, { baseUrl });
    expect(await asked(all, 'https://radio.example/api/heartbeat')).toBe(200);
    expect(await asked(all, 'https://mc.example/api/v1/agents/heartbeat')).toBe(401);
    expect(mock.journal.all().map(({ contract }) => contract)).toEqual(['agentradio', 'agentmc']);
    expect(await asked(all, 'https://mc.example/api/heartbeat')).toBeUndefined();
  });

  it.each([
    ['localhost:3000', 'baseUrl: "localhost:3000" is neither a URL, such as http://localhost:3000'],
    [
      { agentmd: 'http://x.example' },
      'baseUrl.agentmd: there is no such contract here; there is agentmc, agentradio',
    ],
    [['http://x.example'], 'baseUrl must be a URL or a path'],
    [3, 'baseUrl must be a URL or a path'],
    [{ agentmc: 3 }, 'baseUrl.agentmc must be a URL or a path'],
  ])('has to be one: %j', (baseUrl, message) => {
    const given = baseUrl as never;
    expect(() => handlers(createMock(), { baseUrl: given })).toThrow(message);
    if (typeof baseUrl === 'string') return;
    expect(() => agentmcHeartbeatHandler(() => undefined, { baseUrl: given })).toThrow(
      message.split(';', 1)[0],
    );
  });

  it('may be a URL object', async () => {
    const all = handlers(createMock(), { baseUrl: new URL('https://radio.example') });
    expect(await asked(all, 'https://radio.example/api/heartbeat')).toBe(200);
    expect(await asked(all, 'https://other.example/api/heartbeat')).toBeUndefined();
  });
});

describe('handlers of what is no mock', () => {
  it.each([undefined, {}, createMock().journal])('are refused: %o', (mock) => {
    expect(() => handlers(mock as never)).toThrow(
      'handlers needs a mock, as createMock() makes it',
    );
    if (mock === undefined) return;
    const make = () => agentmcHeartbeatHandler(() => undefined, { mock: mock as never });
    expect(make).toThrow('mock must be one that createMock() made');
  });
});

describe('a fault', () => {
  const BREAKS_OFF: readonly Fault[] = ['MALFORMED_RESPONSE_CHUNK', 'TRUNCATED_RESPONSE'];
  const NOTHING = (Object.keys(FAULTS) as Fault[]).filter(
    (fault) => fault !== 'NO_RESPONSE' && !BREAKS_OFF.includes(fault),
  );

  it.each(NOTHING)('%s is a network error', async (fault) => {
    const mock = behindMsw();
    mock.faults = [{ reply: { fault } }];
    expect(await failure(fetch('https://radio.example/api/shows'))).toBe('TypeError');
    const request = http.request('http://radio.example/api/shows').end();
    const [error] = (await once(request, 'error')) as [Error];
    expect(error).toBeInstanceOf(Error);
    expect(mock.journal.all()).toMatchObject([{ fault }, { fault }]);
  });

  it.each(BREAKS_OFF)('%s breaks the body off', async (fault) => {
    const mock = behindMsw();
    mock.faults = [{ reply: { fault } }];
    const response = await fetch('https://radio.example/api/shows');
    expect(response.status).toBe(200);
    expect(await failure(response.text())).toBe('TypeError');
  });

  it('NO_RESPONSE lasts until the client gives up', async () => {
    const mock = behindMsw();
    mock.faults = [{ reply: { fault: 'NO_RESPONSE' } }];
    const controller = new AbortController();
    const answer = failure(fetch('https://radio.example/api/shows', { signal: controller.signal }));
    await waitForExchanges(mock.journal, {});
    controller.abort();
    expect(await answer).toBe('AbortError');
  });
});

describe('planted addresses', () => {
  it('are answered, so that whoever follows them is seen', async () => {
    const mock = behindMsw({ contracts: ['agentradio'], scenario: 'injected-instructions' });
    const home = await fetch('https://radio.example/api/v1/home', { headers: HEADERS });
    const text = await home.text();
    const found = [
      ...text.matchAll(/https?:\/\/[^\s"\\<>)]+(?:canary|planted)\/[^\s"\\<>)]+/g),
    ].map(([url]) => url.replace(/[.,;]$/, ''));
    expect(found.length).toBeGreaterThan(0);
    for (const url of found) await fetch(url);
    const followed = mock.journal.all().filter(({ canary }) => canary !== undefined);
    expect(followed).toHaveLength(found.length);
  });

  it('are nowhere but where the contract was asked for', async () => {
    const mock = createMock();
    const all = handlers(mock);
    const planted = (origin: string) => getResponse(all, new Request(`${origin}/planted/thing`));
    expect(await planted('https://unrelated.example')).toBeUndefined();
    await getResponse(all, new Request('https://radio.example/api/shows'));
    expect(await planted('https://unrelated.example')).toBeUndefined();
    expect((await planted('https://radio.example'))?.status).toBe(200);
    expect(mock.journal.all()).toMatchObject([{ operation: 'shows' }, { canary: 'thing' }]);
  });

  it('are those of the origin that the mock was given', async () => {
    const mock = behindMsw({ canaryUrl: 'http://trap.example:8080' });
    expect(mock.canaryUrl).toBe('http://trap.example:8080');
    await fetch('http://trap.example:8080/canary/default/one', { method: 'PUT' });
    expect(mock.journal.all()).toMatchObject([{ canary: 'one', origin: 'foreign' }]);
  });
});
