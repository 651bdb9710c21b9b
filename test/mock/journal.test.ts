import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { createMock, manualClock, type Exchange } from '../../src/index.ts';
import { examples } from '../support/heartbeats.ts';

const PATH = '/api/v1/agents/heartbeat';

function mockWith(journalSize?: number) {
  return createMock({ clock: manualClock('2026-05-18T16:00:00Z'), journalSize });
}

describe('the journal', () => {
  it('records what passed', () => {
    const mock = mockWith();
    mock.handle({
      method: 'POST',
      path: '/api/v1/heartbeat?x=1',
      headers: { authorization: 'Bearer ar_agent_demo', 'user-agent': 'test' },
      body: '{"status":"nope"}',
    });
    expect(mock.journal.all()).toEqual([
      {
        id: 1,
        at: Date.parse('2026-05-18T16:00:00Z'),
        session: 'default',
        contract: 'agentradio',
        operation: 'heartbeatV1',
        key: expect.stringMatching(/^[0-9a-f]{13}$/),
        violations: [
          {
            pointer: '/status',
            field: 'status',
            keyword: 'enum',
            message: 'The status field must be one of online, idle, busy, offline.',
          },
        ],
        request: {
          method: 'POST',
          path: '/api/v1/heartbeat?x=1',
          headers: {
            authorization: expect.stringMatching(/^Bearer \[redacted:[0-9a-f]{8}\]$/),
            'user-agent': 'test',
          },
          body: '{"status":"nope"}',
        },
        response: {
          status: 400,
          headers: expect.objectContaining({ 'content-type': 'application/json' }),
          body: expect.stringContaining('INVALID_STATUS'),
        },
      } satisfies Exchange,
    ]);
  });

  it('records requests that no contract knows', () => {
    const mock = mockWith();
    mock.handle({ method: 'GET', path: '/nowhere', headers: {} });
    expect(mock.journal.all()).toEqual([
      expect.objectContaining({ response: expect.objectContaining({ status: 404 }) }),
    ]);
    expect(mock.journal.all()[0]?.contract).toBeUndefined();
  });

  it('says what was put on', () => {
    const mock = mockWith();
    mock.handle({ method: 'POST', path: PATH, headers: { 'x-api-key': 'mca_x_invalid' } });
    expect(mock.journal.all()).toMatchObject([{ simulated: 'invalid', response: { status: 401 } }]);
  });

  it('keeps the newest exchanges, and counts all', () => {
    const mock = mockWith(3);
    for (let count = 0; count < 5000; count++) {
      mock.handle({ method: 'GET', path: `/${count}`, headers: {} });
    }
    expect(mock.journal.size).toBe(3);
    expect(mock.journal.total).toBe(5000);
    expect(mock.journal.all().map(({ id }) => id)).toEqual([4998, 4999, 5000]);
    expect([...mock.journal].map(({ request }) => request.path)).toEqual([
      '/4997',
      '/4998',
      '/4999',
    ]);
  });

  it('is bounded by size too', () => {
    const mock = mockWith(100_000);
    const body = JSON.stringify({ status: 'x'.repeat(6_000) });
    const sizes = Array.from({ length: 6000 }, () => {
      mock.handle({
        method: 'POST',
        path: '/api/heartbeat',
        headers: { authorization: 'Bearer ar_agent_demo' },
        body,
      });
      return mock.journal.size;
    });
    // Eight mebibytes in all, of which one at most makes room at a time.
    expect(Math.max(...sizes)).toBeLessThanOrEqual((8 * 1024 * 1024) / body.length);
    expect(Math.min(...sizes.slice(2000))).toBeGreaterThan((6 * 1024 * 1024) / body.length);
    const ids = mock.journal.all().map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => 6000 - ids.length + 1 + index));
  });

  it('takes no more memory than what it keeps asks for', () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const used = () => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = used();
    const mocks = Array.from({ length: 10 }, () => mockWith(10));
    for (const mock of mocks) {
      for (let count = 0; count < 1000; count += 1) {
        mock.handle({ method: 'POST', path: PATH, headers: {}, body: 'x'.repeat(2000) });
      }
    }
    const each = (used() - before) / mocks.length;
    expect(mocks.every(({ journal }) => journal.size === 10)).toBe(true);
    expect(each).toBeLessThan(256 * 1024);
  });

  it('cuts off very long bodies', () => {
    const mock = mockWith();
    mock.handle({
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: 'Bearer ar_agent_demo' },
      body: JSON.stringify({ status: 'online', currentTask: 'x'.repeat(900_000) }),
    });
    const [exchange] = mock.journal.all();
    expect(exchange?.response.status).toBe(200);
    expect(exchange?.request.body.length).toBe(65_536);
  });

  it('keeps a second byte order mark, as that is what is wrong', () => {
    const mock = mockWith();
    mock.handle({ method: 'POST', path: PATH, headers: {}, body: '\uFEFF\uFEFF{}' });
    expect(mock.journal.all()[0]?.request.body).toBe('\uFEFF{}');
  });

  it('does not let a listener spoil the request', () => {
    const thrown: unknown[] = [];
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => thrown.push(task));
    const mock = mockWith();
    mock.journal.subscribe(() => {
      throw new Error('listener');
    });
    expect(mock.handle({ method: 'GET', path: '/skill.md', headers: {} }).status).toBe(200);
    expect(thrown).toEqual([expect.any(Function)]);
    expect(thrown[0]).toThrow('listener');
  });

  it('finds and tells', () => {
    const mock = mockWith();
    const heard: number[] = [];
    const unsubscribe = mock.journal.subscribe(({ id }) => heard.push(id));
    mock.handle({ method: 'GET', path: '/api/shows', headers: {} });
    mock.handle({ method: 'GET', path: '/skill.md', headers: {} });
    unsubscribe();
    mock.handle({ method: 'GET', path: '/skill.md', headers: {} });
    expect(heard).toEqual([1, 2]);
    expect(mock.journal.find(({ operation }) => operation === 'skillPage')).toHaveLength(2);
    mock.journal.clear();
    expect(mock.journal.all()).toEqual([]);
  });
});

