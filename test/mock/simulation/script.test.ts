import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMock,
  manualClock,
  type Mock,
  type Rule,
  type Scenario,
} from '../../../src/index.ts';

const START = '2026-05-18T16:00:00Z';
const MINUTE = 60_000;

/** After a minute, a server that knows nobody any more. */
const RESTARTED: Scenario['states'] = {
  before: { goto: [{ after: MINUTE, to: 'restarted' }] },
  restarted: { enter: { forget: ['state'] } },
};

/** A mock that plays a scenario, its clock, and a heartbeat of AgentRadio to it. */
function playing(states: Scenario['states'], seed = 1) {
  const clock = manualClock(START);
  const mock = createMock({
    clock,
    seed,
    scenario: { name: 'own', title: 'A scenario of the test.', states },
  });
  return { clock, mock, beat: (key?: string) => beat(mock, key) };
}

function beat(mock: Pick<Mock, 'handle'>, key = 'ar_agent_demo', body = '{"status":"online"}') {
  return mock.handle({
    method: 'POST',
    path: '/api/heartbeat',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  });
}

const down: Rule = { reply: { error: 'unavailable' } };
const statuses = (replies: readonly { status: number }[]) => replies.map(({ status }) => status);

describe('the states of a scenario', () => {
  it('lead to one another by time, at the moment that is due', () => {
    const {
      clock,
      mock,
      beat: send,
    } = playing({
      down: { rules: [down], goto: [{ after: 5 * MINUTE, to: 'well' }] },
      well: { goto: [{ after: 5 * MINUTE, to: 'down' }] },
    });
    expect(send().status).toBe(503);
    clock.advance(5 * MINUTE - 1);
    expect(send().status).toBe(503);
    clock.advance(1);
    expect(send().status).toBe(200);
    // Nobody looked when the next change was due; it took place all the same.
    clock.advance(7 * MINUTE);
    expect(send().status).toBe(503);
    clock.advance(3 * MINUTE);
    expect(send().status).toBe(200);
    expect(mock.scenarios().find(({ name }) => name === 'own')?.state).toBe('well');
  });

  it('lead to one another by the number of requests, after the last of them', () => {
    const { beat: send } = playing({
      well: { goto: [{ count: 2, to: 'down' }] },
      down: { rules: [down], goto: [{ count: 1, to: 'well' }] },
    });
    expect(statuses([send(), send(), send(), send(), send(), send()])).toEqual([
      200, 200, 503, 200, 200, 503,
    ]);
  });

  it('lead to one another by a request of a kind', () => {
    const { mock, beat: send } = playing({
      well: { goto: [{ on: { body: { '/status': 'offline' } }, to: 'gone' }] },
      gone: { rules: [{ reply: { error: 'key-inactive' } }] },
    });
    expect(send().status).toBe(200);
    expect(beat(mock, 'ar_agent_demo', '{"status":"offline"}').status).toBe(200);
    expect(send()).toMatchObject({ status: 401 });
    // What anyone may read needs no key, and none is refused for it.
    expect(mock.handle({ method: 'GET', path: '/api/shows', headers: {} }).status).toBe(200);
  });

  it('never go round for ever where they take no time', () => {
    const { beat: send } = playing({
      one: { goto: [{ after: 0, to: 'other' }] },
      other: { goto: [{ after: 0, to: 'one' }] },
    });
    expect(send().status).toBe(200);
  });

  it('are the same however often somebody looks, also where they go round', () => {
    const states = {
      a: { goto: [{ after: 1000, to: 'b' }] },
      b: { goto: [{ after: 2000, to: 'a' }] },
    };
    fc.assert(
      fc.property(fc.array(fc.nat(2_000_000), { maxLength: 20 }), (steps) => {
        const [often, once] = [playing(states), playing(states)];
        for (const step of steps) {
          often.clock.advance(step);
          once.clock.advance(step);
          often.mock.scenarios();
          often.mock.scenarios();
        }
        expect(often.mock.scenarios()).toEqual(once.mock.scenarios());
        expect(often.mock.save().simulation).toEqual(once.mock.save().simulation);
        const passed = steps.reduce((sum, step) => sum + step, 0) % 3000;
        const running = once.mock.scenarios().find(({ state }) => state !== null);
        expect(running?.state).toBe(passed < 1000 ? 'a' : 'b');
      }),
    );
  });

  it('are looked at when the state is', () => {
    const { clock, mock, beat: send } = playing(RESTARTED);
    send();
    clock.advance(MINUTE);
    expect(mock.state().agentradio?.agents).toEqual([]);
  });

  it('of one key alone do not make others forgotten', () => {
    const clock = manualClock(START);
    const states: Scenario['states'] = {
      first: { goto: [{ count: 1, to: 'second' }] },
      second: { enter: { forget: ['state', 'limits'] } },
    };
    const mock = createMock({
      clock,
      scenarios: [{ name: 'boom', title: 'It forgets.', states }],
      limit: { kind: 'fixed', requests: 1, window: MINUTE },
    });
    expect(statuses([beat(mock), beat(mock)])).toEqual([200, 429]);
    beat(mock, 'ar_agent_x_boom');
    expect(beat(mock).status).toBe(429);
    expect(mock.state().agentradio?.agents).toHaveLength(2);
  });

  it('make the mock forget when they are entered', () => {
    const { clock, mock, beat: send } = playing(RESTARTED);
    send();
    expect(mock.state().agentradio?.agents).toHaveLength(1);
    clock.advance(MINUTE);
    send('ar_agent_other');
    expect(mock.state().agentradio?.agents).toHaveLength(1);
  });

  it('are put on by hand', () => {
    const { mock, beat: send } = playing({ well: {}, down: { rules: [down] } });
    expect(send().status).toBe(200);
    mock.play('own', 'down');
    expect(send().status).toBe(503);
    mock.play(undefined);
    expect(send().status).toBe(200);
    mock.play('outage');
    expect(send().status).toBe(503);
    expect(() => mock.play('own', 'up')).toThrow(
      'scenario own has no state "up"; it has well, down',
    );
    expect(() => mock.play('outrage')).toThrow('there is no scenario "outrage"; there is ');
    // What could not be played leaves what is played alone.
    expect(send().status).toBe(503);
  });
});

