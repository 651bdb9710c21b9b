import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  loadContract,
  SnapshotError,
  type Behaviour,
  type PlainRequest,
  type Rule,
} from '../../../src/index.ts';
import {
  START,
  KEY,
  json,
  agentmcBeat,
  agentradioBeat,
  start,
  busy,
  failureOf,
} from '../../support/snapshots.ts';

describe('a snapshot', () => {
  it('brings hosts, agents and their times back, and the numbers of hosts to come', async () => {
    const { mock, clock } = busy();
    const before = mock.state();
    const snapshot = mock.save();
    clock.advance(500_000);
    mock.handle(agentmcBeat('mca_fourth', 45, 'c'));
    await mock.restore(snapshot);
    expect(mock.state()).toEqual(before);
    expect(json(mock.handle(agentmcBeat('mca_fifth', 46, 'd'))).host.id).toBe(3);
    expect(json(mock.handle(agentmcBeat())).host).toMatchObject({ id: 1, agents_total: 2 });
  });

  it('keeps which agent a key belongs to, in a mock that never saw the key', async () => {
    const { mock } = start();
    await mock.restore(busy().mock.save());
    expect(mock.handle(agentmcBeat(KEY, 43)).status).toBe(403);
    expect(mock.handle(agentmcBeat(KEY, 42)).status).toBe(200);
  });

  it('keeps handles that were listed, and shows that agents own', async () => {
    const keys = { agentradio: { secret: { handle: 'night-owl' }, more: {} } };
    const { mock } = start({ keys });
    for (const key of Object.keys(keys.agentradio)) mock.handle(agentradioBeat(key));
    const shows: PlainRequest = { method: 'GET', path: '/api/shows', headers: {} };
    const { mock: fresh } = start({ keys, seed: 9 });
    await fresh.restore(mock.save());
    expect(mock.handle(shows).body).toContain('night-owl');
    expect(fresh.handle(shows)).toEqual(mock.handle(shows));
    expect(fresh.handle(agentradioBeat('secret'))).toEqual(mock.handle(agentradioBeat('secret')));
  });

  it('brings its seed along, also for a reset and for sessions that are made later', async () => {
    const { mock } = busy({ seed: 5 });
    const { mock: fresh } = start({ seed: 6 });
    await fresh.restore(mock.save());
    expect(fresh.seed).toBe(5);
    fresh.reset();
    expect(fresh.seed).toBe(5);
    expect(fresh.session().seed).toBe(5);
    expect(fresh.handle(agentradioBeat()).body).toContain(
      json(mock.handle(agentradioBeat())).agent.id,
    );
  });

  it('is plain JSON that shares nothing with the session, and comes out the same again', async () => {
    const { mock } = busy({ scenario: 'outage' });
    const snapshot = mock.save();
    const text = JSON.stringify(snapshot);
    expect(snapshot).toEqual(JSON.parse(text));
    expect(snapshot).toMatchObject({
      format: 'heartbeat-kit/snapshot@1',
      seed: 1,
      savedAt: '2026-05-18T16:00:01.234Z',
      clock: { now: Date.parse(START) + 1234, scale: 1 },
    });
    mock.handle(agentmcBeat('mca_new', 50, 'e'));
    expect(JSON.stringify(snapshot)).toBe(text);
    await mock.restore(snapshot);
    expect(mock.save()).toEqual(snapshot);
  });

  it('changes nothing when it is made', () => {
    const { mock } = start();
    expect(mock.save()).toEqual(mock.save());
  });

  it('leaves the journal as it is', async () => {
    const { mock } = busy();
    const snapshot = mock.save();
    mock.handle(agentmcBeat());
    await mock.restore(snapshot);
    expect(mock.journal.size).toBe(5);
    mock.handle(agentmcBeat());
    expect(mock.journal.total).toBe(6);
  });

  it('can be taken to a session of another mock', async () => {
    const { mock } = start();
    const session = mock.session();
    await session.restore(busy().mock.save());
    expect(session.state().agentmc?.hosts).toHaveLength(2);
    expect(mock.state().agentmc?.hosts).toHaveLength(0);
  });

  it('answers requests by the old state until all is ready', async () => {
    const { mock } = start();
    const restored = mock.restore(busy().mock.save());
    expect(json(mock.handle(agentmcBeat('mca_x', 1, 'x'))).host.id).toBe(1);
    await restored;
    expect(mock.state().agentmc?.hosts.map(({ id }) => id)).toEqual([1, 2]);
    expect(json(mock.handle(agentmcBeat('mca_x', 1, 'x'))).host.id).toBe(3);
  });
});

