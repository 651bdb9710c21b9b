import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/index.ts';
import {
  archive,
  asMitmproxy,
  entry,
  mcBeats,
  modelCalls,
  radioDay,
  RADIO_KEY,
  readFrom,
  START,
  verdictsOf,
} from '../support/recordings.ts';

const RADIO = { contract: 'agentradio', state: 'on_shift' } as const;

/** A log as a browser writes it: fields of its own, and no answer where one was blocked. */
function asChrome(entries: ReturnType<typeof radioDay>, failing: number) {
  return archive(
    entries.map((one, index) => ({
      _initiator: { type: 'script', stack: { callFrames: [] } },
      _priority: 'High',
      _resourceType: 'fetch',
      _connectionId: '42',
      cache: {},
      pageref: 'page_1',
      ...one,
      ...(index === failing && {
        response: {
          status: 0,
          statusText: '',
          httpVersion: '',
          headers: [],
          cookies: [],
          content: { size: 0, mimeType: 'x-unknown' },
          redirectURL: '',
          headersSize: -1,
          bodySize: -1,
          _transferSize: 0,
          _error: 'net::ERR_CONNECTION_REFUSED',
        },
      }),
    })),
  );
}

describe('an archive of another tool', () => {
  it('that leaves answers out blames no client for them', async () => {
    const bare = (size: number | undefined) =>
      archive(
        radioDay(6).map(({ response, ...one }) => ({
          ...one,
          response: { ...response, content: { mimeType: '', ...(size !== undefined && { size }) } },
        })),
      );
    for (const size of [undefined, 812]) {
      const read = await readFrom(bare(size), 'agentradio');
      expect(read[0]?.response.body).toBe('[not recorded]');
      const verdicts = verdictsOf(read, RADIO);
      expect(Object.values(verdicts)).not.toContain('fail');
      expect(verdicts).toMatchObject({ 'AR-C-001': 'pass', 'AR-C-005': 'pass' });
    }
    // What is empty is known to be so.
    const [empty] = await readFrom(bare(0), 'agentradio');
    expect(empty?.response.body).toBe('');
  });

  it('that leaves bodies of requests out leaves open what stood in them', async () => {
    const bare = archive(
      mcBeats(6).map((one) => ({
        ...one,
        request: { ...one.request, postData: undefined, bodySize: 812 },
      })),
    );
    const verdicts = verdictsOf(await readFrom(bare, 'agentmc'), { contract: 'agentmc' });
    expect(Object.values(verdicts)).not.toContain('fail');
    expect(verdicts).toMatchObject({ 'AMC-C-001': 'inconclusive', 'AMC-C-003': 'inconclusive' });
  });

  it('of mitmproxy: HTTP/2, answers in base64, repeated headers', async () => {
    const home = { actions: [], quick_links: { inbox: 'https://agentradio.com/api/v1/inbox' } };
    const read = await readFrom(asMitmproxy(radioDay(6, undefined, undefined, home)), 'agentradio');
    expect(read[0]).toMatchObject({
      id: 1,
      at: START,
      contract: 'agentradio',
      operation: 'home',
      request: { method: 'GET', path: '/api/v1/home', headers: { host: 'agentradio.com' } },
      response: { status: 200, headers: { 'set-cookie': 'a=1, b=2' }, body: JSON.stringify(home) },
    });
    expect(Object.keys(read[0]?.request.headers ?? {})).toEqual(['host', 'authorization']);
    expect(verdictsOf(read, RADIO)).toMatchObject({
      'AR-C-001': 'pass',
      'AR-C-002': 'pass',
      'AR-C-003': 'pass',
      'AR-C-005': 'pass',
    });
  });

  it('of mitmproxy, for AgentMC', async () => {
    const read = await readFrom(asMitmproxy(mcBeats(6)), 'agentmc');
    expect(read.map(({ operation, request }) => [operation, request.path])).toEqual(
      Array.from({ length: 6 }, () => ['agentHeartbeat', '/api/v1/agents/heartbeat']),
    );
    expect(verdictsOf(read, { contract: 'agentmc' })).toMatchObject({
      'AMC-C-001': 'pass',
      'AMC-C-002': 'pass',
      'AMC-C-007': 'pass',
    });
  });

  it('of a browser: an answer that never came is a failure', async () => {
    const read = await readFrom(asChrome(mcBeats(4), 2), 'agentmc');
    expect(read.map(({ response }) => response.status)).toEqual([200, 200, 0, 200]);
    const radio = await readFrom(asChrome(radioDay(4), 3), 'agentradio');
    expect(radio[3]).toMatchObject({ operation: 'heartbeat', response: { status: 0, body: '' } });
    expect(verdictsOf(radio, RADIO)).not.toMatchObject({ 'AR-C-002': 'fail' });
  });

  it('with a form: its fields are the body', async () => {
    const [home, beat] = radioDay(1);
    const form = { mimeType: 'application/x-www-form-urlencoded' };
    const params = [
      { name: 'status', value: 'on line' },
      { name: 'apiKey', value: RADIO_KEY },
    ];
    const request = { ...beat?.request, postData: { ...form, text: '', params } };
    const read = await readFrom(archive([home as object, { ...beat, request }]), 'agentradio');
    expect(read[1]?.request.body).toMatch(/^status=on\+line&apiKey=\[redacted:\w{8}\]$/);
  });

  it('may hold what is no HTTP, fields of its own, and nothing where there is nothing', async () => {
    const [home, beat] = radioDay(1) as [object, object];
    const other = (url: string) => entry({ at: 1, url });
    const read = await readFrom(
      archive([
        { ...home, _origin: 'https://tool.example', _session: 5, _operation: null, _fault: 'none' },
        other('data:text/plain,x'),
        other('chrome-extension://abc/x.js'),
        other('wss://evil.example/socket'),
        { ...beat, request: { ...(beat as ReturnType<typeof entry>).request, postData: null } },
        { ...home, response: { status: 0, headers: [], content: { text: null } } },
      ]),
      'agentradio',
    );
    expect(
      read.map(({ operation, request, origin }) => [origin, operation ?? request.path]),
    ).toEqual([
      [undefined, 'home'],
      [undefined, 'home'],
      ['foreign', 'https://evil.example/socket'],
      [undefined, 'heartbeat'],
    ]);
  });

  it('may hold headers with the names of what all objects have', async () => {
    const [home] = radioDay(1);
    const headers = [...(home?.request.headers ?? []), { name: 'constructor', value: 'one' }];
    const odd = { ...home, request: { ...home?.request, headers } };
    const [read] = await readFrom(archive([odd]), 'agentradio');
    expect(Object.entries(read?.request.headers ?? {})).toEqual(
      expect.arrayContaining([['constructor', 'one']]),
    );
  });

  it('is in order of time, that of the file where times are equal', async () => {
    const at = (seconds: number, path: string) =>
      entry({ at: seconds * 1000, url: `https://agentradio.com${path}` });
    const read = await readFrom(
      archive([at(2, '/b'), at(2, '/c'), at(1, '/a'), at(3, '/api/v1/home')]),
      'agentradio',
    );
    expect(read.map(({ id, request }) => `${id} ${request.path}`)).toEqual([
      '1 /a',
      '2 /b',
      '3 /c',
      '4 /api/v1/home',
    ]);
  });
});

