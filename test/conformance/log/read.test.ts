import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readLog, type ReadLogOptions } from '../../../src/conformance/log/read.ts';
import { FileError, OptionError } from '../../../src/errors.ts';
import { createMock, manualClock, type Exchange } from '../../../src/index.ts';
import { toHar, toNdjson } from '../../../src/mock/export.ts';
import { builtIn, type ContractId } from '../../../src/mock/registry.ts';
import { examples } from '../../support/heartbeats.ts';
import { anyRequest } from '../../support/requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'heartbeat-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILE = join(folder, 'log');
const MARK = '[redacted:';

/** Reads a log that is given as text, or as an object to be written as JSON. */
function read(
  content: unknown,
  contract: ContractId = 'agentradio',
  options?: ReadLogOptions,
): Promise<Exchange[]> {
  writeFileSync(FILE, typeof content === 'string' ? content : JSON.stringify(content));
  return readLog(FILE, builtIn[contract], options);
}

interface EntryOptions {
  readonly at?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/** An entry of an archive: a heartbeat unless another request is asked for. */
function entry({
  at = '2026-05-18T16:00:00.000Z',
  method = 'POST',
  url = 'https://agentradio.com/api/heartbeat',
  headers = { authorization: 'Bearer ar_agent_demo' },
  body = '{"status":"idle"}',
  answer = {},
  text = '{"ok":true}',
}: EntryOptions = {}) {
  const list = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([name, value]) => ({ name, value }));
  return {
    startedDateTime: at,
    time: 12,
    request: { method, url, headers: list(headers), postData: { mimeType: 'x', text: body } },
    response: { status: 200, headers: list(answer), content: { text } },
  };
}

const har = (...entries: object[]) => ({ log: { version: '1.2', entries } });
const get = (url: string, more: EntryOptions = {}) => entry({ method: 'GET', url, ...more });

/** What judges look at, and what an archive keeps. */
function essence({ at, session, simulated, canary, origin, request, response }: Exchange) {
  const { host: _, ...headers } = request.headers;
  return { at, session, simulated, canary, origin, request: { ...request, headers }, response };
}