describe('the clock of a snapshot', () => {
  it('goes on from when it was saved', async () => {
    const { mock, clock } = busy();
    const snapshot = mock.save();
    clock.advance(86_400_000);
    await mock.restore(snapshot);
    expect(mock.clock.now()).toBe(Date.parse(START) + 1234);
    clock.advance(1);
    expect(mock.clock.now()).toBe(Date.parse(START) + 1235);
  });

  it.each([0, 60])('keeps its pace, here %d', async (scale) => {
    const { mock } = start();
    mock.clock.scale(scale);
    const snapshot = mock.save();
    const { mock: fresh, clock } = start({ timeScale: 3600 });
    await fresh.restore(snapshot);
    clock.advance(1000);
    expect(fresh.clock.state).toEqual({ now: Date.parse(START) + scale * 1000, scale });
  });

  it('shows hosts going offline when the saved ones would have', async () => {
    const { mock } = start();
    const { mock: fresh, clock } = start();
    mock.handle(agentmcBeat());
    mock.clock.advance(100_000);
    await fresh.restore(mock.save());
    const status = () => fresh.state().agentmc?.hosts[0]?.status;
    clock.advance(80_000);
    expect(status()).toBe('online');
    clock.advance(1);
    expect(status()).toBe('offline');
  });
});

describe('what is put on in a snapshot', () => {
  it('goes on half way through an outage', async () => {
    const { mock } = start({ scenario: 'outage' });
    mock.clock.advance(2 * 60_000);
    const { mock: fresh, clock } = start();
    await fresh.restore(mock.save());
    const { status, headers } = fresh.handle(agentmcBeat());
    expect([status, headers['x-mock-simulated']]).toEqual([503, 'outage']);
    clock.advance(3 * 60_000 - 1);
    expect(fresh.handle(agentmcBeat()).status).toBe(503);
    clock.advance(1);
    expect(fresh.handle(agentmcBeat()).status).toBe(200);
  });

  it('ends what was not put on when it was saved', async () => {
    const { mock } = start();
    const snapshot = mock.save();
    mock.play('outage');
    mock.faults = [{ reply: { status: 500 } }];
    mock.limit = { kind: 'fixed', requests: 1, window: 1000 };
    await mock.restore(snapshot);
    expect(mock.faults).toEqual([]);
    expect(mock.limit).toBeUndefined();
    expect(mock.scenarios().every(({ state }) => state === null)).toBe(true);
    expect(mock.handle(agentmcBeat()).status).toBe(200);
  });

  it.each(['fixed', 'sliding', 'bucket'] as const)(
    'remembers what a limit has counted (%s)',
    async (kind) => {
      const { mock } = start();
      mock.limit = { kind, requests: 2, window: 10_000, headers: ['draft'] };
      mock.handle(agentmcBeat());
      mock.clock.advance(1500);
      mock.handle(agentmcBeat());
      const { mock: fresh } = start();
      await fresh.restore(mock.save());
      expect(fresh.limit).toEqual(mock.limit);
      for (const wait of [0, 5000, 4000, 20_000]) {
        for (const one of [mock, fresh]) one.clock.advance(wait);
        const reply = mock.handle(agentmcBeat());
        expect(fresh.handle(agentmcBeat())).toEqual(reply);
        if (wait === 0) expect(reply.status).toBe(429);
      }
    },
  );

  it('remembers how often a fault was due', async () => {
    const rules: Rule[] = [
      { on: { operation: ['inbox'] }, reply: { status: 500 } },
      { times: 2, reply: { error: 'unavailable', delay: { uniform: [10, 20] } } },
      { every: 3, reply: { status: 502, headers: { 'retry-after': '1' }, text: 'later' } },
    ];
    const { mock } = start();
    mock.faults = rules;
    mock.handle(agentmcBeat());
    const { mock: fresh } = start();
    await fresh.restore(mock.save());
    expect(fresh.faults).toEqual(rules);
    const statuses = Array.from({ length: 4 }, () => {
      const reply = mock.handle(agentmcBeat());
      expect(fresh.handle(agentmcBeat())).toEqual(reply);
      return reply.status;
    });
    expect(statuses).toEqual([503, 200, 200, 502]);
  });

  it('remembers what runs for single keys, and what was simulated for them', async () => {
    const { mock } = start();
    const beat = agentmcBeat('mca_x_outage');
    mock.handle(beat);
    mock.handle(agentmcBeat('mca_x_ratelimited', 7, 'b'));
    const { mock: fresh } = start();
    await fresh.restore(mock.save());
    fresh.clock.advance(299_999);
    expect(fresh.handle(beat).status).toBe(503);
    expect(fresh.handle(agentmcBeat('mca_x_ratelimited', 7, 'b')).status).toBe(429);
    fresh.clock.advance(1);
    expect(fresh.handle(beat).status).toBe(200);
  });
});

