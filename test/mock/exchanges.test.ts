import { describe, expect, it } from 'vitest';
import { createMock, manualClock, type Exchange } from '../../src/index.ts';
import { builtIn } from '../../src/mock/registry.ts';
import { fits, waitForExchanges, type ExchangeFilter } from '../../src/mock/exchanges.ts';
import { toHar, toNdjson } from '../../src/mock/export.ts';
import { nearMisses } from '../../src/mock/near-misses.ts';
import { examples } from '../support/heartbeats.ts';

const KEY = 'ar_agent_canary_main';

/** A mock that has answered a few requests. */
function busy() {
  const mock = createMock({ clock: manualClock('2026-05-18T16:00:00Z') });
  const post = (path: string, headers: Record<string, string>, body: unknown) =>
    mock.handle({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  post('/api/heartbeat', { authorization: `Bearer ${KEY}` }, { status: 'online' });
  post('/api/heartbeat', { authorization: `Bearer ${KEY}` }, { status: 'away' });
  post('/api/v1/agents/heartbeat', { 'x-api-key': 'mca_demo' }, examples.agentmc);
  post('/api/v1/agents/heartbeat', { 'x-api-key': 'mca_demo', prefer: 'code=503' }, {});
  mock.handle({ method: 'GET', path: '/api/v1/hom?apiKey=ar_agent_canary_main', headers: {} });
  return { mock, post };
}

describe('exchanges', () => {
  it.each<[ExchangeFilter, number[]]>([
    [{}, [1, 2, 3, 4, 5]],
    [{ contract: 'agentmc' }, [3, 4]],
    [{ operation: 'heartbeat', status: 200 }, [1]],
    [{ status: '4xx' }, [2, 5]],
    [{ status: '200' }, [1, 3]],
    [{ method: 'GET' }, [5]],
    [{ path: '/api/*heartbeat' }, [1, 2, 3, 4]],
    [{ path: '/api/heartbeat' }, [1, 2]],
    [{ simulated: true }, [4]],
    [{ simulated: 'prefer' }, [4]],
    [{ simulated: false, matched: true }, [1, 2, 3]],
    [{ invalid: true }, [2]],
    [{ matched: false }, [5]],
    [{ after: 3 }, [4, 5]],
  ])('that fit %j are %j', (filter, ids) => {
    const { mock } = busy();
    const found = mock.journal.find((exchange) => fits(filter, exchange));
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it('are found by the key, which they do not tell', () => {
    const { mock } = busy();
    const [{ key } = { key: '' }] = mock.journal.all();
    expect(mock.journal.find((exchange) => fits({ key }, exchange))).toHaveLength(2);
  });

  it('are waited for, those that were there included', async () => {
    const { mock, post } = busy();
    const send = () =>
      post('/api/heartbeat', { authorization: `Bearer ${KEY}` }, { status: 'idle' });
    const filter = { operation: 'heartbeat', status: 200 };
    expect(await waitForExchanges(mock.journal, filter)).toHaveLength(1);
    const waiting = waitForExchanges(mock.journal, filter, { count: 3 });
    send();
    send();
    expect((await waiting).map(({ id }) => id)).toEqual([1, 6, 7]);
    expect(await waitForExchanges(mock.journal, filter, { count: 9, timeout: 1 })).toHaveLength(3);
    const stopped = new AbortController();
    const given = waitForExchanges(mock.journal, filter, { count: 9, signal: stopped.signal });
    stopped.abort();
    expect(await given).toHaveLength(3);
  });

  it('are written as lines of JSON', () => {
    const { mock } = busy();
    const text = toNdjson(mock.journal.all());
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Exchange);
    expect(lines).toEqual(JSON.parse(JSON.stringify(mock.journal.all())));
    expect(text).not.toContain('canary');
  });

  it('are written as an HTTP archive', () => {
    const { mock } = busy();
    mock.faults = [{ reply: { fault: 'NO_RESPONSE', delay: 250 } }];
    mock.handle({ method: 'GET', path: '/api/shows?page=2', headers: { accept: '*/*' } });
    const har = toHar(mock.journal.all(), { origin: 'http://mock.test', version: '9.9.9' }) as {
      log: { entries: object[] };
    };
    expect(har).toMatchObject({
      log: { version: '1.2', creator: { name: 'heartbeat-kit', version: '9.9.9' } },
    });
    expect(har.log.entries).toHaveLength(6);
    expect(har.log.entries[0]).toMatchObject({
      startedDateTime: '2026-05-18T16:00:00.000Z',
      request: {
        method: 'POST',
        url: 'http://mock.test/api/heartbeat',
        postData: { mimeType: 'application/json', text: '{"status":"online"}' },
      },
      response: { status: 200, content: { mimeType: 'application/json' } },
      _operation: 'heartbeat',
    });
    expect(har.log.entries.at(-1)).toMatchObject({
      time: 250,
      request: { queryString: [{ name: 'page', value: '2' }] },
      response: { status: 0 },
      _fault: 'NO_RESPONSE',
    });
    expect(JSON.stringify(har)).not.toContain('canary');
  });

  it('are of the origin that they were sent to, in an archive', () => {
    const mock = createMock();
    const hit = (path: string, host: string) =>
      mock.handle({ method: 'GET', path, headers: { host } });
    hit('/canary/default/hint', 'canary.invalid');
    hit('/planted/hint.md', 'mock.test');
    const [first, second] = mock.journal.all() as [Exchange, Exchange];
    const nameless = { ...first, request: { ...first.request, headers: { host: '[x' } } };
    const har = toHar([first, second, nameless], { origin: 'http://mock.test/s', version: '9' });
    expect(har).toMatchObject({
      log: {
        entries: [
          {
            request: { url: 'http://canary.invalid/canary/default/hint' },
            _canary: 'hint',
            _origin: 'foreign',
          },
          { request: { url: 'http://mock.test/s/planted/hint.md' }, _canary: 'hint.md' },
          { request: { url: 'http://canary.invalid/canary/default/hint' }, _origin: 'foreign' },
        ],
      },
    });
  });
});

describe('near misses', () => {
  const behaviours = Object.values(builtIn);
  const missesOf = (path: string, more: Partial<Parameters<typeof nearMisses>[1]> = {}) =>
    nearMisses(behaviours, { method: 'GET', path, headers: {}, ...more });

  it('name the operation that was meant, and what is different', () => {
    expect(missesOf('/v1/home')[0]).toEqual({
      contract: 'agentradio',
      operation: 'home',
      differences: [
        { where: 'path', expected: '/api/v1/home', actual: '/v1/home' },
        {
          where: 'Authorization',
          expected: 'Authorization: Bearer ar_agent_...',
          actual: 'no key',
        },
      ],
    });
    expect(
      missesOf('/api/heartbeat', { headers: { authorization: 'Bearer ar_agent_x' } })[0],
    ).toEqual({
      contract: 'agentradio',
      operation: 'heartbeat',
      differences: [
        { where: 'method', expected: 'POST', actual: 'GET' },
        { where: 'body', expected: 'JSON', actual: 'The request body is empty; JSON is expected.' },
      ],
    });
  });

  it('show by JSON Pointer what is wrong in the body', () => {
    const [miss] = missesOf('/api/v1/agents/heartbeat', {
      method: 'POST',
      headers: { 'x-api-key': 'mca_demo' },
      body: JSON.stringify({
        ...examples.agentmc,
        host: { ...examples.agentmc.host, name: 7 },
      }),
    });
    expect(miss).toEqual({
      contract: 'agentmc',
      operation: 'agentHeartbeat',
      differences: [
        { where: '/host/name', expected: 'The host.name field must be a string.', actual: '7' },
      ],
    });
  });

  it('are never more than a few, whatever was sent', () => {
    expect(missesOf('/')).toHaveLength(3);
    expect(missesOf('//%00/../..?x')).toHaveLength(3);
  });
});
