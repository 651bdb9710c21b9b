import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMock, manualClock, type MockOptions } from '../../src/index.ts';
import { adapters, type Send } from '../support/adapters.ts';

const KEY = 'ar_agent_demo';
const BEARER = { authorization: `Bearer ${KEY}` };
const BEAT = { status: 'online', currentTask: 'watching queue pressure', queueAwareness: true };

describe.each(adapters)('AgentRadio through $name', ({ connect }) => {
  const clock = manualClock();
  let close: () => Promise<void>;
  let send: Send;

  const start = async (options: MockOptions = {}) => {
    const mock = createMock({ clock, ...options });
    close = () => mock.close();
    send = await connect(mock);
    return mock;
  };
  const beat = (body: unknown = BEAT, headers: Record<string, string> = BEARER) =>
    send({ method: 'POST', path: '/api/heartbeat', headers, body });
  const get = (path: string, headers: Record<string, string> = BEARER) => send({ path, headers });

  beforeEach(async () => {
    clock.set('2026-05-18T16:00:00.000Z');
    await start();
  });
  afterEach(() => close());

  it('echoes the heartbeat, names the agent and shows the station', async () => {
    const { status, headers, body } = await beat();
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(body).toEqual({
      ok: true,
      agent: { id: expect.stringMatching(/^agent_[0-9a-f]+$/), handle: expect.any(String) },
      ...BEAT,
      heartbeatAt: '2026-05-18T16:00:00.000Z',
      station: expect.objectContaining({ queueHealth: expect.any(Object) }),
    });
  });

  it('serves the versioned alias for the same agent', async () => {
    const first = await beat();
    const second = await send({
      method: 'POST',
      path: '/api/v1/heartbeat',
      headers: BEARER,
      body: BEAT,
    });
    expect(second.body).toEqual(first.body);
  });

  it('takes the key from the body, for the same agent', async () => {
    const first = await beat();
    const second = await beat({ ...BEAT, apiKey: KEY }, {});
    expect(second.body).toEqual(first.body);
  });

  it('prefers the Bearer key where both are sent', async () => {
    const first = await beat();
    expect((await beat({ ...BEAT, apiKey: 'ar_agent_other' })).body.agent).toEqual(
      first.body.agent,
    );
    expect(
      (await beat({ ...BEAT, apiKey: KEY }, { authorization: 'Bearer nonsense' })).status,
    ).toBe(401);
  });

  it('gives each key its own agent', async () => {
    const first = await beat();
    const second = await beat(BEAT, { authorization: 'Bearer ar_agent_other' });
    expect(second.body.agent.id).not.toBe(first.body.agent.id);
    expect(second.body.agent.handle).not.toBe(first.body.agent.handle);
  });

  it.each(['online', 'idle', 'busy', 'offline'])(
    'accepts and echoes the status %s',
    async (status) => {
      const { body } = await beat({ status });
      expect(body).toMatchObject({ status, currentTask: null, queueAwareness: false });
    },
  );

  it('echoes a task unchanged, whatever it is written in', async () => {
    const currentTask = 'écoute 🦞 \u0000 "quoted"\n日本語';
    expect((await beat({ status: 'busy', currentTask })).body.currentTask).toBe(currentTask);
  });

  it.each([
    ['an unknown status', { status: 'asleep' }, 'INVALID_STATUS', ['status']],
    ['another case', { status: 'Online' }, 'INVALID_STATUS', ['status']],
    ['no status', {}, 'INVALID_STATUS', ['status']],
    ['a status that is no text', { status: 1 }, 'INVALID_STATUS', ['status']],
    [
      'several wrong fields',
      { status: 1, currentTask: 2 },
      'INVALID_STATUS',
      ['status', 'currentTask'],
    ],
    ['a task that is no text', { ...BEAT, currentTask: 5 }, 'INVALID_JSON', ['currentTask']],
    ['awareness as text', { ...BEAT, queueAwareness: 'yes' }, 'INVALID_JSON', ['queueAwareness']],
    ['a list', [], 'INVALID_JSON', ['body']],
  ])('refuses %s', async (_, body, code, fields) => {
    const reply = await beat(body);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ ok: false, error: { code } });
    expect(Object.keys(reply.body.error.fields).toSorted()).toEqual(fields.toSorted());
  });

  it.each([
    ['broken JSON', '{"status":'],
    ['an empty body', ''],
  ])('refuses %s as INVALID_JSON', async (_, body) => {
    const reply = await beat(body);
    expect(reply.status).toBe(400);
    expect(reply.body.error.code).toBe('INVALID_JSON');
  });

  it('refuses a bad Bearer key before it reads the body, and a missing one after', async () => {
    expect((await beat('{', { authorization: 'Bearer nonsense' })).body.error.code).toBe(
      'INVALID_API_KEY',
    );
    expect((await beat('{', {})).body.error.code).toBe('INVALID_JSON');
    expect((await beat(BEAT, {})).body.error.code).toBe('INVALID_API_KEY');
  });

  it.each([
    ['no key', {}, BEAT],
    ['an unknown key', { authorization: 'Bearer mca_other' }, BEAT],
    ['another scheme', { authorization: `Basic ${KEY}` }, BEAT],
    ['_invalid', { authorization: 'Bearer ar_agent_x_invalid' }, BEAT],
    ['_inactive', { authorization: 'Bearer ar_agent_x_inactive' }, BEAT],
    ['an unknown key in the body', {}, { ...BEAT, apiKey: 'nonsense' }],
    ['a key in the body that is no text', {}, { ...BEAT, apiKey: 5 }],
  ])('refuses %s as INVALID_API_KEY', async (_, headers, body) => {
    const reply = await beat(body, headers);
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual({
      ok: false,
      error: { code: 'INVALID_API_KEY', message: expect.any(String) },
    });
  });

  it('needs a key for home and inbox, and none for catalog, shows and pages', async () => {
    for (const path of ['/api/v1/home', '/api/v1/inbox']) {
      expect((await get(path, {})).status).toBe(401);
      expect((await get(path)).status).toBe(200);
    }
    const lists = {
      '/api/v1/catalog/topics': 'topics',
      '/api/v1/catalog/slots': 'slots',
      '/api/v1/catalog/formats': 'formats',
      '/api/v1/catalog/audiences': 'audiences',
      '/api/v1/catalog/genres': 'genres',
      '/api/shows': 'shows',
    };
    for (const [path, name] of Object.entries(lists)) {
      const { status, body } = await get(path, {});
      expect(status, path).toBe(200);
      expect(body[name], path).toBeInstanceOf(Array);
    }
    for (const path of ['/heartbeat.md', '/skill.md']) {
      const { status, headers, text } = await get(path, {});
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/markdown');
      expect(text).toMatch(/^# /);
    }
  });

  it('tells at home what to do, in words and with links that work', async () => {
    const { body } = await get('/api/v1/home', { ...BEARER });
    expect(body.actions.length).toBeGreaterThan(0);
    expect(body.what_to_do_next).toEqual(body.actions.map(({ hint }: { hint: string }) => hint));
    for (const { quick_link } of body.actions) {
      expect(body.quick_links[quick_link]).toMatch(/^http:\/\//);
    }
    for (const link of Object.values<string>(body.quick_links)) {
      const { pathname } = new URL(link);
      const method = pathname.endsWith('/heartbeat') ? 'POST' : 'GET';
      const reply = await send({
        method,
        path: pathname,
        headers: BEARER,
        ...(method === 'POST' && { body: BEAT }),
      });
      expect(reply.status, link).toBe(200);
    }
  });

  it('says the same of the station at home and in the heartbeat', async () => {
    const home = await get('/api/v1/home');
    expect((await beat()).body.station).toEqual(home.body.station);
  });

  it('summarises the inbox at home, and puts what needs a response first', async () => {
    const home = await get('/api/v1/home');
    const inbox = await get('/api/v1/inbox');
    const needed = inbox.body.items.map(
      (item: { requiresResponse: boolean }) => item.requiresResponse,
    );
    expect(home.body.inbox).toEqual({
      unread: inbox.body.unread,
      needs_response: needed.filter(Boolean).length,
    });
    expect(needed).toEqual(needed.toSorted((a: boolean, b: boolean) => Number(b) - Number(a)));
  });

  it('opens the broadcast gate a day after the agent was first seen', async () => {
    const gate = async () => (await get('/api/v1/home')).body.your_account.broadcast_gate;
    expect(await gate()).toEqual({ first_air: 'waiting', wait_hours: 24 });
    clock.advance(23.5 * 3_600_000);
    expect(await gate()).toEqual({ first_air: 'waiting', wait_hours: 1 });
    clock.advance(3_600_000);
    expect(await gate()).toEqual({ first_air: 'open', wait_hours: 0 });
  });

  it('leaves out slot and persona for a _noshow key, and suggests a show', async () => {
    const headers = { authorization: 'Bearer ar_agent_x_noshow' };
    const { station } = (await beat(BEAT, headers)).body;
    expect(station).not.toHaveProperty('nextSlot');
    expect(station).not.toHaveProperty('activeShowPersona');
    const { actions } = (await get('/api/v1/home', headers)).body;
    expect(actions.at(-1)).toMatchObject({ type: 'PROPOSE_SHOW', quick_link: 'shows' });
  });

  it('always wants content from a _starving key', async () => {
    const headers = { authorization: 'Bearer ar_agent_x_starving' };
    for (let minute = 0; minute < 200; minute += 7) {
      const { queueHealth } = (await beat(BEAT, headers)).body.station;
      expect(queueHealth.needsContent).toBe(true);
      expect(queueHealth.bufferedMinutes).toBeLessThanOrEqual(30);
      clock.advance(7 * 60_000);
    }
  });

  it('puts on a rate limit for every second heartbeat of a _ratelimited key, not for reads', async () => {
    const headers = { authorization: 'Bearer ar_agent_x_ratelimited' };
    const statuses = [];
    for (let count = 0; count < 4; count++) {
      statuses.push((await get('/api/v1/home', headers)).status);
      const reply = await beat(BEAT, headers);
      statuses.push(reply.status);
      if (reply.status === 429) {
        expect(reply.headers['retry-after']).toBe('120');
        expect(reply.body).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED' } });
      }
    }
    expect(statuses).toEqual([200, 200, 200, 429, 200, 200, 200, 429]);
  });

  it.each([
    ['_forbidden', 403],
    ['_notfound', 404],
  ])('puts on %s, which is outside the contract, and says so', async (suffix, status) => {
    const reply = await beat(BEAT, { authorization: `Bearer ar_agent_x${suffix}` });
    expect(reply.status).toBe(status);
    expect(reply.headers['x-mock-simulated']).toBe(suffix.slice(1));
  });

  it('shows forensics only where they are asked for', async () => {
    expect((await beat()).body.station).not.toHaveProperty('forensics');
    await close();
    await start({ agentradio: { forensics: true } });
    expect((await beat()).body.station.forensics).toMatchObject({ windowHours: 24 });
  });

  it('names the owner of each show', async () => {
    const owners = async () =>
      (await get('/api/shows')).body.shows.map(({ owner }: { owner: string }) => owner);
    expect(new Set(await owners())).toEqual(new Set(['house']));
    const { handle } = (await beat()).body.agent;
    expect((await owners()).filter((owner: string) => owner === handle)).toHaveLength(1);
  });

  it('uses the handle of a listed key', async () => {
    await close();
    await start({ keys: { agentradio: { mine: { handle: 'openclaw' } } } });
    const { body } = await beat(BEAT, { authorization: 'Bearer mine' });
    expect(body.agent.handle).toBe('openclaw');
    expect((await beat()).status).toBe(401);
  });

  it('remembers the last heartbeat of each agent', async () => {
    await close();
    const mock = await start();
    await beat();
    clock.advance(30_000);
    await beat({ status: 'idle' });
    expect(mock.state()['agentradio']).toMatchObject({
      agents: [{ status: 'idle', currentTask: null, heartbeatAt: '2026-05-18T16:00:30.000Z' }],
    });
  });
});

describe('many agents', () => {
  it('are told apart by their handles', () => {
    const mock = createMock({ clock: manualClock('2026-05-18T16:00:00Z') });
    for (let count = 0; count < 2000; count++) {
      const headers = { authorization: `Bearer ar_agent_${count}` };
      mock.handle({ method: 'GET', path: '/api/v1/inbox', headers });
    }
    const { agents = [] } = mock.state().agentradio ?? {};
    expect(new Set(agents.map(({ handle }) => handle)).size).toBe(2000);
  });
});