describe('a contract of your own', () => {
  const folder = fileURLToPath(new URL('../../support/contracts/pulse', import.meta.url));
  const own = async (
    more: Partial<Behaviour<{ beats: number }>> = {},
  ): Promise<Behaviour<{ beats: number }>> => ({
    contract: await loadContract(folder),
    keyPrefix: 'pk_',
    secretPrefixes: { pk_: 1 },
    heartbeat: 'pulse',
    usualIntervalSeconds: 1,
    simulations: [],
    createState: () => ({ beats: 0 }),
    keyHeader: (key) => `X-Token: ${key}`,
    keyOfHeaders: (headers) => headers['x-token'],
    handlers: { pulse: ({ state }) => ({ status: 200, body: { beats: ++state.beats } }) },
    refuse: ({ kind }) => ({ status: 400, body: { why: kind } }),
    inspect: (state) => state,
    ...more,
  });
  const pulse: PlainRequest = {
    method: 'POST',
    path: '/v2/pulse',
    headers: { 'x-token': 'pk_one' },
    body: '{"bpm":60}',
  };

  it('has to save and load its state, or is named', async () => {
    const { mock } = start({ contracts: ['agentmc', await own()] });
    expect(() => mock.save()).toThrow(
      new SnapshotError(
        'there are no snapshots of the contract pulse: give its behaviour save() and load()',
      ),
    );
  });

  it('takes part in snapshots when it does', async () => {
    const behaviour = await own({
      save: (state) => state,
      async load(saved) {
        const { beats } = saved as { beats?: unknown };
        if (typeof beats !== 'number') throw new SnapshotError('must be a number', ['beats']);
        if (beats > 3) throw new Error('too many beats');
        return { beats };
      },
    });
    const { mock } = start({ contracts: [behaviour] });
    mock.handle(pulse);
    const snapshot = mock.save();
    mock.handle(pulse);
    await mock.restore(snapshot);
    expect(json(mock.handle(pulse))).toEqual({ beats: 2 });
    const state = (beats: unknown) => ({
      ...snapshot,
      contracts: { pulse: { accounts: [], state: { beats } } },
    });
    expect((await failureOf(mock, state('1'))).message).toBe(
      'contracts.pulse.state.beats: must be a number',
    );
    expect((await failureOf(mock, state(4))).message).toBe('contracts.pulse.state: too many beats');
  });
});