describe('the rules of a state', () => {
  it('apply to the next so many, or to each so manieth request', () => {
    const { beat: send } = playing({
      on: {
        rules: [
          { times: 2, ...down },
          { every: 3, reply: { status: 500 } },
        ],
      },
    });
    const got = statuses(Array.from({ length: 8 }, () => send()));
    expect(got).toEqual([503, 503, 200, 200, 500, 200, 200, 500]);
  });

  it('apply to the operations that are meant, aliases included', () => {
    const { mock, beat: send } = playing({
      on: { rules: [{ on: { operation: ['heartbeat'] }, ...down }] },
    });
    const get = (path: string) =>
      mock.handle({ method: 'GET', path, headers: { authorization: 'Bearer ar_agent_demo' } })
        .status;
    expect(send().status).toBe(503);
    expect(get('/api/v1/home')).toBe(200);
    expect(
      mock.handle({ method: 'POST', path: '/api/v1/heartbeat', headers: {}, body: '{}' }).status,
    ).toBe(503);
    expect(
      mock.handle({ method: 'POST', path: '/api/v1/agents/heartbeat', headers: {}, body: '{}' }),
    ).toMatchObject({ status: 503, headers: { 'x-mock-simulated': 'own' } });
  });

  it('apply to requests with certain headers', () => {
    const { mock } = playing({
      on: { rules: [{ on: { headers: { 'User-Agent': 'curl/*' } }, ...down }] },
    });
    const get = (agent: string) =>
      mock.handle({ method: 'GET', path: '/api/shows', headers: { 'user-agent': agent } }).status;
    expect([get('curl/8.5'), get('wget'), get('curl')]).toEqual([503, 200, 200]);
  });

  it('draw chances by the seed alone', () => {
    const drawn = (seed: number) => {
      const { beat: send } = playing({ on: { rules: [{ probability: 0.5, ...down }] } }, seed);
      return statuses(Array.from({ length: 60 }, () => send()));
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    const share = drawn(3).filter((status) => status === 503).length / 60;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.75);
  });

  it('limit the rate for each key, and keep what Retry-After promises', () => {
    const { clock, beat: send } = playing({
      on: {
        rules: [
          {
            limit: { kind: 'sliding', requests: 2, window: MINUTE, headers: ['draft'] },
            reply: { error: 'rate-limited' },
          },
        ],
      },
    });
    expect(send().headers['ratelimit']).toBe('"default";r=1;t=60');
    expect(send().status).toBe(200);
    clock.advance(30_000);
    expect(send()).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
    expect(send('ar_agent_other').status).toBe(200);
    clock.advance(29_999);
    expect(send().status).toBe(429);
    clock.advance(1);
    expect(send().status).toBe(200);
  });

  it.each<[string, Rule['reply'], object]>([
    ['an error by its code', { error: 'RATE_LIMITED' }, { status: 429 }],
    ['an error by its name', { error: 'malformed' }, { status: 400 }],
    ['a status in the shape of the contract', { status: 504 }, { status: 504 }],
    [
      'a body of its own',
      { status: 418, body: { tea: true } },
      { status: 418, body: '{"tea":true}' },
    ],
    [
      'a text with its type',
      { text: '<p>', headers: { 'content-type': 'text/html' } },
      { status: 200, body: '<p>' },
    ],
    [
      'how long to wait, as a date',
      { status: 503, retryAfter: 90_000, retryAfterForm: 'date' },
      { headers: { 'retry-after': 'Mon, 18 May 2026 16:01:30 GMT' } },
    ],
  ])('answer with %s', (_, reply, expected) => {
    const { mock, beat: send } = playing({ on: { rules: [{ reply }] } });
    const got = send();
    expect({ ...got, headers: expect.anything() as unknown }).toMatchObject({
      ...expected,
      headers: expect.anything() as unknown,
    });
    expect(got.headers).toMatchObject((expected as { headers?: object }).headers ?? {});
    expect(mock.journal.all()[0]).toMatchObject({ simulated: 'own' });
    if (reply.error !== undefined || reply.status === 504) {
      expect(JSON.parse(got.body)).toMatchObject({
        ok: false,
        error: { code: expect.any(String) },
      });
    }
  });

  it("change the contract's own answer", () => {
    const { beat: send } = playing({
      on: {
        rules: [
          {
            reply: {
              rename: { '/heartbeatAt': '/receivedAt', '/nothing': '/new' },
              remove: ['/station/openTopics', '/nowhere/at/all', '/station/recurringSegments/x'],
              set: {
                '/agent/tier': 'gold',
                '/station/recurringSegments/-': { id: 'x' },
                '/a/b': 1,
              },
            },
          },
        ],
      },
    });
    const { status, body, headers } = send();
    expect(status).toBe(200);
    expect(headers['x-mock-simulated']).toBe('own');
    const answer = JSON.parse(body) as { station: { recurringSegments: unknown[] } };
    expect(answer).toMatchObject({
      receivedAt: START.replace('Z', '.000Z'),
      agent: { tier: 'gold' },
    });
    expect(answer).not.toHaveProperty('heartbeatAt');
    expect(answer).not.toHaveProperty('new');
    expect(answer).not.toHaveProperty('a');
    expect(answer).not.toHaveProperty('q');
    expect(answer.station.recurringSegments).toHaveLength(5);
    expect(answer.station).not.toHaveProperty('openTopics');
    expect(answer.station.recurringSegments.at(-1)).toEqual({ id: 'x' });
  });
});

