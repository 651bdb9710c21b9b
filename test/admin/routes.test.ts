import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { routes } from '../../src/admin/routes/index.ts';
import { snapshotRoutes } from '../../src/admin/routes/snapshots.ts';
import { START, checkedClient, sendSome, startMock, ways } from '../support/admin.ts';

describe.each(ways)('over $name', ({ connect }) => {
  const seen = new Set<string>();
  const start = async (options = {}) => {
    const mock = startMock(options);
    const way = await connect(mock);
    const send = (path: string, init: RequestInit = {}) => way.fetch(way.url + path, init);
    return { mock, send, way, admin: checkedClient(way, seen) };
  };

  it('tells that the mock is up, and what it mocks', async () => {
    const { admin } = await start();
    expect(await admin.health()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      session: 'default',
      contracts: ['agentmc', 'agentradio'],
    });
  });

  it('gives the state, and goes back to the first one', async () => {
    const { admin, mock, send } = await start();
    const first = await admin.state();
    await sendSome(send);
    expect(await admin.state()).toEqual(JSON.parse(JSON.stringify(mock.state())));
    expect(await admin.state()).not.toEqual(first);
    await admin.reset();
    expect(await admin.state()).toEqual(first);
    expect((await admin.requests()).total).toBe(0);
  });

  describe('requests', () => {
    it('are listed, the newest last, as the journal has them', async () => {
      const { admin, mock, send } = await start();
      await sendSome(send);
      const { requests, total } = await admin.requests();
      expect(total).toBe(4);
      expect(requests).toEqual(JSON.parse(JSON.stringify(mock.journal.all())));
      expect(requests.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    });

    it.each([
      { query: { operation: 'shows' }, ids: [3] },
      { query: { contract: 'agentradio' }, ids: [1, 2, 3] },
      { query: { method: 'GET' }, ids: [3, 4] },
      { query: { path: '/api/*' }, ids: [1, 2, 3] },
      { query: { status: 404 }, ids: [4] },
      { query: { status: '4xx' }, ids: [2, 4] },
      { query: { invalid: true }, ids: [2] },
      { query: { matched: false }, ids: [4] },
      { query: { simulated: true }, ids: [] },
      { query: { simulated: false }, ids: [1, 2, 3, 4] },
      { query: { simulated: 'outage' }, ids: [] },
      { query: { after: 2 }, ids: [3, 4] },
      { query: { method: 'GET', status: '2xx' }, ids: [3] },
    ])('are found by $query', async ({ query, ids }) => {
      const { admin, send } = await start();
      await sendSome(send);
      const found = await admin.requests(query);
      expect(found.requests.map(({ id }) => id)).toEqual(ids);
      expect((await admin.findRequests(query)).requests.map(({ id }) => id)).toEqual(ids);
      expect(await admin.countRequests(query)).toEqual({ count: ids.length });
    });

    it('are found by the key that was used', async () => {
      const { admin, send } = await start();
      await sendSome(send);
      const { requests } = await admin.requests();
      expect(await admin.countRequests({ key: requests[0]?.key })).toEqual({ count: 2 });
    });

    it('are limited to the newest, and all are counted', async () => {
      const { admin, send } = await start();
      await sendSome(send);
      const { requests, total } = await admin.requests({ limit: 2, contract: 'agentradio' });
      expect(requests.map(({ id }) => id)).toEqual([2, 3]);
      expect(total).toBe(3);
    });

    it('that nobody knows are listed apart', async () => {
      const { admin, send } = await start();
      await sendSome(send);
      const { requests } = await admin.unmatchedRequests();
      expect(requests.map(({ request }) => request.path)).toEqual(['/v9/heartbeat']);
    });

    it('are forgotten', async () => {
      const { admin, send } = await start();
      await sendSome(send);
      await admin.clearRequests();
      expect(await admin.countRequests()).toEqual({ count: 0 });
    });

    it('are taken away as NDJSON', async () => {
      const { admin, send, mock } = await start();
      await sendSome(send);
      const lines = (await admin.exportRequests({ limit: 2 })).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
        JSON.parse(JSON.stringify(mock.journal.all().slice(-2))),
      );
    });

    it('are taken away as an HTTP archive', async () => {
      const { admin, send, way } = await start();
      await sendSome(send);
      const { log } = har.parse(JSON.parse(await admin.exportRequests({ format: 'har' })));
      expect(log.entries.map(({ request }) => request.url)).toEqual([
        `${way.url}/api/heartbeat`,
        `${way.url}/api/heartbeat`,
        `${way.url}/api/shows`,
        `${way.url}/v9/heartbeat`,
      ]);
      expect(log.entries[0]?.request.postData?.text).toBe('{"status":"online"}');
      expect(log.entries[0]?.startedDateTime).toBe(START);
      const some = await admin.exportRequests({ format: 'har', status: 404 });
      expect(har.parse(JSON.parse(some)).log.entries).toHaveLength(1);
    });
  });

  it('tells what requests came close to', async () => {
    const { admin, send } = await start();
    await sendSome(send);
    const { requests } = await admin.nearMisses();
    expect(requests.map(({ id }) => id)).toEqual([2, 4]);
    expect(requests[0]?.nearMisses[0]?.differences).toEqual([
      { where: '/status', expected: expect.any(String), actual: '"nope"' },
    ]);
    const { nearMisses } = await admin.nearMissesOf({
      method: 'post',
      path: AGENTRADIO_TYPO,
      headers: { Authorization: 'Bearer ar_agent_demo' },
      body: { status: 'online' },
    });
    expect(nearMisses[0]).toEqual({
      contract: 'agentradio',
      operation: 'heartbeat',
      differences: [{ where: 'path', expected: '/api/heartbeat', actual: AGENTRADIO_TYPO }],
    });
    expect((await admin.countRequests()).count).toBe(4);
  });

  it('says nothing of a body that the journal has cut off', async () => {
    const { admin, send } = await start();
    const body = JSON.stringify({ status: 'online', currentTask: 'x'.repeat(70_000) });
    await send('/api/hartbeat', { method: 'POST', body });
    const { requests } = await admin.nearMisses();
    const [closest] = requests[0]?.nearMisses ?? [];
    expect(closest?.differences.map(({ where }) => where)).toEqual(['path', 'Authorization']);
  });

  describe('scenarios', () => {
    it('are listed, with the state of the one that runs', async () => {
      const { admin, mock } = await start({ scenario: 'outage' });
      const { scenarios } = await admin.scenarios();
      expect(scenarios).toEqual(mock.scenarios());
      expect(scenarios.find(({ name }) => name === 'outage')?.state).toBe('down');
    });

    it('begin and end', async () => {
      const { admin, send } = await start();
      expect(await admin.playScenario({ name: 'outage' })).toEqual({
        name: 'outage',
        state: 'down',
      });
      expect((await send('/api/shows')).status).toBe(503);
      expect(await admin.setScenarioState('outage', { state: 'well' })).toEqual({
        name: 'outage',
        state: 'well',
      });
      expect((await send('/api/shows')).status).toBe(200);
      expect(await admin.setScenarioState('outage')).toEqual({ name: 'outage', state: 'down' });
      expect(await admin.playScenario({ name: null })).toEqual({ name: null, state: null });
      expect((await send('/api/shows')).status).toBe(200);
    });

    it('are added in the form of files, and replaced', async () => {
      const { admin, send } = await start();
      const added = await admin.addScenario({
        name: 'teapot',
        title: 'All is tea, then milk.',
        states: {
          tea: { rules: [{ reply: { status: 418 } }], goto: [{ after: '1m30s', to: 'milk' }] },
          milk: {},
        },
      });
      expect(added).toEqual({ name: 'teapot', states: ['tea', 'milk'] });
      await admin.playScenario({ name: 'teapot' });
      expect((await send('/api/shows')).status).toBe(418);
      await admin.advanceClock('90s');
      expect((await send('/api/shows')).status).toBe(200);
      // Being replaced where it runs, it begins anew.
      await admin.addScenario({
        name: 'teapot',
        title: 'All is gone.',
        states: { gone: { rules: [{ reply: { status: 410 } }] } },
      });
      expect((await send('/api/shows')).status).toBe(410);
      const { scenarios } = await admin.scenarios();
      expect(scenarios.find(({ name }) => name === 'teapot')).toEqual({
        name: 'teapot',
        title: 'All is gone.',
        states: ['gone'],
        state: 'gone',
      });
    });
  });

  it('steers the clock', async () => {
    const { admin, mock } = await start();
    expect(await admin.clock()).toEqual({ now: START, scale: 1 });
    const set = await admin.setClock({ now: '2026-06-01T00:00:00Z', scale: 60 });
    expect(set).toEqual({ now: '2026-06-01T00:00:00.000Z', scale: 60 });
    expect((await admin.advanceClock('1h')).now).toBe('2026-06-01T01:00:00.000Z');
    expect((await admin.advanceClock(500)).now).toBe('2026-06-01T01:00:00.500Z');
    expect((await admin.freezeClock()).scale).toBe(0);
    expect((await admin.setClock({ scale: 1 })).scale).toBe(1);
    expect((await admin.setClock({ now: 0 })).now).toBe('1970-01-01T00:00:00.000Z');
    expect(mock.clock.state).toEqual({ now: 0, scale: 1 });
  });

  it('sets faults in the form of files, gives them back so, and drops them', async () => {
    const { admin, send } = await start();
    expect(await admin.faults()).toEqual({ rules: [] });
    const rules = [
      { on: 'heartbeat', times: 1, reply: { fault: 'EMPTY_RESPONSE' as const, delay: '90s' } },
      { reply: { status: 503, 'retry-after': '2m' } },
    ];
    const set = await admin.setFaults({ rules });
    expect(set).toEqual({
      rules: [{ ...rules[0], on: { operation: ['heartbeat'] } }, rules[1]],
    });
    expect(await admin.setFaults(set)).toEqual(set);
    expect((await send('/api/shows')).headers.get('retry-after')).toBe('120');
    await admin.clearFaults();
    expect((await send('/api/shows')).status).toBe(200);
  });

  it('sets a rate limit, gives it back, and switches it off', async () => {
    const { admin, send } = await start();
    expect(await admin.rateLimit()).toEqual({ limit: null });
    const limit = { kind: 'fixed' as const, requests: 1, window: '1m', per: 'all' as const };
    expect(await admin.setRateLimit({ limit })).toEqual({ limit });
    const statuses = [(await send('/api/shows')).status, (await send('/api/shows')).status];
    expect(statuses).toEqual([200, 429]);
    expect(await admin.rateLimit()).toEqual({ limit });
    expect(await admin.setRateLimit({ limit: null })).toEqual({ limit: null });
    await admin.setRateLimit({ limit });
    await admin.clearRateLimit();
    expect(await admin.rateLimit()).toEqual({ limit: null });
  });

  it('makes, lists and ends sessions', async () => {
    const { admin, way } = await start();
    const made = await admin.createSession({
      id: 'one',
      seed: 7,
      scenario: 'outage',
      start: '2026-01-01T00:00:00Z',
      scale: 0,
      idle: '5m',
    });
    expect(made).toEqual({
      id: 'one',
      basePath: '/__sessions/one',
      adminUrl: `${way.url}/__sessions/one/__admin`,
      baseUrls: {
        agentmc: `${way.url}/__sessions/one/api/v1`,
        agentradio: `${way.url}/__sessions/one`,
      },
      seed: 7,
      clock: { now: '2026-01-01T00:00:00.000Z', scale: 0 },
    });
    expect(await admin.session('one')).toEqual(made);
    const second = await admin.createSession();
    expect(await admin.sessions()).toEqual({ sessions: [made, second] });
    await admin.endSession('one');
    expect(await admin.sessions()).toEqual({ sessions: [second] });
  });

  it('counts for Prometheus', async () => {
    const { admin, send, mock } = await start({ scenario: 'outage' });
    mock.session({ id: 'a' });
    await send('/api/shows');
    const before = await admin.metrics();
    expect(before).toContain(
      'heartbeat_kit_requests_total{session="default",contract="agentradio",operation="shows",status="503",simulated="outage"} 1\n',
    );
    expect(before).toContain('heartbeat_kit_journal_exchanges{session="default"} 1\n');
    expect(before).toContain('heartbeat_kit_journal_exchanges{session="a"} 0\n');
    expect(before).toContain('heartbeat_kit_sessions 2\n');
    await send('/api/shows');
    await send('/nowhere');
    // Counters never go back, though the journal does.
    await admin.clearRequests();
    const after = await admin.metrics();
    expect(after).toMatch(/operation="shows",status="503",simulated="outage"\} 2\n/);
    expect(after).toMatch(/contract="",operation="",status="404",simulated=""\} 1\n/);
    expect(after).toContain('heartbeat_kit_journal_exchanges{session="default"} 0\n');
    for (const line of after.trimEnd().split('\n')) {
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \S+ .+|\w+(?:\{(?:\w+="[^"]*",?)+\})? \d+)$/);
    }
  });

  it('describes itself', async () => {
    const { admin } = await start();
    expect(await admin.openapi()).toMatchObject({ openapi: '3.1.0' });
  });

  it('cannot be shut down where nothing says how', async () => {
    const { admin } = await start();
    await expect(admin.shutdown()).rejects.toMatchObject({ name: 'AdminError', status: 409 });
  });

  it('answers HEAD as GET, without a body', async () => {
    const { send } = await start();
    for (const path of ['/__admin/clock', '/__admin/events']) {
      const response = await send(path, { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('');
    }
  });

  it('keeps its calls out of the journal', async () => {
    const { admin, mock, send } = await start();
    await admin.health();
    await send('/__admin');
    await send('/__admin/nowhere');
    await send('/__sessions/none/__admin/health');
    expect(mock.journal.size).toBe(0);
  });

  it('has been called with every route but those that have tests of their own', () => {
    const others = ['waitForRequests', 'events', ...Object.keys(snapshotRoutes)];
    expect([...seen, ...others].toSorted()).toEqual(Object.keys(routes).toSorted());
  });
});

const AGENTRADIO_TYPO = '/api/hartbeat';

const headers = z.array(z.strictObject({ name: z.string(), value: z.string() }));

/** HAR 1.2, as far as it is written. */
const har = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: z.string(), version: z.string() }),
    entries: z.array(
      z
        .object({
          startedDateTime: z.iso.datetime(),
          time: z.number().min(0),
          request: z.strictObject({
            method: z.string(),
            url: z.url(),
            httpVersion: z.string(),
            cookies: z.array(z.never()),
            headers,
            queryString: headers,
            headersSize: z.int(),
            bodySize: z.int(),
            postData: z.strictObject({ mimeType: z.string(), text: z.string() }).optional(),
          }),
          response: z.strictObject({
            status: z.int(),
            statusText: z.string(),
            httpVersion: z.string(),
            cookies: z.array(z.never()),
            headers,
            content: z.strictObject({ size: z.int(), mimeType: z.string(), text: z.string() }),
            redirectURL: z.string(),
            headersSize: z.int(),
            bodySize: z.int(),
          }),
          cache: z.strictObject({}),
          timings: z.strictObject({ send: z.number(), wait: z.number(), receive: z.number() }),
        })
        .catchall(z.unknown()),
    ),
  }),
});
