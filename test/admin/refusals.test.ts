import { describe, expect, it } from 'vitest';
import { createMock } from '../../src/index.ts';
import { checkedClient, startMock, ways } from '../support/admin.ts';

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly field?: string;
  readonly routes?: readonly string[];
}

const rule = (more: object) => ({ rules: [{ reply: { status: 503 }, ...more }] });
const scenario = (more: object) => ({ name: 'own', title: 'Own.', states: { a: {} }, ...more });

/** Calls that are wrong, the field that is named, and what is said of it. */
const WRONG: readonly [string, unknown, field: string | undefined, says: RegExp][] = [
  ['GET /requests?limit=0', undefined, 'limit', /must be at least 1/],
  ['GET /requests?limit=x', undefined, 'limit', /must be a number/],
  ['GET /requests?limit=', undefined, 'limit', /must be a number/],
  ['GET /requests?limit=1&limit=2', undefined, 'limit', /once/],
  ['GET /requests?status=abc', undefined, 'status', /404, or a class such as 4xx/],
  ['GET /requests?invalid=maybe', undefined, 'invalid', /true or false/],
  ['GET /requests?opration=x', undefined, '', /query .*not known; there is contract, operation/],
  ['GET /clock?x=1', undefined, '', /query .*this route has none/],
  ['GET /requests/export?format=csv', undefined, 'format', /ndjson or har/],
  ['POST /requests/count', { opration: 'x' }, 'opration', /correct its spelling/],
  ['POST /requests/find', [], '', /body must be a map/],
  ['POST /requests/find', null, '', /body must be a map/],
  ['POST /requests/find', 7, '', /body must be a map/],
  ['POST /requests/wait', { count: 0 }, 'count', /at least 1/],
  ['POST /requests/wait', { timeoutMs: 3_600_000 }, 'timeoutMs', /at most 240000/],
  ['POST /near-misses/request', {}, 'path', /is missing/],
  ['PUT /scenario', {}, 'name', /is missing/],
  ['PUT /scenario', { name: 'outtage' }, undefined, /no scenario "outtage"; there is .*outage/],
  ['PUT /scenario', { name: 'outage', state: 'up' }, undefined, /no state "up"; it has down, well/],
  ['PUT /scenarios/outage/state', { state: 'up' }, undefined, /no state "up"/],
  ['POST /scenarios', {}, 'name', /is missing/],
  ['POST /scenarios', scenario({ name: '1 2' }), 'name', /letters, digits/],
  ['POST /scenarios', scenario({ states: {} }), 'states', /must hold a state/],
  [
    'POST /scenarios',
    scenario({ contracts: ['x'] }),
    'contracts.0',
    /there is agentmc, agentradio/,
  ],
  [
    'POST /scenarios',
    scenario({ states: { a: { goto: [{ to: 'b', after: '1s' }] } } }),
    'states.a.goto.0.to',
    /no state "b"; there is a/,
  ],
  [
    'POST /scenarios',
    scenario({ states: { a: { rules: [{ reply: { error: 'nope' } }] } } }),
    'states.a.rules.0.reply.error',
    /no contract has the error "nope"/,
  ],
  ['PUT /clock', { now: 'soon' }, 'now', /2026-05-20T13:13:00Z/],
  ['PUT /clock', { now: 1e18 }, 'now', /must be/],
  ['PUT /clock', { scale: -1 }, 'scale', /at least 0/],
  ['POST /clock/advance', {}, 'by', /is missing/],
  ['POST /clock/advance', { by: '5' }, 'by', /a number with a unit, such as 200ms/],
  ['POST /clock/advance', { by: -5 }, 'by', /at least 0/],
  ['POST /clock/advance', { by: 1e15 }, 'by', /year 9999/],
  ['PUT /faults', {}, 'rules', /is missing; it must be a list/],
  ['PUT /faults', rule({ on: 'heartbeet' }), 'rules.0.on', /there is .*heartbeat/],
  ['PUT /faults', rule({ reply: {} }), 'rules.0.reply', /must say what happens/],
  ['PUT /faults', rule({ reply: { delay: 'x' } }), 'rules.0.reply.delay', /such as 200ms/],
  ['PUT /faults', rule({ reply: { fault: 'X' } }), 'rules.0.reply.fault', /EMPTY_RESPONSE/],
  ['PUT /faults', rule({ reply: { error: 'nope' } }), 'rules.0.reply.error', /no contract has/],
  ['PUT /rate-limit', {}, 'limit', /is missing/],
  ['PUT /rate-limit', { limit: { requests: 1 } }, 'limit.window', /is missing/],
  ['POST /sessions', { id: 'a b' }, undefined, /letters, digits/],
  ['POST /sessions', { id: '..' }, undefined, /letters, digits/],
  ['POST /sessions', { id: 'x'.repeat(65) }, undefined, /up to 64/],
  ['POST /sessions', { scenario: 'nope' }, undefined, /no scenario "nope"; there is/],
  ['POST /sessions', { idle: 'x' }, 'idle', /such as 200ms/],
  ['POST /sessions', { start: '2026' }, 'start', /must be a time/],
];

