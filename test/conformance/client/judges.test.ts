import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Exchange, type JudgeContext, type Judgement } from '../../../src/index.ts';
import { after, beats, checkIns, exchanges, START, type Sent } from './support/exchanges.ts';

const onShift: JudgeContext = { contract: 'agentradio', state: 'on_shift' };
const agentmc: JudgeContext = { contract: 'agentmc' };
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What the judges say of one requirement. */
function told(id: string, sent: readonly Sent[], context: JudgeContext = onShift): Judgement {
  const found = judge(exchanges(sent), context).find(({ requirement }) => requirement === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

const verdict = (...args: Parameters<typeof told>) => told(...args).verdict;
const seconds = (value: number) => START + value * 1000;
const sometimes = (value: number) => Array.from({ length: 7 }, () => value);
const failing = { status: 503 } as const;

describe('nothing was sent', () => {
  it('leaves every requirement open, and says so', () => {
    for (const context of [onShift, agentmc]) {
      const all = judge([], context);
      expect(new Set(all.map((one) => one.verdict))).toEqual(new Set(['inconclusive']));
      expect(new Set(all.map(({ why }) => why))).toEqual(new Set(['the client sent nothing']));
    }
  });

  it('says how the client ended', () => {
    const [first] = judge([], { ...onShift, ended: { at: START, how: 'exit code 3' } });
    expect(first?.why).toBe('the client sent nothing and ended: exit code 3');
  });
});

describe('AR-C-005, not too often', () => {
  const id = 'AR-C-005';
  const steady = (gap: number) => checkIns(after(0, sometimes(gap)));

  it('takes a single interval of 90 % of the bound, and none below', () => {
    const framed = (gap: number) => checkIns(after(0, [40, 40, gap, 40, 40, 40]));
    expect(verdict(id, framed(27))).toBe('pass');
    expect(told(id, framed(26.9))).toMatchObject({
      verdict: 'fail',
      why: '1 of 5 intervals are shorter than 27 s: 27 s',
      exchanges: [8],
    });
  });

  it('takes a mean of 99 % of the bound, and none below', () => {
    expect(verdict(id, steady(29.7))).toBe('pass');
    expect(told(id, steady(29.6))).toMatchObject({
      verdict: 'fail',
      why: expect.stringMatching(
        /^intervals of 30, .* s, 30 s in the mean; at least 30 s asked$/,
      ) as string,
    });
  });

  it('allows for the slack of times', () => {
    const early = (gap: number) => checkIns(after(0, [40, 40, gap, 40, 40, 40]));
    expect(verdict(id, early(22), { ...onShift, slack: () => 5000 })).toBe('pass');
    expect(verdict(id, early(21.9), { ...onShift, slack: () => 5000 })).toBe('fail');
    // Of a mean, only its ends are uncertain.
    expect(verdict(id, steady(26), { ...onShift, slack: () => 5000 })).toBe('fail');
  });

  it('says nothing where times are too uncertain', () => {
    expect(told(id, steady(40), { ...onShift, slack: () => 20_000 })).toMatchObject({
      verdict: 'inconclusive',
      why: 'times may be wrong by 20 s, which is too much to tell',
    });
  });

  it('wants four intervals in a row, the first aside', () => {
    expect(told(id, checkIns(after(0, [40, 40, 40, 40])))).toMatchObject({
      verdict: 'inconclusive',
      why: '3 intervals in a row were undisturbed, and 4 make a mean',
    });
    expect(verdict(id, checkIns(after(0, [40, 40, 40, 40, 40])))).toBe('pass');
  });

  it('exempts the first interval, and those around a failure', () => {
    expect(verdict(id, checkIns(after(0, [5, 40, 40, 40, 40])))).toBe('pass');
    const retried = [
      ...checkIns(after(0, sometimes(40))),
      ...checkIns([320], failing),
      ...checkIns(after(325, [5, ...sometimes(40)])),
    ];
    expect(verdict(id, retried)).toBe('pass');
  });

  it('takes check-ins at fixed times for what they are, however long the work in them takes', () => {
    const work = [1, 8, 0, 6, 7, 1, 5, 0];
    const sent = work.flatMap((took, index): Sent[] => [
      { at: index * 30, to: 'home' },
      { at: index * 30 + took, to: 'beat' },
    ]);
    expect(verdict(id, sent)).toBe('pass');
  });

  it('is open where nobody knows what the agent does', () => {
    expect(told(id, steady(40), { contract: 'agentradio' })).toMatchObject({
      verdict: 'inconclusive',
      why: 'it is not known what the agent is doing (its state), and so not how often it reports',
    });
  });

  it('knows the cadence that begins with a show of the agent', () => {
    const answer = JSON.stringify({ station: { nextSlot: { startsInMinutes: 60 } } });
    const before = checkIns(
      after(
        0,
        Array.from({ length: 9 }, () => 400),
      ),
      { answer },
    );
    const show = checkIns(after(3630, sometimes(45)));
    const context = { ...onShift, state: 'preparing', followsShows: true };
    expect(verdict(id, [...before, ...show], context)).toBe('pass');
    expect(verdict(id, [...before, ...checkIns(after(3630, sometimes(20)))], context)).toBe('fail');
    expect(verdict(id, [...before, ...show], { ...context, followsShows: false })).toBe('fail');
  });
});

describe('AR-C-006, not too rarely', () => {
  const id = 'AR-C-006';
  const steady = checkIns(after(0, sometimes(60)));

  it('takes a single interval of 110 % of the bound, and none above', () => {
    const framed = (gap: number) => checkIns(after(0, [50, 50, gap, 50, 50, 50]));
    expect(verdict(id, framed(66))).toBe('pass');
    expect(told(id, framed(66.1))).toMatchObject({
      verdict: 'fail',
      why: '1 of 5 intervals are longer than 66 s: 66 s',
    });
  });

  it('blames silence at the end, unless the client ended', () => {
    const until = seconds(420 + 67);
    expect(verdict(id, steady, { ...onShift, until: until - 1000 })).toBe('pass');
    expect(told(id, steady, { ...onShift, until })).toMatchObject({
      verdict: 'fail',
      why: 'nothing came for 67 s; at most 60 s asked',
      exchanges: [16],
    });
    const ended = { at: until, how: 'exit code 0' };
    expect(verdict(id, steady, { ...onShift, until, ended })).toBe('pass');
  });
});

describe('AR-C-007 and AMC-C-008, Retry-After', () => {
  const usual = after(0, [50, 50, 50]);
  const limited = (wait: number, answer: Partial<Sent>, to: Sent['to'] = 'beat'): Sent[] => [
    ...checkIns(usual),
    { at: 200, to: 'home' },
    { at: 200, to: 'beat', status: 429, ...answer },
    { at: 200 + wait, to },
  ];

  it('has passed at the very second, and not before', () => {
    expect(told('AR-C-007', limited(180, { retryAfter: '180' }))).toMatchObject({
      verdict: 'pass',
      why: 'heartbeat was asked again 180 s after a 429; Retry-After asked to wait 180 s',
      exchanges: [10, 11],
    });
    expect(told('AR-C-007', limited(179, { retryAfter: '180' }))).toMatchObject({
      verdict: 'fail',
      why: 'heartbeat was asked again 179 s after a 429; Retry-After asked to wait 180 s',
    });
    expect(verdict('AR-C-007', limited(179.9, { retryAfter: '180' }))).toBe('fail');
  });

  it('may be a date, in whole seconds of either clock', () => {
    const answer = {
      date: 'Mon, 01 Jun 2026 09:03:20 GMT',
      retryAfter: 'Mon, 01 Jun 2026 09:06:20 GMT',
    };
    expect(verdict('AR-C-007', limited(180, answer))).toBe('pass');
    expect(verdict('AR-C-007', limited(179.1, answer))).toBe('pass');
    expect(verdict('AR-C-007', limited(178.9, answer))).toBe('fail');
  });

  it('holds for the alias too', () => {
    expect(verdict('AR-C-007', limited(60, { retryAfter: '180' }, 'alias'))).toBe('fail');
    expect(verdict('AR-C-007', limited(60, { retryAfter: '180' }, 'inbox'))).toBe('inconclusive');
  });

  it('tells nothing where it is shorter than the usual interval, or no Retry-After', () => {
    expect(verdict('AR-C-007', limited(20, { retryAfter: '50' }))).toBe('unseen');
    expect(verdict('AR-C-007', limited(20, { retryAfter: 'soon' }))).toBe('unseen');
    expect(verdict('AR-C-007', limited(20, {}))).toBe('unseen');
    expect(verdict('AR-C-007', checkIns(usual))).toBe('unseen');
  });

  it('holds for AgentMC, by the interval that was seen or is told', () => {
    const sent = (wait: number): Sent[] => [
      { at: 0, to: 'report', status: 429, retryAfter: '180' },
      { at: wait, to: 'report' },
    ];
    const toldOf = { ...agentmc, interval: 60_000 };
    expect(verdict('AMC-C-008', sent(180), toldOf)).toBe('pass');
    expect(verdict('AMC-C-008', sent(179), toldOf)).toBe('fail');
    expect(verdict('AMC-C-008', sent(179), agentmc)).toBe('inconclusive');
  });
});

describe('failures in a row', () => {
  const usual = checkIns(after(0, [50, 50, 50]));
  /** After the first failure come such waits, each with a failure behind it. */
  const outage = (...waits: number[]) => [...usual, ...checkIns(after(200, waits), failing)];
  const doubling = [50, 100, 200, 400, 800, 1600, 3200, 6400];

  it('AR-C-008: the first is followed by a retry before the next turn', () => {
    expect(told('AR-C-008', outage(5))).toMatchObject({
      verdict: 'pass',
      why: 'retried 5 s after the first failure; less than the usual 50 s asked',
    });
    expect(verdict('AR-C-008', outage(45))).toBe('pass');
    expect(told('AR-C-008', outage(46))).toMatchObject({
      verdict: 'fail',
      why: 'after the first failure the next try came 46 s later; less than the usual 50 s asked',
      exchanges: [10, 11],
    });
    expect(verdict('AR-C-008', outage(), { ...onShift, until: seconds(210) })).toBe('inconclusive');
    expect(told('AR-C-008', outage(), { ...onShift, until: seconds(260) })).toMatchObject({
      verdict: 'fail',
      why: 'after the first failure no other try came for 60 s; less than the usual 50 s asked',
    });
    expect(verdict('AR-C-008', usual)).toBe('unseen');
  });

  it('AR-C-009: eight waits below the cap tell that they grow, seven do not', () => {
    const steady = Array.from({ length: 8 }, () => 50);
    expect(told('AR-C-009', outage(5, ...steady))).toMatchObject({
      verdict: 'fail',
      why: 'waits of 50, 50, 50, 50, 50, 50, 50, 50 s; the largest of the last 3 is 1.0 x that of the first 3, at least 2 asked',
    });
    expect(verdict('AR-C-009', outage(5, ...steady.slice(1)))).toBe('inconclusive');
    expect(verdict('AR-C-009', outage(5, ...doubling))).toBe('pass');
    // Full jitter.
    expect(verdict('AR-C-009', outage(5, 30, 90, 20, 300, 100, 700, 40, 900))).toBe('pass');
  });

  it('AR-C-009: a cap that is reached soon is no lack of growth', () => {
    const hours = (...values: number[]) => values.map((value) => value * HOUR);
    expect(told('AR-C-009', outage(5, ...hours(1, 2, 4, 4, 4)))).toMatchObject({
      verdict: 'pass',
      why: 'waits of 60, 120, 240, 240, 240 min, each longer than the one before until the cap',
    });
    const half = Array.from({ length: 8 }, () => 30 * MINUTE);
    expect(verdict('AR-C-009', outage(5, 600, 1200, ...half))).toBe('pass');
    const jittered = [600, 1500, 900, 1700, 1100, 1600, 1200, 1400];
    expect(told('AR-C-009', outage(5, ...jittered))).toMatchObject({
      verdict: 'inconclusive',
      why: expect.stringContaining("they may have reached a cap of the client's own") as string,
    });
    // Who always waits the same has not grown to it.
    expect(verdict('AR-C-009', outage(5, ...half))).toBe('fail');
  });

  it('AR-C-010: a wait may exceed the cap by ten percent', () => {
    const most = 4.4 * HOUR;
    expect(told('AR-C-010', outage(5, most))).toMatchObject({
      verdict: 'pass',
      why: '4.4 h was the longest of 3 waits; at most 4 h asked',
    });
    expect(told('AR-C-010', outage(5, most + 60))).toMatchObject({
      verdict: 'fail',
      why: '4.4 h without another try; at most 4 h asked',
      exchanges: [12, 13],
    });
    expect(verdict('AR-C-010', outage(5, 3 * HOUR))).toBe('inconclusive');
    expect(verdict('AR-C-010', outage(5), { ...onShift, until: seconds(5 * HOUR) })).toBe('fail');
    const asked = [...usual, ...checkIns([200], { ...failing, retryAfter: '36000' })];
    expect(verdict('AR-C-010', [...asked, ...checkIns([36_300], failing)])).not.toBe('fail');
    expect(verdict('AR-C-010', outage(5, most + 60), { ...onShift, state: 'dormant' })).toBe(
      'unseen',
    );
  });

  it('AR-C-011: afterwards all is as before', () => {
    const back = (...gaps: number[]) => [...outage(5, 50), ...checkIns(after(400, gaps))];
    expect(verdict('AR-C-011', back(50, 66))).toBe('pass');
    expect(told('AR-C-011', back(50, 67))).toMatchObject({
      verdict: 'fail',
      why: '67 s between heartbeats after the recovery; at most 60 s asked',
    });
    expect(verdict('AR-C-011', back())).toBe('inconclusive');
    expect(verdict('AR-C-011', back(), { ...onShift, until: seconds(500) })).toBe('fail');
    expect(verdict('AR-C-011', outage(5))).toBe('inconclusive');
    expect(verdict('AR-C-011', usual)).toBe('unseen');
  });

  it('AR-C-019: check-ins go on; the end of the client is the end of them', () => {
    expect(verdict('AR-C-019', [...outage(5, 50), ...checkIns([400])])).toBe('pass');
    expect(verdict('AR-C-019', outage(5, 50), { ...onShift, until: seconds(500) })).toBe(
      'inconclusive',
    );
    expect(verdict('AR-C-019', outage(5), { ...onShift, until: seconds(5 * HOUR) })).toBe('fail');
    const ended = { at: seconds(210), how: 'exit code 1' };
    expect(told('AR-C-019', outage(5), { ...onShift, ended })).toMatchObject({
      verdict: 'fail',
      why: 'the client ended after the failure: exit code 1',
      exchanges: [12],
    });
  });

  it('AMC-C-009: one quick retry is allowed, a second is not', () => {
    const report = (times: number[], status = 200): Sent[] =>
      times.map((at) => ({ at, to: 'report', status }));
    const sent = (...waits: number[]) => [
      ...report(after(0, [60, 60, 60])),
      ...report(after(240, waits), 500),
    ];
    expect(verdict('AMC-C-009', sent(5, 60, 120), agentmc)).toBe('pass');
    expect(verdict('AMC-C-009', sent(5, 41), agentmc)).toBe('pass');
    expect(told('AMC-C-009', sent(5, 40), agentmc)).toMatchObject({
      verdict: 'fail',
      why: '2 tries came 5, 40 s after a failure; at least 41 s of the usual 60 s asked, one quick retry aside',
      exchanges: [5, 6],
    });
    expect(verdict('AMC-C-009', report([0], 500), agentmc)).toBe('inconclusive');
    // Who is not that regular is not faster by less than that.
    const irregular = [...report(after(0, [50, 60, 40])), ...report(after(160, [5, 35]), 500)];
    expect(verdict('AMC-C-009', irregular, agentmc)).toBe('pass');
  });
});

describe('a key that is refused', () => {
  const usual = checkIns(after(0, [50, 50, 50]));
  const refused = (...waits: number[]) => [
    ...usual,
    ...after(200, waits).map((at): Sent => ({ at, to: 'home', status: 401 })),
  ];

  it('AR-C-018: quick tries that go on are hammering, few or growing ones are not', () => {
    const quick = Array.from({ length: 8 }, () => 2);
    expect(told('AR-C-018', refused(...quick))).toMatchObject({
      verdict: 'fail',
      why: '8 tries came 2, 2, 2, 2, 2, 2, 2, 2 s after a refusal; 30 s is the usual pace',
    });
    expect(verdict('AR-C-018', refused(...quick.slice(1)))).toBe('inconclusive');
    expect(verdict('AR-C-018', refused(1, 1.5, 2.3, 3.4, 5, 7.6, 11, 17, 26, 150))).toBe('pass');
    expect(verdict('AR-C-018', refused(50, 50, 50, 50))).toBe('pass');
  });

  it('AMC-C-010: the usual pace is not slower, waits that grow may become so', () => {
    const report = (times: number[], status = 200): Sent[] =>
      times.map((at) => ({ at, to: 'report', status }));
    const sent = (...waits: number[]) => [
      ...report(after(0, [60, 60, 60])),
      ...report(after(240, waits), 401),
    ];
    expect(verdict('AMC-C-010', sent(60, 60, 60), agentmc)).toBe('inconclusive');
    expect(told('AMC-C-010', sent(60, 60, 60, 60), agentmc)).toMatchObject({
      verdict: 'fail',
      why: 'waits of 60, 60, 60, 60 s after refusals, the usual pace of 60 s: the client neither slows down nor stops',
    });
    expect(verdict('AMC-C-010', sent(2, 4, 8, 16, 32), agentmc)).toBe('inconclusive');
    expect(verdict('AMC-C-010', sent(2, 9, 10, 12), agentmc)).toBe('inconclusive');
    expect(verdict('AMC-C-010', sent(2, 4, 8, 16, 32, 64, 128), agentmc)).toBe('pass');
  });

  it('AR-C-018: who ends leaves the server in peace', () => {
    const ended = { at: seconds(201), how: 'exit code 2' };
    expect(told('AR-C-018', refused(), { ...onShift, ended })).toMatchObject({
      verdict: 'pass',
      why: 'the client ended after its key was refused: exit code 2',
    });
    expect(verdict('AR-C-018', usual)).toBe('unseen');
  });
});

describe('AR-C-001, the dashboard first', () => {
  it('wants one before the first, and between two accepted heartbeats', () => {
    expect(verdict('AR-C-001', checkIns([0, 50]))).toBe('pass');
    expect(verdict('AR-C-001', checkIns([0]))).toBe('inconclusive');
    expect(told('AR-C-001', beats([0, 50]))).toMatchObject({
      verdict: 'fail',
      why: '2 heartbeats without a GET of the dashboard since the accepted one before',
      exchanges: [1, 2],
    });
    expect(verdict('AR-C-001', [...checkIns([0]), ...beats([50])])).toBe('fail');
  });

  it('exempts the retry of a heartbeat', () => {
    const retry = [{ at: 0, to: 'home' } as const, ...beats([1], failing), ...beats([6])];
    expect(verdict('AR-C-001', [...retry, ...checkIns([50])])).toBe('pass');
  });
});

describe('AR-C-012, pages', () => {
  const page = (...times: number[]) => [
    ...checkIns([0, 50]),
    ...times.map((at): Sent => ({ at, to: 'page' })),
  ];

  it('are fetched again after a day, and not before', () => {
    expect(verdict('AR-C-012', page(60, 60 + 24 * HOUR))).toBe('pass');
    expect(told('AR-C-012', page(60, 59 + 24 * HOUR))).toMatchObject({
      verdict: 'fail',
      why: 'heartbeatPage was fetched again after 24 h; once a day at most',
      exchanges: [5, 6],
    });
  });

  it('are fetched again where a version changed', () => {
    const versions = ['1', '2'].map((version, index): Sent => {
      return { at: 100 + index, to: 'home', answer: JSON.stringify({ version }) };
    });
    expect(verdict('AR-C-012', [...page(60), ...versions, { at: 200, to: 'page' }])).toBe('pass');
  });
});

describe('AR-C-020, after a restart', () => {
  const context = { ...onShift, restarts: [seconds(152)] };
  const before = after(0, [50, 50, 50]).flatMap((at): Sent[] => [
    { at: at - 8, to: 'home' },
    { at, to: 'beat' },
  ]);
  const again = (at: number) => [...before, ...checkIns([at])];

  it('nothing comes before the cadence allows, counted from the check-in before', () => {
    expect(verdict('AR-C-020', again(142 + 27), context)).toBe('pass');
    expect(told('AR-C-020', again(142 + 26), context)).toMatchObject({
      verdict: 'fail',
      why: 'the client was started again and checked in 26 s after its last check-in; at least 30 s asked',
      exchanges: [8, 9],
    });
    expect(verdict('AR-C-020', before, context)).toBe('inconclusive');
    expect(verdict('AR-C-020', again(170))).toBe('unseen');
  });
});

describe('any exchanges', () => {
  const text = fc.oneof(
    fc.constantFrom('', '{}', 'null', '[]', '{"status":"online"}', '{"actions": [', '"x"'),
    fc.json(),
    fc.string(),
    fc.constant(
      '{"actions":[{"hint":"see http://a.test/x","quick_link":"q"}],"quick_links":{"q":"/q"}}',
    ),
    fc.constant('{"station":{"nextSlot":{"startsInMinutes":3}},"text":"go to http://b.test/y."}'),
  );
  const headers = fc.dictionary(
    fc.constantFrom('authorization', 'retry-after', 'date', 'host', 'x-api-key', 'x-version'),
    fc.oneof(
      fc.string(),
      fc.constantFrom('120', 'Bearer [redacted:0a1b2c3d]', 'Mon, 01 Jun 2026 09:06:20 GMT'),
    ),
  );
  const exchange = fc
    .record({
      at: fc.oneof(fc.integer({ min: 0, max: 9e7 }), fc.integer({ min: 0, max: 9 })),
      operation: fc.constantFrom(
        'home',
        'heartbeat',
        'heartbeatV1',
        'inbox',
        'shows',
        'agentHeartbeat',
        'heartbeatPage',
        undefined,
      ),
      fault: fc.constantFrom(
        undefined,
        undefined,
        undefined,
        'NO_RESPONSE',
        'CONNECTION_RESET_BY_PEER',
      ),
      origin: fc.constantFrom(undefined, undefined, undefined, 'foreign'),
      canary: fc.constantFrom(undefined, undefined, 'hint'),
      method: fc.constantFrom('GET', 'POST', 'BREW'),
      path: fc.oneof(fc.webPath(), fc.webUrl(), fc.string()),
      status: fc.constantFrom(200, 200, 200, 0, 204, 307, 401, 403, 408, 422, 429, 500, 503),
      sent: fc.record({ headers, body: text }),
      answer: fc.record({ headers, body: text }),
    })
    .map(
      ({ at, method, path, status, sent, answer, ...rest }) =>
        ({
          session: 'default',
          at: START + at,
          ...rest,
          request: { method, path, ...sent },
          response: { status, ...answer },
        }) as Omit<Exchange, 'id'>,
    );
  const journal = fc
    .array(exchange, { maxLength: 60 })
    .map((all) => all.map((one, index): Exchange => ({ id: index + 1, ...one })));
  const moment = fc.option(fc.integer({ min: START, max: START + 9e7 }), { nil: undefined });
  const context = fc.record({
    contract: fc.constantFrom('agentradio', 'agentmc'),
    state: fc.constantFrom('on_shift', 'dormant', undefined),
    interval: fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined }),
    until: moment,
    ended: fc.option(fc.record({ at: fc.integer(), how: fc.string() }), { nil: undefined }),
    restarts: fc.array(fc.integer({ min: START, max: START + 9e7 }), { maxLength: 3 }),
    followsShows: fc.boolean(),
    slack: fc.constantFrom(undefined, () => 5000),
  });

  it('are judged without an error, in the same way whatever their order, and left as they are', () => {
    fc.assert(
      fc.property(journal, context, fc.nat(), (all, { state, ...rest }, turn) => {
        const known = { ...rest, ...(rest.contract === 'agentradio' && { state }) };
        const before = structuredClone(all);
        const first = judge(all, known);
        const cut = all.length > 0 ? turn % all.length : 0;
        const turned = [...all.slice(cut), ...all.slice(0, cut)].toReversed();
        expect(judge(turned, known)).toEqual(first);
        expect(all).toEqual(before);
        const ids = new Set(all.map(({ id }) => id));
        for (const { why, exchanges: shown } of first) {
          expect(why).not.toMatch(/NaN|Infinity|undefined/);
          expect(shown.filter((id) => !ids.has(id))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