describe('exchanges line by line', () => {
  const lines = (entries: ReturnType<typeof radioDay>, host?: string) =>
    entries.map(({ startedDateTime, request, response }) => {
      const { pathname, search, href } = new URL(request.url);
      const headers = Object.fromEntries(request.headers.map(({ name, value }) => [name, value]));
      return JSON.stringify({
        at: Date.parse(startedDateTime),
        request: {
          method: request.method,
          path: host === undefined ? href : pathname + search,
          headers: host === undefined ? headers : { Host: host, ...headers },
          body: request.postData?.text,
        },
        response: { status: response.status, headers: {}, body: response.content.text },
      });
    });

  it.each([
    ['as usual', (all: string[]) => `${all.join('\n')}\n`],
    ['with CRLF', (all: string[]) => `${all.join('\r\n')}\r\n`],
    ['with a BOM', (all: string[]) => `\uFEFF${all.join('\n')}`],
    ['with empty lines, the first one too', (all: string[]) => `\n \n${all.join('\n\n')}\n\n`],
    ['out of order', (all: string[]) => all.toReversed().join('\n')],
  ])('%s', async (_, text) => {
    const read = await readFrom(text(lines(radioDay(3))), 'agentradio');
    const plain = await readFrom(archive(radioDay(3)), 'agentradio');
    const withoutHeaders = (all: Exchange[]) =>
      all.map((one) => ({ ...one, response: { ...one.response, headers: {} } }));
    expect(withoutHeaders(read)).toEqual(withoutHeaders(plain));
  });

  it('a single one is enough', async () => {
    expect(await readFrom(lines(radioDay(1))[1] ?? '', 'agentradio')).toHaveLength(1);
  });

  it('with the host in a header: what went to another one is foreign', async () => {
    const text = [
      ...lines(radioDay(3), 'agentradio.com'),
      ...lines(modelCalls(3), 'api.llm.example'),
    ];
    const read = await readFrom(text.join('\n'), 'agentradio');
    const origins = read.map(({ request, origin }) => [request.headers['host'], origin]);
    expect(origins).toContainEqual(['agentradio.com', undefined]);
    expect(origins).toContainEqual(['api.llm.example', 'foreign']);
    expect(origins).not.toContainEqual(['api.llm.example', undefined]);
    const chosen = { url: 'https://agentradio.com' };
    expect(await readFrom(text.join('\n'), 'agentradio', chosen)).toEqual(read);
  });

  it('an archive may begin with a BOM too', async () => {
    const text = `\uFEFF${JSON.stringify(archive(radioDay(1)), null, 2).replaceAll('\n', '\r\n')}`;
    expect(await readFrom(text, 'agentradio')).toHaveLength(2);
  });
});
