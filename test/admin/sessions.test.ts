import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/index.ts';
import { checkedClient, sendSome, startMock, ways, START } from '../support/admin.ts';

describe.each(ways)('a session over $name', ({ connect }) => {
  const start = async () => {
    const clock = manualClock(START);
    const mock = startMock({ clock });
    const way = await connect(mock);
    const admin = checkedClient(way);
    const { id, basePath } = await admin.createSession({ id: 'a' });
    const send = (path: string, init: RequestInit = {}) =>
      way.fetch(way.url + basePath + path, init);
    return { clock, mock, way, admin, send, inside: checkedClient({ ...way, session: id }) };
  };

  it('ends what goes on in it when it ends', async () => {
    const { admin, inside, send } = await start();
    await send('/api/shows');
    const events = inside.events({ after: 0 });
    expect((await events.next()).value?.id).toBe(1);
    await admin.endSession('a');
    expect((await events.next()).done).toBe(true);
  });

  it('is looked into and steered below its base path, and nothing else with it', async () => {
    const { admin, inside, send, mock } = await start();
    expect((await inside.health()).session).toBe('a');
    await sendSome(send);
    expect((await inside.requests()).total).toBe(4);
    expect((await admin.requests()).total).toBe(0);
    const state = await admin.state();
    expect(await inside.state()).not.toEqual(state);

    await inside.playScenario({ name: 'outage' });
    await inside.setFaults({ rules: [{ reply: { status: 418 } }] });
    await inside.setRateLimit({ limit: { requests: 1, window: '1m' } });
    await inside.setClock({ now: 0, scale: 0 });
    await inside.addScenario({ name: 'own', title: 'Own.', states: { a: {} } });
    expect(mock.scenarios().some(({ state: now }) => now !== null)).toBe(false);
    expect(mock.scenarios().some(({ name }) => name === 'own')).toBe(false);
    expect(await admin.faults()).toEqual({ rules: [] });
    expect(await admin.rateLimit()).toEqual({ limit: null });
    expect(await admin.clock()).toEqual({ now: START, scale: 1 });
    expect((await inside.faults()).rules).toHaveLength(1);
    expect((await inside.clock()).now).toBe('1970-01-01T00:00:00.000Z');
    await inside.reset();
    expect(await inside.requests()).toEqual({ requests: [], total: 0 });
  });

  it('is not touched by what is done to the mock, but knows scenarios that it had', async () => {
    const { admin, inside, send } = await start();
    await sendSome(send);
    await admin.addScenario({ name: 'own', title: 'Own.', states: { a: {} } });
    await admin.playScenario({ name: 'own' });
    await admin.setFaults({ rules: [{ reply: { status: 418 } }] });
    await admin.reset();
    expect((await inside.requests()).total).toBe(4);
    expect((await inside.scenarios()).scenarios.some(({ name }) => name === 'own')).toBe(false);
    expect((await send('/api/shows')).status).toBe(200);
    await admin.createSession({ id: 'later', scenario: 'own' });
  });

  it('has not what is of the mock as a whole', async () => {
    const { send } = await start();
    for (const [method, path] of [
      ['GET', '/__admin/sessions'],
      ['POST', '/__admin/sessions'],
      ['DELETE', '/__admin/sessions/a'],
      ['POST', '/__admin/shutdown'],
    ] as const) {
      const response = await send(path, { method });
      expect(response.status).toBe(404);
      const { routes } = (await response.json()) as { routes: string[] };
      expect(routes).toContain('GET /requests');
      expect(routes).not.toContain(`${method} ${path.replace('/__admin', '')}`);
    }
  });

  it('counts itself alone, and tells its own URLs in an archive', async () => {
    const { inside, send, way, mock } = await start();
    await mock.fetch('http://mock.test/api/shows');
    await send('/api/shows');
    const text = await inside.metrics();
    expect(text).toContain('session="a"');
    expect(text).not.toContain('session="default"');
    expect(await inside.exportRequests({ format: 'har' })).toContain(
      `"url":"${way.url}/__sessions/a/api/shows"`,
    );
  });

  it('is kept by calls for it, and not by looking at the list', async () => {
    const { clock, admin, inside } = await start();
    clock.advance(20 * 60_000);
    await inside.health();
    clock.advance(20 * 60_000);
    expect((await admin.sessions()).sessions).toHaveLength(1);
    clock.advance(20 * 60_000);
    expect((await admin.sessions()).sessions).toHaveLength(0);
    await expect(inside.health()).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('There is no such session'),
    });
  });

  it('is reached by its adminUrl as well', async () => {
    const { admin, way } = await start();
    const { adminUrl } = await admin.session('a');
    const inside = checkedClient({ ...way, url: adminUrl });
    expect((await inside.health()).session).toBe('a');
  });
});

it('a session in the same process answers for itself', async () => {
  const mock = startMock();
  const session = mock.session({ id: 'b' });
  const response = await session.fetch('http://mock.test/__admin/health');
  expect(await response.json()).toMatchObject({ session: 'b' });
  mock.endSession('b');
  expect((await session.fetch('http://mock.test/__admin/health')).status).toBe(404);
});