describe('what is asked for', () => {
  it('comes from the Prefer header first', () => {
    const { mock } = playing({ on: { rules: [down] } });
    const ask = (prefer: string) =>
      mock.handle({ method: 'GET', path: '/api/shows', headers: { prefer } });
    expect(ask('code=429')).toMatchObject({ status: 429, headers: { 'retry-after': '120' } });
    expect(ask('delay=2s, fault=EMPTY_RESPONSE')).toMatchObject({
      delay: 2000,
      fault: 'EMPTY_RESPONSE',
    });
    expect(ask('scenario=html-error').status).toBe(503);
    expect(ask('scenario=html-error').status).toBe(502);
    expect(ask('scenario=unheard-of, wait=3, code=9').status).toBe(503);
    const deaf = createMock({ prefer: false });
    const request = { method: 'GET', path: '/api/shows', headers: { prefer: 'code=500' } };
    expect(deaf.handle(request).status).toBe(200);
  });

  it('is no reason to refuse where a status is asked for that accepts', () => {
    const mock = createMock();
    const request = { method: 'GET', path: '/api/shows', headers: { prefer: 'code=200' } };
    expect(mock.handle(request)).toMatchObject({ status: 200 });
    expect(JSON.parse(mock.handle(request).body)).toHaveProperty('shows');
  });

  it('comes from the ending of a key, for this key alone', () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    expect(beat(mock, 'ar_agent_one_outage').status).toBe(503);
    clock.advance(4 * MINUTE);
    expect(beat(mock, 'ar_agent_two_outage').status).toBe(503);
    expect(beat(mock, 'ar_agent_three').status).toBe(200);
    clock.advance(MINUTE);
    expect(beat(mock, 'ar_agent_one_outage').status).toBe(200);
    expect(beat(mock, 'ar_agent_two_outage').status).toBe(503);
  });

  it('says so, unless it is told not to', () => {
    const labelled = createMock({ scenario: 'outage' });
    const silent = createMock({ scenario: 'outage', labels: false });
    expect(beat(labelled).headers['x-mock-simulated']).toBe('outage');
    expect(beat(silent).headers).not.toHaveProperty('x-mock-simulated');
    expect(silent.journal.all()).toMatchObject([{ simulated: 'outage' }]);
  });

  it('is a limit for all requests', () => {
    const clock = manualClock(START);
    const mock = createMock({
      clock,
      limit: { kind: 'fixed', requests: 1, window: MINUTE, per: 'all', headers: ['legacy'] },
    });
    expect(beat(mock).headers).toMatchObject({ 'x-ratelimit-remaining': '0' });
    expect(beat(mock, 'ar_agent_other')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '60', 'x-mock-simulated': 'rate-limit' },
    });
    mock.limit = undefined;
    expect(beat(mock).status).toBe(200);
  });
});