describe('no secret stands in the journal', () => {
  const secret = 'canary5ecret9zzq';
  const keys = {
    agentmc: `mca_${secret}`,
    agentradio: `ar_agent_${secret}`,
    workspace: `cc_${secret}`,
    listed: `plain-${secret}`,
  };
  const beat = JSON.stringify({ status: 'online' });
  const agentmc = (change: object = {}) => JSON.stringify({ ...examples.agentmc, ...change });
  const escaped = (text: string) =>
    [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

  const requests: Record<string, Parameters<ReturnType<typeof mockWith>['handle']>[0]> = {
    'a Bearer header': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: `Bearer ${keys.agentradio}` },
      body: beat,
    },
    'an X-Api-Key header': {
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': keys.agentmc },
      body: agentmc(),
    },
    'a refused key': {
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': `${keys.agentmc}_invalid` },
    },
    'a key without a prefix': {
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': keys.listed },
      body: agentmc({ note: keys.listed }),
    },
    'a Basic header': {
      method: 'GET',
      path: '/api/v1/home',
      headers: { authorization: `Basic ${btoa(keys.agentradio)}` },
    },
    'a header of another name': {
      method: 'GET',
      path: '/api/shows',
      headers: { 'x-agent-key': keys.agentradio, cookie: `k=${keys.listed}` },
    },
    'the body field': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: JSON.stringify({ status: 'online', apiKey: keys.agentradio }),
    },
    'the body field, with an unknown key': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: `{ "apiKey" : "${keys.listed}", "status": 1 }`,
    },
    'the body field in escapes': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: `{"status":"online","apiKey":"${escaped(keys.agentradio)}"}`,
    },
    'a body that breaks off in the key': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: `{"status":"online","apiKey":"${keys.listed}`,
    },
    'a body that is no JSON': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: `status=online&key=${keys.agentradio}`,
    },
    'telemetry that comes back': {
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': keys.agentmc },
      body: agentmc({ host: { ...examples.agentmc.host, name: keys.agentmc } }),
    },
    'another key than the one in use': {
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': keys.agentmc },
      body: agentmc({ leaked: [keys.workspace, keys.agentradio] }),
    },
    'the query': { method: 'GET', path: `/api/v1/home?apiKey=${keys.listed}&b=1`, headers: {} },
    'the query in escapes': {
      method: 'GET',
      path: `/api/v1/home?q=${encodeURIComponent(keys.agentradio).replace('_', '%5f')}`,
      headers: {},
    },
    'a text, after an escaped line break': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: `Bearer ${keys.agentradio}` },
      body: JSON.stringify({ status: 'online', currentTask: `see\n${keys.agentmc}` }),
    },
    'a key with other characters': {
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': `mca_a.b:${secret}` },
      body: agentmc({ note: `mca_a.b:${secret}` }),
    },
    'a key with a quote': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: `Bearer ar_agent_a"${secret}` },
      body: JSON.stringify({ status: 'online', currentTask: `ar_agent_a"${secret}` }),
    },
    'a key that is listed, in a request with another': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: `Bearer ${keys.agentradio}` },
      body: JSON.stringify({ status: 'online', currentTask: keys.listed }),
    },
    'a key in the body beside one in the header': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: `Bearer ${keys.agentradio}` },
      body: JSON.stringify({ status: 'online', apiKey: `x${secret}`, currentTask: `x${secret}` }),
    },
    'the name of a header': {
      method: 'GET',
      path: '/api/shows',
      headers: { [keys.agentmc]: '1', 'x-auth-token': `q${secret}` },
    },
    'the name of a parameter in escapes': {
      method: 'GET',
      path: `/api/shows?%6bey=q${secret}&x=mca%5F${secret}%zz`,
      headers: {},
    },
    'a body field that is no text': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: JSON.stringify({ apiKey: [`q${secret}`], ApiKey: { x: `q${secret}` } }),
    },
    'a form': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: `apiKey=q${secret}&a=1`,
    },
    'broken JSON in escapes': {
      method: 'POST',
      path: '/api/heartbeat',
      headers: {},
      body: `{"api\\u004bey":"q${secret}","x":"a\\nar_agent\\u005f${secret}`,
    },
    'the query, without a prefix, where no route is': {
      method: 'GET',
      path: `/nowhere?q=${keys.listed}`,
      headers: { 'x-api-key': keys.listed },
    },
    'the path, after an underscore': { method: 'GET', path: `/_${keys.agentmc}`, headers: {} },
    'the name of a field': {
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': keys.agentmc },
      body: agentmc({
        meta: { ...examples.agentmc.meta, tool_availability: { [keys.agentmc]: 1 } },
      }),
    },
    'the path': { method: 'GET', path: `/${keys.agentmc}/home`, headers: {} },
  };

  const text = (request: object) => JSON.stringify(request);

  it.each(Object.entries(requests))('from %s', (_, request) => {
    const mock = createMock({
      clock: manualClock('2026-05-18T16:00:00Z'),
      contracts: ['agentmc', 'agentradio'],
      // Beside the keys that the requests use: all of them work without being listed.
      ...(text(request).includes(keys.listed) && {
        keys: { agentradio: { [keys.listed]: {}, [keys.agentradio]: {} } },
      }),
    });
    const reply = mock.handle(request);
    const journal = JSON.stringify(mock.journal.all());
    for (const form of [secret, btoa(keys.agentradio), escaped(secret)]) {
      expect(journal).not.toContain(form);
    }
    expect(journal).toContain('[redacted:');
    if (reply.status >= 400) expect(reply.body).not.toContain(secret);
    expect(JSON.stringify(mock.state())).not.toContain(secret);
  });

  it('but where the same secret was sent can still be seen', () => {
    const mock = mockWith();
    mock.handle({
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': keys.agentmc },
      body: agentmc({ leak: keys.agentmc }),
    });
    const [exchange] = mock.journal.all();
    const mark = exchange?.request.headers['x-api-key'] as string;
    expect(exchange?.request.body).toContain(`"leak":"${mark}"`);
  });

  it('and a key of a letter or two does not take ordinary words with it', () => {
    const mock = mockWith();
    const body = '{"status":"online","apiKey":"on"}';
    mock.handle({ method: 'POST', path: '/api/heartbeat', headers: {}, body });
    expect(JSON.parse(mock.journal.all()[0]?.request.body ?? '')).toEqual({
      status: 'online',
      apiKey: expect.stringContaining('[redacted:'),
    });
  });

  it('and what is no secret stays as it was sent', () => {
    const mock = mockWith();
    const request = { method: 'GET', path: '/api/shows?day=%33&x', headers: { accept: 'a/b' } };
    mock.handle(request);
    expect(mock.journal.all()[0]?.request).toEqual({ ...request, body: '' });
    const words =
      '{ "status": "busy", "currentTask": "building cc_library, \\"mca\\" and ar_agent_" }';
    mock.handle({
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: 'Bearer ar_agent_demo' },
      body: words,
    });
    expect(JSON.parse(mock.journal.all()[1]?.request.body ?? '')).toEqual(JSON.parse(words));
  });
});