describe.each(ways)('over $name', ({ connect }) => {
  const start = async () => {
    const mock = startMock();
    const way = await connect(mock);
    const send = async (call: string, body?: unknown) => {
      const [method = '', path = ''] = call.split(' ');
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const init = { method, ...(text !== undefined && { body: text }) };
      const response = await way.fetch(`${way.url}/__admin${path}`, init);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      const problem = (await response.json()) as Problem;
      expect(problem.status).toBe(response.status);
      expect(problem.title).toBeTruthy();
      return { problem, headers: response.headers };
    };
    return { mock, send, way };
  };

  it.each(WRONG)('%s with %j names %s', async (call, body, field, says) => {
    const { mock, send } = await start();
    const before = JSON.stringify([mock.state(), mock.clock.state, mock.faults, mock.scenarios()]);
    const { problem, headers } = await send(call, body);
    expect(problem).toMatchObject({ status: 400, detail: expect.stringMatching(says) });
    expect(problem.field).toBe(field);
    expect(headers.get('x-mock-error')).toBe('invalid-call');
    expect(mock.sessions()).toEqual([]);
    expect(JSON.stringify([mock.state(), mock.clock.state, mock.faults, mock.scenarios()])).toBe(
      before,
    );
  });

  it.each(['{', '"\\ud800', '\u0000', '{"count": 1,}'])(
    'refuses %j, which is no JSON',
    async (body) => {
      const { send } = await start();
      const { problem, headers } = await send('POST /requests/count', body);
      expect(problem).toMatchObject({
        status: 400,
        detail: expect.stringContaining('not valid JSON'),
      });
      expect(headers.get('x-mock-error')).toBe('malformed-json');
    },
  );

  it('takes no body for an empty one', async () => {
    const { way } = await start();
    const init = { method: 'POST' };
    const response = await way.fetch(`${way.url}/__admin/requests/count`, init);
    expect(await response.json()).toEqual({ count: 0 });
  });

  it('refuses bodies above 16 MiB', async () => {
    const { send } = await start();
    const { problem, headers } = await send(
      'POST /requests/count',
      ' '.repeat(16 * 1024 * 1024 + 1),
    );
    expect(problem.status).toBe(413);
    expect(headers.get('x-mock-error')).toBe('body-too-large');
  });

  it('refuses bodies that are nested too deep', async () => {
    const { send } = await start();
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const { problem } = await send('POST /near-misses/request', `{"path":"/","body":${deep}}`);
    expect(problem).toMatchObject({ status: 400, detail: expect.stringContaining('levels deep') });
  });

  it('lists what there is where a route is unknown', async () => {
    const { send } = await start();
    for (const path of ['', '/', '/helth', '/clock/', '/scenarios/a/b/state']) {
      const { problem, headers } = await send(`GET ${path}`);
      expect(problem.status).toBe(404);
      expect(problem.routes).toContain('GET /health');
      expect(problem.routes).toContain('PUT /scenarios/{name}/state');
      expect(headers.get('x-mock-error')).toBe('unknown-route');
    }
  });

  it('says which methods a route takes', async () => {
    const { send } = await start();
    for (const [call, allow] of [
      ['POST /health', 'GET, HEAD'],
      ['GET /reset', 'POST'],
      ['PATCH /faults', 'GET, HEAD, PUT, DELETE'],
      ['OPTIONS /sessions/x', 'GET, HEAD, DELETE'],
    ] as const) {
      const { problem, headers } = await send(call);
      expect(problem).toMatchObject({ status: 405, detail: `This route takes ${allow}.` });
      expect(headers.get('allow')).toBe(allow);
    }
  });

  it('tells of scenarios and sessions that there are not, without repeating the path', async () => {
    const { send } = await start();
    for (const [call, name] of [
      ['PUT /scenarios/canary7f3a9c/state', 'unknown-scenario'],
      ['PUT /scenarios/%E0%A4%A/state', 'unknown-scenario'],
      ['GET /sessions/canary7f3a9c', 'unknown-session'],
      ['DELETE /sessions/canary7f3a9c', 'unknown-session'],
    ] as const) {
      const { problem, headers } = await send(call);
      expect(problem.status).toBe(404);
      expect(headers.get('x-mock-error')).toBe(name);
      expect(JSON.stringify(problem)).not.toContain('canary');
    }
  });

  it('refuses a second session of one name', async () => {
    const { send, mock } = await start();
    mock.session({ id: 'one' });
    for (const id of ['one', 'default']) {
      const { problem, headers } = await send('POST /sessions', { id });
      expect(problem.status).toBe(409);
      expect(headers.get('x-mock-error')).toBe('session-exists');
      expect(() => mock.session({ id })).toThrow(`there is a session "${id}" already`);
    }
  });

  it('knows no names that all objects have', async () => {
    const { send, way, mock } = await start();
    const body = '{"__proto__":{"polluted":1},"constructor":1}';
    expect((await send('POST /requests/count', body)).problem.status).toBe(400);
    expect((await send('GET /requests?constructor=1')).problem.status).toBe(400);
    expect((await send('PUT /scenarios/__proto__/state', {})).problem.status).toBe(404);
    const states = '{"__proto__":{},"a":{}}';
    await way.fetch(`${way.url}/__admin/scenarios`, {
      method: 'POST',
      body: `{"name":"own","title":"Own.","states":${states}}`,
    });
    expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted');
    expect(mock.scenarios().find(({ name }) => name === 'own')?.states ?? ['a']).toEqual(['a']);
  });
});