describe('a session', () => {
  it('is a world of its own', async () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    const session = mock.session({ scenario: 'outage', seed: 7, start: '2030-01-01T00:00:00Z' });
    expect(session.basePath).toBe('/__sessions/1');
    expect(beat(session).status).toBe(503);
    expect(beat(mock).status).toBe(200);
    expect([mock.journal.total, session.journal.total]).toEqual([1, 1]);
    session.clock.advance(5 * MINUTE);
    expect(beat(session).status).toBe(200);
    expect(mock.clock.now()).toBe(Date.parse(START));
    session.reset();
    expect(beat(session).status).toBe(503);
    expect(mock.state().agentradio?.agents).toHaveLength(1);
  });

  it('is reached below its base path, by sockets and by fetch', async () => {
    const mock = createMock({ clock: manualClock(START) });
    const session = mock.session({ id: 'mine' });
    const path = `${session.basePath}/api/v1/home`;
    const headers = { authorization: 'Bearer ar_agent_demo' };
    const { url, close } = await mock.listen();
    const overSocket = (await (await fetch(url + path, { headers })).json()) as {
      quick_links: Record<string, string>;
    };
    // An unmodified client that follows links stays in its session.
    expect(overSocket.quick_links['heartbeat']).toBe(`${url}/__sessions/mine/api/heartbeat`);
    expect((await mock.fetch(`http://mock.test${path}`, { headers })).status).toBe(200);
    expect(session.journal.all().map(({ request }) => request.path)).toEqual([
      '/api/v1/home',
      '/api/v1/home',
    ]);
    expect(mock.journal.total).toBe(0);
    await close();
  });

  it('ends when nobody uses it', () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    const [one, two] = [mock.session({ idle: 10 * MINUTE }), mock.session({ idle: 10 * MINUTE })];
    const shows = ({ basePath }: typeof one) =>
      mock.handle({ method: 'GET', path: `${basePath}/api/shows`, headers: {} });
    clock.advance(9 * MINUTE);
    expect(shows(two).status).toBe(200);
    clock.advance(2 * MINUTE);
    expect(mock.sessions().map(({ id }) => id)).toEqual([two.id]);
    expect(shows(one)).toMatchObject({
      status: 404,
      headers: { 'x-mock-error': 'unknown-session' },
    });
    expect(mock.endSession(two.id)).toBe(true);
    expect(mock.endSession(two.id)).toBe(false);
  });

  it('does not end while it is used in code', async () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    const session = mock.session({ idle: MINUTE });
    for (let count = 0; count < 5; count += 1) {
      clock.advance(50_000);
      beat(session);
      clock.advance(50_000);
      await session.fetch('http://mock.test/api/shows');
    }
    expect(mock.sessions()).toHaveLength(1);
  });

  it('ends when nobody uses it, also where the clock was put back', () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    const session = mock.session({ idle: MINUTE });
    clock.set(Date.parse(START) - 1000 * MINUTE);
    beat(session);
    clock.advance(2 * MINUTE);
    expect(mock.sessions()).toEqual([]);
  });

  it.each(['', 'a/b', 'ä', '?', 'x'.repeat(65)])('may not be named "%s"', (id) => {
    expect(() => createMock().session({ id })).toThrow(RangeError);
  });

  it('is not made twice under one name', () => {
    const mock = createMock();
    mock.session({ id: 'mine' });
    expect(() => mock.session({ id: 'mine' })).toThrow('there is a session "mine" already');
  });

  it('never sees another one', () => {
    const steps = fc.array(
      fc.record({ session: fc.nat(2), minutes: fc.nat(20), scenario: fc.nat(6) }),
      { maxLength: 30 },
    );
    const names = ['outage', 'flaky', 'rate-limited', 'key-revoked', 'schedule-change', 'resets'];
    fc.assert(
      fc.property(steps, (moves) => {
        const make = () => {
          const mock = createMock({ clock: manualClock(START) });
          return [0, 1, 2].map((index) => mock.session({ seed: index }));
        };
        const together = make();
        const bodies: string[][] = [[], [], []];
        for (const { session, minutes, scenario } of moves) {
          const one = together[session]!;
          one.clock.advance(minutes * MINUTE);
          if (names[scenario]) one.play(names[scenario]);
          bodies[session]!.push(JSON.stringify(beat(one)));
        }
        // Each alone gives the same bytes as beside the others.
        for (const index of [0, 1, 2]) {
          const alone = make()[index]!;
          const own = moves
            .filter(({ session }) => session === index)
            .map(({ minutes, scenario }) => {
              alone.clock.advance(minutes * MINUTE);
              if (names[scenario]) alone.play(names[scenario]);
              return JSON.stringify(beat(alone));
            });
          expect(own).toEqual(bodies[index]);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is remembered of ever new keys', () => {
  const limit = { kind: 'fixed', requests: 1, window: MINUTE } as const;

  it('is dropped by a rate limit once the window is over', () => {
    const clock = manualClock(START);
    const mock = createMock({ clock, limit });
    for (let index = 0; index < 50; index += 1) beat(mock, `ar_agent_${index}`);
    clock.advance(MINUTE - 1);
    expect(beat(mock, 'ar_agent_0').status).toBe(429);
    expect(Object.keys(mock.save().simulation.limits)).toHaveLength(50);
    clock.advance(1);
    expect(beat(mock, 'ar_agent_0').status).toBe(200);
    expect(Object.keys(mock.save().simulation.limits)).toHaveLength(1);
  });

  it('is dropped by the rules of a scenario once the longest window is over', () => {
    const rules = (window: number) => [{ limit: { ...limit, window }, reply: { status: 429 } }];
    const { clock, mock } = playing({
      one: { rules: rules(MINUTE), goto: [{ on: { method: 'POST' }, count: 50, to: 'two' }] },
      two: { rules: rules(2 * MINUTE) },
    });
    const remembered = () => Object.keys(mock.save().simulation.runs['own']?.limits ?? {}).length;
    for (let index = 0; index < 51; index += 1) beat(mock, `ar_agent_${index}`);
    expect(remembered()).toBe(51);
    clock.advance(2 * MINUTE);
    beat(mock);
    expect(remembered()).toBe(1);
  });

  it('makes no difference in a snapshot', async () => {
    const clock = manualClock(START);
    const mock = createMock({ clock, limit });
    beat(mock);
    clock.advance(MINUTE - 1);
    beat(mock, 'ar_agent_other');
    const snapshot = mock.save();
    await mock.restore(snapshot);
    expect(mock.save()).toEqual(snapshot);
    clock.advance(1);
    beat(mock, 'ar_agent_third');
    expect(Object.keys(mock.save().simulation.limits)).toHaveLength(2);
  });

  it('is that of the newest scenarios of keys; older ones begin anew', { timeout: 60_000 }, () => {
    const mock = createMock({ clock: manualClock(START) });
    mock.addScenario({
      name: 'once',
      title: 'Fails once.',
      states: { on: { rules: [{ times: 1, reply: { error: 'unavailable' } }] } },
    });
    const key = (index: number) => `ar_agent_${index}_once`;
    for (let index = 0; index < 10_000; index += 1) beat(mock, key(index));
    expect(statuses([beat(mock, key(0)), beat(mock, key(1))])).toEqual([200, 200]);
    beat(mock, key(10_000));
    expect(Object.keys(mock.save().simulation.runs)).toHaveLength(10_000);
    expect(statuses([beat(mock, key(10_000)), beat(mock, key(1)), beat(mock, key(0))])).toEqual([
      200, 200, 503,
    ]);
  });
});

it('a scenario that is added later is played for keys that were used before', () => {
  const { mock } = playing({ on: {} });
  const key = 'ar_agent_demo_mine';
  expect(beat(mock, key).status).toBe(200);
  const before = mock.save().contracts['agentradio']?.accounts;
  mock.addScenario({ name: 'mine', title: 'Mine.', states: { on: { rules: [down] } } });
  expect(mock.save().contracts['agentradio']?.accounts).toEqual(before);
  expect(beat(mock, key).status).toBe(503);
  // Other keys go on, and those that ask for a simulation are not meant.
  expect(beat(mock).status).toBe(200);
  mock.addScenario({
    name: 'mine',
    title: 'Of another contract.',
    contracts: ['agentmc'],
    states: { on: { rules: [down] } },
  });
  expect(beat(mock, key).status).toBe(200);
});