describe('the journal of a mock', () => {
  /** A mock to which all kinds of things happened. */
  function busy() {
    const clock = manualClock('2026-05-18T16:00:00Z');
    const mock = createMock({ clock });
    const send = (method: string, path: string, more: object = {}, body?: unknown) => {
      mock.handle({
        method,
        path,
        headers: { host: 'mock.test', authorization: 'Bearer ar_agent_demo', ...more },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      clock.advance(1234);
    };
    send('POST', '/api/heartbeat', {}, examples.agentradio);
    send('POST', '/api/v1/heartbeat', { prefer: 'code=429' }, { status: 'idle' });
    send('GET', '/api/v1/home?limit=3&q=%e2%82%ac');
    send('GET', '/x/api/heartbeat');
    send('GET', '/planted/hint.md');
    send('GET', '/canary/default/hint', { host: 'canary.invalid' });
    send('POST', '/api/v1/agents/heartbeat', { 'x-api-key': 'mca_demo' }, examples.agentmc);
    mock.faults = [{ reply: { fault: 'NO_RESPONSE' } }];
    send('GET', '/api/shows');
    return mock.journal.all();
  }

  it.each(['agentradio', 'agentmc'] as const)(
    'is the same for clients of %s, read again from lines of JSON',
    async (contract) => {
      const journal = busy();
      const log = await read(toNdjson(journal), contract);
      expect(log.map(essence)).toEqual(journal.map(essence));
      expect(log.map(({ id }) => id)).toEqual(journal.map(({ id }) => id));
      expect(log.map(({ operation }) => operation)).toEqual(
        journal.map((one) => (one.contract === contract ? one.operation : undefined)),
      );
      expect(log.map(({ fault }) => fault)).toEqual(journal.map(({ fault }) => fault));
    },
  );

  it.each(['http://mock.test', 'http://127.0.0.1:4010/__sessions/3'])(
    'is the same read again from an archive made at %s, where an answer that never came has no status',
    async (origin) => {
      const journal = busy();
      const log = await read(toHar(journal, { origin, version: '1' }));
      const answered = journal.map((one) =>
        one.fault === undefined ? one : { ...one, response: { ...one.response, status: 0 } },
      );
      expect(log.map(essence)).toEqual(answered.map(essence));
      expect(log.map(({ operation }) => operation)).toEqual(
        journal.map((one) => (one.contract === 'agentradio' ? one.operation : undefined)),
      );
      expect(log.at(-1)).toMatchObject({ fault: 'NO_RESPONSE' });
    },
  );

  it('tells agents apart by what stands in the marks of their keys', async () => {
    const mock = createMock();
    for (const key of ['ar_agent_a', 'ar_agent_b', 'ar_agent_a']) {
      const headers = { authorization: `Bearer ${key}` };
      mock.handle({ method: 'GET', path: '/api/v1/home', headers });
    }
    const [a, b, again] = await read(toNdjson(mock.journal.all()));
    expect(a?.key).toMatch(/^[0-9a-f]{8}$/);
    expect(a?.request.headers['authorization']).toBe(`Bearer ${MARK}${a?.key}]`);
    expect(again?.key).toBe(a?.key);
    expect(b?.key).not.toBe(a?.key);
    // A log with keys says the same of them as a mock that was asked for no other seed.
    const [raw] = await read(har(entry({ headers: { authorization: 'Bearer ar_agent_a' } })));
    expect(raw?.key).toBe(a?.key);
  });

  it('keeps times, methods, paths, statuses and bodies, whatever passed', async () => {
    const requests = fc.array(anyRequest(['', '_flaky', '_invalid']), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(requests, fc.constantFrom('har', 'ndjson'), async (all, format) => {
        const clock = manualClock('2026-05-18T16:00:00Z');
        const mock = createMock({ clock });
        const headers = { authorization: 'Bearer ar_agent_a' };
        mock.handle({ method: 'GET', path: '/api/v1/home', headers });
        for (const request of all) {
          mock.handle(request);
          clock.advance(17);
        }
        const journal = mock.journal.all();
        const isArchive = format === 'har';
        const log = await read(
          isArchive ? toHar(journal, { origin: 'http://a.test', version: '1' }) : toNdjson(journal),
        );
        const pathOf = (path: string) => {
          if (!isArchive) return path;
          const { pathname, search } = new URL(
            `http://a.test${path.startsWith('/') ? '' : '/'}${path}`,
          );
          return pathname + search;
        };
        const seen = ({ at, request, response }: Exchange, path: string) => ({
          at,
          method: request.method,
          path,
          body: request.body,
          status: response.status,
          answer: response.body,
        });
        expect(log.map((one) => seen(one, one.request.path))).toEqual(
          journal.map((one) => seen(one, pathOf(one.request.path))),
        );
        expect(log.every(({ origin }) => origin === undefined)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an archive', () => {
  it('of mitmproxy, with repeated headers, forms and times to the microsecond', async () => {
    const [first, second] = await read({
      log: {
        version: '1.2',
        creator: { name: 'mitmproxy', version: '10.1.1', comment: '' },
        pages: [],
        entries: [
          {
            startedDateTime: '2026-05-18T18:00:00.654321+02:00',
            time: 31,
            request: {
              method: 'POST',
              url: 'https://agentradio.com/api/heartbeat',
              httpVersion: 'HTTP/1.1',
              cookies: [],
              headers: [
                { name: 'Host', value: 'agentradio.com' },
                { name: 'Accept', value: 'text/html' },
                { name: 'Authorization', value: 'Bearer ar_agent_demo' },
                { name: 'accept', value: 'application/json' },
              ],
              queryString: [],
              headersSize: 99,
              bodySize: 17,
              postData: {
                mimeType: 'application/x-www-form-urlencoded',
                text: '',
                params: [{ name: 'status', value: 'idle now' }, { name: 'empty' }],
              },
            },
            response: {
              status: 200,
              statusText: 'OK',
              httpVersion: 'HTTP/1.1',
              cookies: [],
              headers: [],
              content: { size: 11, mimeType: 'application/json', text: '{"ok":true}' },
              redirectURL: '',
            },
            cache: {},
            timings: {},
            serverIPAddress: '93.184.216.34',
          },
          get('https://agentradio.com/api/v1/home', { at: '2026-05-18T16:00:00.123456+00:00' }),
        ],
      },
    });
    expect(first).toMatchObject({
      id: 1,
      operation: 'home',
      at: Date.UTC(2026, 4, 18, 16, 0, 0, 123),
    });
    expect(second).toMatchObject({
      id: 2,
      at: Date.UTC(2026, 4, 18, 16, 0, 0, 654),
      operation: 'heartbeat',
      contract: 'agentradio',
      session: 'default',
      request: {
        path: '/api/heartbeat',
        headers: { host: 'agentradio.com', accept: 'text/html, application/json' },
        body: 'status=idle+now&empty=',
      },
      response: { status: 200, body: '{"ok":true}' },
    });
  });

  it('of Chrome, with HTTP/2, sockets, base64, and answers that never came', async () => {
    const http2 = {
      ':authority': 'agentradio.com',
      ':method': 'POST',
      ':path': '/api/heartbeat',
      ':scheme': 'https',
      authorization: 'Bearer ar_agent_demo',
    };
    const encoded = Buffer.from('{"ok":true,"name":"Zoë"}').toString('base64');
    const beat = entry({ headers: http2 });
    const lost = get('https://agentradio.com/api/v1/home', { headers: {} });
    const log = await read({
      log: {
        creator: { name: 'WebInspector', version: '537.36' },
        pages: [{ id: 'page_1' }],
        entries: [
          {
            ...beat,
            _initiator: { type: 'script' },
            _priority: 'High',
            _resourceType: 'fetch',
            // Others use names of ours for something else.
            _session: 7,
            _fault: 'net::ERR_FAILED',
            _origin: 'https://agentradio.com',
            response: {
              ...beat.response,
              content: { size: 9, mimeType: 'application/json', text: encoded, encoding: 'base64' },
            },
          },
          {
            ...lost,
            request: { ...lost.request, postData: null },
            response: { status: 0, statusText: '', headers: [], content: null, _error: 'net::ERR' },
          },
          get('wss://agentradio.com/live'),
        ],
      },
    });
    expect(log).toMatchObject([
      {
        operation: 'heartbeat',
        session: 'default',
        response: { status: 200, body: '{"ok":true,"name":"Zoë"}' },
      },
      { operation: 'home', request: { body: '' }, response: { status: 0, body: '' } },
      { request: { path: '/live' } },
    ]);
    expect(Object.keys(log[0]?.request.headers ?? {}).toSorted()).toEqual([
      'authorization',
      'host',
    ]);
    expect(log.every(({ origin, fault }) => origin === undefined && fault === undefined)).toBe(
      true,
    );
  });

  it('keeps headers apart whose names every object knows', async () => {
    const headers = { constructor: 'x', 'to-string': 'y', toString: 'z' };
    const [one] = await read(har(entry({ headers })));
    expect(one?.request.headers).toMatchObject({ constructor: 'x', tostring: 'z' });
  });

  it('is in order of time, that of the file where times are equal', async () => {
    const at = (second: number) => `2026-05-18T16:00:0${second}Z`;
    const urls = ['b', 'c', 'a'].map((name) => `https://agentradio.com/${name}`);
    const log = await read(
      har(
        get(urls[0] as string, { at: at(2) }),
        get(urls[1] as string, { at: at(2) }),
        get(urls[2] as string, { at: at(1) }),
        entry({ at: at(3) }),
      ),
    );
    expect(log.map(({ id, request }) => `${id} ${request.path}`)).toEqual([
      '1 /a',
      '2 /b',
      '3 /c',
      '4 /api/heartbeat',
    ]);
  });

  it('takes a time without a zone for UTC, as in journals', async () => {
    const [one] = await read(har(entry({ at: '2026-05-18T16:00:00' })));
    expect(one?.at).toBe(Date.UTC(2026, 4, 18, 16));
  });
});

describe('the service', () => {
  const placesOf = async (
    urls: readonly string[],
    contract: ContractId = 'agentradio',
    options?: ReadLogOptions,
  ) => {
    const list = urls.map((url) => {
      const [method = '', address = ''] = url.split(' ');
      return entry({ method, url: address, headers: { 'x-api-key': 'mca_demo' } });
    });
    const log = await read(har(...list), contract, options);
    return log.map(({ operation, origin, request }) =>
      [operation ?? '-', ...(origin ? [origin] : []), request.path].join(' '),
    );
  };

  it('is below whatever stands before an operation, in each session of a mock', async () => {
    expect(
      await placesOf([
        'POST http://127.0.0.1:4010/__sessions/1/api/heartbeat',
        'GET http://127.0.0.1:4010/__sessions/1/planted/a?b=c',
        'POST http://127.0.0.1:4010/__sessions/2/api/heartbeat',
        'GET http://127.0.0.1:4010/__sessions/1/api/v1/hom',
        'GET http://127.0.0.1:4010/__sessions/11/none',
      ]),
    ).toEqual([
      'heartbeat /api/heartbeat',
      '- /planted/a?b=c',
      'heartbeat /api/heartbeat',
      '- /api/v1/hom',
      '- /__sessions/11/none',
    ]);
  });
});

describe('a key', () => {
  const KEY = 'ar_agent_S3CRET/x+y==';
  const ODD = 'odd-S3CRET/x+y==';
  const full = (text: string) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

  it.each([
    ['that looks like one', KEY],
    ['that looks like none', ODD],
    ['of another contract', 'mca_S3CRET'],
  ])('%s is nowhere in what is read', async (_, key) => {
    const url = 'https://agentradio.com/api/v1/home';
    const base64 = get(url, { text: Buffer.from(`{"a":"${key}"}`).toString('base64') });
    Object.assign(base64.response.content, { encoding: 'base64' });
    const log = await read(
      har(
        // Handed out before it is used.
        get(url, { text: JSON.stringify({ next: key }) }),
        entry({ headers: { Authorization: `Bearer ${key}` } }),
        entry({ headers: {}, body: JSON.stringify({ status: 'idle', apiKey: key }) }),
        entry({ body: JSON.stringify({ status: 'idle', currentTask: `I am ${key}` }) }),
        entry({ body: `status=idle&api_key=${encodeURIComponent(key)}` }),
        get(`${url}?apiKey=${encodeURIComponent(key)}&q=${full(key)}#${key}`),
        get(`${url}/${full(key)}`, {
          headers: { 'x-note': key, ...(key === ODD ? {} : { [`x-${key}`]: 'x' }) },
        }),
        get(url, { headers: { cookie: `a=${key}` }, answer: { 'set-cookie': `a=${key}` } }),
        get(url, { answer: { location: `/?k=${full(key)}` }, text: `see ${key}` }),
        get(`https://evil.test/${full(key)}`, { headers: { Authorization: `Bearer ${key}` } }),
        get(`https://${encodeURIComponent(key)}:x@evil.test/`),
        base64,
        { ...get(url), _session: key, _canary: key, _simulated: key },
      ),
    );
    const text = JSON.stringify(log);
    expect(text).not.toMatch(/s3cret/i);
    expect(decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))).not.toMatch(/S3CRET/);
    const [, first] = log;
    expect(log[0]?.response.body).toContain(`${MARK}${first?.key}]`);
    expect(log[2]?.key).toBe(first?.key);
  });

  it('that an answer hands out in a header is not in its body either', async () => {
    const answer = { 'x-auth-token': 'S3CRET-odd', 'www-authenticate': 'Bearer realm="x"' };
    const [one] = await read(har(entry({ answer, text: '{"a":"S3CRET-odd","b":"Bearer"}' })));
    expect(JSON.stringify(one)).not.toContain('S3CRET');
    expect(one?.response.body).toContain('"b":"Bearer"');
    expect(one?.response.headers['www-authenticate']).toBe('Bearer realm="x"');
  });

  it('that is empty is none', async () => {
    const [one] = await read(har(entry({ headers: { authorization: 'Bearer ' } })));
    expect(one?.key).toBeUndefined();
    const [agent] = await read(
      har(
        entry({
          url: 'https://agentmc.ai/api/v1/agents/heartbeat',
          headers: { 'x-api-key': '' },
        }),
      ),
      'agentmc',
    );
    expect(agent?.key).toBeUndefined();
  });
});

describe('a file', () => {
  const [line = ''] = toNdjson([
    {
      id: 1,
      at: 0,
      session: 'default',
      contract: 'agentradio',
      operation: 'home',
      request: { method: 'GET', path: '/api/v1/home', headers: {}, body: '' },
      response: { status: 200, headers: {}, body: '' },
    },
  ]).split('\n');
  const bare =
    '{"at":0,"request":{"method":"GET","path":"/api/v1/home","headers":{}},"response":{"status":200,"headers":{}}}';

  it.each([
    ['begins with a byte order mark', `\uFEFF${line}\n${line}\n`],
    ['has empty lines', `${line}\n\n${line}\n\n \n`],
    ['has the line ends of Windows', `${line}\r\n${line}\r\n`],
    ['says no more than what passed', `${bare}\n${bare}`],
  ])('may be one that %s', async (_, text) => {
    expect(await read(text)).toMatchObject([
      { id: 1, operation: 'home', session: 'default' },
      { id: 2, operation: 'home' },
    ]);
  });

  it('may be an archive that begins with a byte order mark, over several lines', async () => {
    expect(await read(`\uFEFF${JSON.stringify(har(entry()), null, 2)}`)).toHaveLength(1);
  });

  const { startedDateTime: _at, ...timeless } = entry();
  const { response: _response, ...unanswered } = entry();
  const edited = (edit: (value: Record<string, Record<string, unknown>>) => void) => {
    const value = JSON.parse(line) as Record<string, Record<string, unknown>>;
    edit(value);
    return JSON.stringify(value);
  };

  it.each<[string, unknown, string]>([
    ['is empty', ' \n', 'there is nothing in it'],
    ['holds no request', har(), 'there is no request in it'],
    ['is something else', 'GET / HTTP/1.1', 'neither an HTTP archive (HAR) nor JSON line by line'],
    ['is cut off', JSON.stringify(har(entry())).slice(0, -9), 'it may be cut off'],
    ['has other requests', har(get('https://a.test/')), 'is it the right contract?'],
    [
      'has a wrong date',
      har(entry(), entry({ at: '5' })),
      'log.entries[1].startedDateTime: must be',
    ],
    ['lacks a date', har(timeless), 'log.entries[0].startedDateTime: is missing'],
    ['lacks an answer', har(unanswered), 'log.entries[0].response: is missing'],
    [
      'has a path for a URL',
      har(get('/api')),
      'log.entries[0].request.url: must be a full address',
    ],
    ['lacks a time', edited((one) => delete one['at']), ':1: at: is missing'],
    [
      'has a time beyond all dates',
      line.replace('"at":0', '"at":1e300'),
      ':1: at: must be at most',
    ],
    [
      'lacks a path',
      `${line}\n${edited((one) => delete one['request']?.['path'])}`,
      ':2: request.path: is missing',
    ],
  ])('that %s is refused in a sentence without keys', async (_, content, words) => {
    const error = await read(content).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FileError);
    const { message } = error as FileError;
    expect(message).toContain(FILE);
    expect(message).toContain(words);
    expect(message).not.toContain('CANARY');
  });

  it('is not read with a base URL that is none', async () => {
    const url = 'agentradio.com/ar_agent_CANARY';
    const error = await read(line, 'agentradio', { url }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OptionError);
    expect((error as Error).message).not.toContain('CANARY');
  });

  it('takes as long as it is, and no longer', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        edited((one) => {
          Object.assign(one, { at: index });
          const headers = { authorization: `Bearer odd-key-${index}` };
          Object.assign(one['request'] ?? {}, { headers, body: '{"status":"idle"}' });
        }),
      ).join('\n');
    const timed = async (text: string) => {
      const start = performance.now();
      await read(text);
      return performance.now() - start;
    };
    await timed(many(1000));
    const some = await timed(many(4000));
    expect(await timed(many(16_000))).toBeLessThan(Math.max(1000, 12 * some));
  });
});