it('leaves what only fetch can do to fetch', () => {
  const mock = createMock();
  const session = mock.session({ id: 'a' });
  const request = { method: 'GET', path: '/__admin/health', headers: {} };
  for (const reply of [
    mock.handle(request),
    session.handle(request),
    mock.handle({ ...request, path: '/__sessions/a/__admin/health' }),
  ]) {
    expect(reply.status).toBe(400);
    expect(reply.headers['x-mock-error']).toBe('only-by-fetch');
    expect(JSON.parse(reply.body)).toMatchObject({ detail: expect.stringContaining('fetch()') });
  }
  expect([mock.journal.size, session.journal.size]).toEqual([0, 0]);
});

it('leaves paths to the contracts that only look alike', async () => {
  const mock = startMock();
  for (const path of ['/__administration', '/x/__admin', '/__Admin', '/%5f_admin', '//__admin']) {
    const response = await mock.fetch(`http://mock.test${path}`);
    expect([path, response.headers.get('x-mock-error')]).toEqual([path, 'unknown-route']);
  }
  expect(mock.journal.size).toBe(5);
});

it('tells a refusal as an error of the client', async () => {
  const mock = startMock();
  const admin = checkedClient({
    url: 'http://mock.test',
    fetch: (url, init) => mock.fetch(url, init),
  });
  await expect(admin.setClock({ scale: -1 })).rejects.toMatchObject({
    name: 'AdminError',
    message: 'scale: must be at least 0.',
    status: 400,
    problem: { field: 'scale' },
  });
});
