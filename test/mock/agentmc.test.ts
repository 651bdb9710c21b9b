import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMock, manualClock, type MockOptions } from '../../src/index.ts';
import { adapters, type Send } from '../support/adapters.ts';
import { examples } from '../support/heartbeats.ts';

const PATH = '/api/v1/agents/heartbeat';
const KEY = 'mca_demo_key';
const FINGERPRINT = examples.agentmc.host.fingerprint as string;
const OTHER = 'b'.repeat(64);

describe.each(adapters)('AgentMC through $name', ({ connect }) => {
  const clock = manualClock('2026-02-22T17:21:02.345Z');
  let close: () => Promise<void>;
  let send: Send;

  const start = async (options: MockOptions = {}) => {
    const mock = createMock({ clock, ...options });
    close = () => mock.close();
    send = await connect(mock);
    return mock;
  };
  const beat = (change: Change = {}, headers: Record<string, string> = {}) =>
    send({
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': KEY, ...headers },
      body: heartbeat(change),
    });

  beforeEach(async () => {
    clock.set('2026-02-22T17:21:02.345Z');
    await start();
  });
  afterEach(() => close());

  it('answers a heartbeat with the host record it made', async () => {
    const { status, headers, body } = await beat();
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['date']).toBe('Sun, 22 Feb 2026 17:21:02 GMT');
    expect(body).toEqual({
      ok: true,
      server_time: '2026-02-22T17:21:02Z',
      host: {
        id: 1,
        team_id: 7,
        name: 'worker-01',
        fingerprint: FINGERPRINT,
        status: 'online',
        last_seen_at: '2026-02-22T17:21:02Z',
        meta: examples.agentmc.host.meta,
        created_by_user_id: 1,
        agents_total: 1,
        agents_online: 1,
        created_at: '2026-02-22T17:21:02Z',
        updated_at: '2026-02-22T17:21:02Z',
      },
    });
  });

  it('is served at the root as well, with the same hosts', async () => {
    const first = await beat();
    const second = await send({
      method: 'POST',
      path: '/agents/heartbeat',
      headers: { 'x-api-key': KEY },
      body: heartbeat(),
    });
    expect(second.body.host.id).toBe(first.body.host.id);
  });

  it('updates the record of a known fingerprint and keeps its id and creation', async () => {
    const first = await beat();
    clock.advance(61_000);
    const second = await beat({ name: 'renamed', meta: { uptime_seconds: 86_461 } });
    expect(second.body.host).toMatchObject({
      id: first.body.host.id,
      created_at: '2026-02-22T17:21:02Z',
      last_seen_at: '2026-02-22T17:22:03Z',
      updated_at: '2026-02-22T17:22:03Z',
      name: 'renamed',
      meta: { uptime_seconds: 86_461 },
    });
  });

  it('gives another fingerprint another host, even under the same name', async () => {
    const first = await beat();
    const second = await beat({ fingerprint: OTHER });
    expect(second.body.host.id).not.toBe(first.body.host.id);
    expect(second.body.host.name).toBe(first.body.host.name);
  });

  it('keeps one host when heartbeats arrive at once', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => beat()));
    expect(new Set(replies.map(({ body }) => body.host.id)).size).toBe(1);
    expect(replies.at(-1)?.body.host.agents_total).toBe(1);
  });

  it('takes the fingerprint from the header only where the body has none', async () => {
    const header = { 'x-host-fingerprint': OTHER };
    expect((await beat({ fingerprint: undefined }, header)).body.host.fingerprint).toBe(OTHER);
    expect((await beat({}, header)).body.host.fingerprint).toBe(FINGERPRINT);
    // An unusable header does no harm beside a usable body.
    expect((await beat({}, { 'x-host-fingerprint': 'short' })).status).toBe(200);
  });

  it.each([
    ['neither body nor header', {}, 'is required when the X-Host-Fingerprint header is not sent'],
    ['a short header', { 'x-host-fingerprint': 'a'.repeat(63) }, 'at least 64 characters'],
    ['a long header', { 'x-host-fingerprint': 'a'.repeat(129) }, 'greater than 128 characters'],
    ['a header with a slash', { 'x-host-fingerprint': 'a/'.repeat(40) }, 'match the pattern'],
  ])('refuses a fingerprint from %s', async (_, headers, why) => {
    const { status, body } = await beat({ fingerprint: undefined }, headers);
    expect(status).toBe(422);
    expect(body.error.details.fields['host.fingerprint'].join()).toContain(why);
  });

  it('counts the agents of a host, and those that are online', async () => {
    await beat();
    const second = await beat({ agent: { id: 43 } }, { 'x-api-key': 'mca_second' });
    expect(second.body.host).toMatchObject({ agents_total: 2, agents_online: 2 });
    clock.advance(180_000);
    expect((await beat()).body.host).toMatchObject({ agents_total: 2, agents_online: 2 });
    clock.advance(1);
    expect((await beat()).body.host).toMatchObject({ agents_total: 2, agents_online: 1 });
  });

  it('moves an agent that reports from another host', async () => {
    await beat();
    await beat({ agent: { id: 43 } }, { 'x-api-key': 'mca_second' });
    await beat({ fingerprint: OTHER });
    const { body } = await beat({ agent: { id: 43 } }, { 'x-api-key': 'mca_second' });
    expect(body.host).toMatchObject({ fingerprint: FINGERPRINT, agents_total: 1 });
  });

  it('shows hosts going offline after the online window', async () => {
    await close();
    const mock = await start({ agentmc: { onlineWindowSeconds: 60, teamId: 9, userId: 5 } });
    await beat();
    const status = () => mock.state().agentmc?.hosts[0]?.status;
    clock.advance(60_000);
    expect(status()).toBe('online');
    clock.advance(1);
    expect(status()).toBe('offline');
    expect((await beat()).body.host).toMatchObject({ team_id: 9, created_by_user_id: 5 });
    expect(status()).toBe('online');
  });

  it("fixes a key's agent with its first heartbeat, and forbids another", async () => {
    await beat();
    const { status, body } = await beat({ agent: { id: 43 } });
    expect(status).toBe(403);
    expect(body.error).toMatchObject({ code: 'auth.forbidden' });
    expect((await beat()).status).toBe(200);
  });

  it.each([
    ['no key', {}, 401, 'auth.missing'],
    ['an empty key', { 'x-api-key': '' }, 401, 'auth.missing'],
    ['a key of another kind', { 'x-api-key': 'cc_team_key' }, 401, 'auth.invalid'],
    ['two keys', { 'x-api-key': `${KEY}, mca_other` }, 401, 'auth.invalid'],
    ['the bare prefix', { 'x-api-key': 'mca_' }, 401, 'auth.invalid'],
    ['a key in the wrong header', { authorization: `Bearer ${KEY}` }, 401, 'auth.missing'],
    ['_invalid', { 'x-api-key': 'mca_x_invalid' }, 401, 'auth.invalid'],
    ['_inactive', { 'x-api-key': 'mca_x_inactive' }, 401, 'auth.inactive'],
    ['_forbidden', { 'x-api-key': 'mca_x_forbidden' }, 403, 'auth.forbidden'],
    ['_notfound', { 'x-api-key': 'mca_x_notfound' }, 404, 'resource.not_found'],
  ])('refuses %s', async (_, headers, status, code) => {
    const reply = await send({ method: 'POST', path: PATH, headers, body: heartbeat() });
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({ error: { code, message: expect.any(String) } });
  });

  it('refuses a bad key before it looks at the body', async () => {
    const reply = await send({
      method: 'POST',
      path: PATH,
      headers: { 'x-api-key': 'x' },
      body: '{',
    });
    expect(reply.status).toBe(401);
  });

  it.each([
    ['broken JSON', '{"meta":', 'not valid JSON'],
    ['an empty body', '', 'empty'],
    ['very deep nesting', `${'['.repeat(9000)}${']'.repeat(9000)}`, 'levels deep'],
  ])('refuses %s with 400 and the error envelope', async (_, body, why) => {
    const reply = await send({ method: 'POST', path: PATH, headers: { 'x-api-key': KEY }, body });
    expect(reply.status).toBe(400);
    expect(reply.body.error).toEqual({
      code: 'request.malformed',
      message: expect.stringContaining(why),
    });
  });

  it('lists every violated field under its dotted path', async () => {
    const { status, body } = await beat({
      fingerprint: undefined,
      meta: { cpu_cores: 0, disk: { total_bytes: 1 }, ip: 'nowhere' },
      agent: { id: 1.5 },
    });
    expect(status).toBe(422);
    expect(body.error).toEqual({
      code: 'validation.failed',
      message: 'Validation failed.',
      details: {
        fields: {
          'host.meta.ip': ['The host.meta.ip field must be a valid IPv4 address or IPv6 address.'],
          'host.meta.cpu_cores': ['The host.meta.cpu_cores field must be at least 1.'],
          'host.meta.disk.free_bytes': ['The host.meta.disk.free_bytes field is required.'],
          'agent.id': ['The agent.id field must be an integer.'],
          'host.fingerprint': [
            'The host.fingerprint field is required when the X-Host-Fingerprint header is not sent.',
          ],
        },
      },
    });
  });

  it('says how much more is wrong where very much is', async () => {
    const mock = await start();
    const { status, text, body } = await beat({ runtimeMeta: { models: Array(200_000).fill(1) } });
    expect(status).toBe(422);
    const { fields } = body.error.details;
    expect(Object.keys(fields)).toHaveLength(101);
    expect(fields.body).toEqual(['There are 199900 more violations.']);
    expect(text.length).toBeLessThan(20_000);
    expect(mock.journal.all().at(-1)?.violations).toHaveLength(101);
  });

  it('checks the key before it looks at a body that is too large', async () => {
    const body = ' '.repeat(1024 * 1024 + 1);
    const status = async (key: string) =>
      (await send({ method: 'POST', path: PATH, headers: { 'x-api-key': key }, body })).status;
    expect(await status('nonsense')).toBe(401);
    expect(await status(KEY)).toBe(413);
  });

  it('accepts what is odd but allowed, and remarks on it', async () => {
    const mock = await start();
    const models = { runtimeMeta: { models: [], something_new: { deep: [1] } } };
    expect((await beat(models, { 'content-type': 'text/plain' })).status).toBe(200);
    expect(mock.journal.all().at(-1)?.notes).toEqual([
      expect.stringContaining('meta.models is empty'),
      expect.stringContaining('content-type is not application/json'),
    ]);
  });

  it.each(['🦞 OpenClaw 2026.2.26 (bc50708)', 'ðŸ¦ž OpenClaw 2026.2.26 (bc50708)'])(
    'accepts the model label %s',
    async (label) => {
      expect((await beat({ runtimeMeta: { models: [label] } })).status).toBe(200);
    },
  );

  it('puts on a rate limit for every second heartbeat of a _ratelimited key', async () => {
    const headers = { 'x-api-key': 'mca_x_ratelimited' };
    const replies = [];
    for (let count = 0; count < 4; count++) replies.push(await beat({}, headers));
    expect(replies.map(({ status }) => status)).toEqual([200, 429, 200, 429]);
    expect(replies[1]?.headers).toMatchObject({
      'retry-after': '120',
      'x-mock-simulated': 'ratelimited',
    });
    expect(replies[1]?.body.error.code).toBe('rate_limit.exceeded');
  });

  it('loses some heartbeats of a _flaky key, the same ones for the same seed', async () => {
    const run = async () => {
      const statuses = [];
      for (let count = 0; count < 30; count++) {
        statuses.push((await beat({}, { 'x-api-key': 'mca_x_flaky' })).status);
      }
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    await close();
    await start();
    expect(await run()).toEqual(first);
  });

  it('accepts only the listed keys where keys are listed', async () => {
    await close();
    await start({
      keys: {
        agentmc: { plain: { agentId: 42 }, off: { simulate: 'inactive' }, mca_x_flaky: {} },
      },
    });
    expect((await beat()).status).toBe(401);
    expect((await beat({}, { 'x-api-key': 'plain' })).status).toBe(200);
    expect((await beat({ agent: { id: 43 } }, { 'x-api-key': 'plain' })).status).toBe(403);
    expect((await beat({}, { 'x-api-key': 'off' })).status).toBe(401);
    for (let count = 0; count < 20; count++) {
      expect((await beat({}, { 'x-api-key': 'mca_x_flaky' })).status).toBe(200);
    }
  });

  it('forgets everything on reset', async () => {
    await close();
    const mock = await start();
    await beat();
    await beat({ fingerprint: OTHER });
    mock.reset();
    expect(mock.journal.size).toBe(0);
    expect((await beat({ fingerprint: OTHER })).body.host.id).toBe(1);
    expect(mock.journal.all()).toMatchObject([{ id: 1, operation: 'agentHeartbeat' }]);
  });
});

interface Change {
  readonly fingerprint?: string | undefined;
  readonly name?: string;
  readonly meta?: object;
  readonly runtimeMeta?: object;
  readonly agent?: object;
}

function heartbeat({ meta, runtimeMeta, agent, ...host }: Change = {}): unknown {
  const { agentmc } = examples;
  return {
    meta: { ...agentmc.meta, ...runtimeMeta },
    host: { ...agentmc.host, ...host, meta: { ...agentmc.host.meta, ...meta } },
    agent: { ...agentmc.agent, ...agent },
  };
}

it('writes its answers as JSON.stringify would, whatever is reported', () => {
  const text = fc.string({ unit: 'grapheme' });
  const report = fc.record({
    name: text.map((name) => name.slice(0, 20)),
    more: fc.dictionary(text, fc.jsonValue()),
    // Few of them, so that hosts report again, and agents move from one to the other.
    fingerprint: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
    id: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(report, { minLength: 1, maxLength: 5 }), (reports) => {
      const mock = createMock({ clock: manualClock('2026-02-22T17:21:02.345Z') });
      const { meta, host, agent } = examples.agentmc;
      for (const { name, more, fingerprint, id } of reports) {
        const reported = { ...host, fingerprint, name, meta: { ...more, ...host.meta } };
        const body = JSON.stringify({ meta, host: reported, agent: { ...agent, id } });
        const headers = { 'x-api-key': `mca_agent_${id}` };
        const reply = mock.handle({ method: 'POST', path: PATH, headers, body });
        expect(reply.status).toBe(200);
        const answer = JSON.parse(reply.body) as { host: { fingerprint: string } };
        expect(reply.body).toBe(JSON.stringify(answer));
        expect(answer.host).toMatchObject({
          name,
          meta: JSON.parse(JSON.stringify(reported.meta)),
        });
        const { hosts = [] } = mock.state().agentmc ?? {};
        expect(hosts.find((one) => one.fingerprint === fingerprint)).toEqual(answer.host);
      }
    }),
  );
});
