import { describe, expect, it } from 'vitest';
import { type MockOptions } from '../../../src/index.ts';
import { examples } from '../../support/heartbeats.ts';
import { agentmcBeat, agentradioBeat, start, busy, failureOf } from '../../support/snapshots.ts';

describe('keys', () => {
  /** Not of the form of a key, so that it is known by where it stood alone. */
  const PLAIN = 'plaincanary-5e7d';
  const CANARY = 'mca_canary_4711';
  const RADIO = 'ar_agent_canary_4711';
  const long = `mca_canary${'0'.repeat(60)}`;

  function planted() {
    const options: MockOptions = {
      keys: {
        agentmc: { 'listed-canary': { agentId: 9 }, [CANARY]: {} },
        agentradio: { [RADIO]: { handle: `dj ${CANARY}` } },
      },
    };
    const { mock } = start(options);
    const beat = agentmcBeat(CANARY);
    const { host, agent, meta } = examples.agentmc;
    const body = JSON.stringify({
      ...examples.agentmc,
      meta: { ...meta, [CANARY]: CANARY },
      host: {
        ...host,
        fingerprint: long,
        name: `host ${CANARY} ${PLAIN}`,
        meta: {
          ...host.meta,
          hostname: 'listed-canary',
          api_key: 'canary in a field',
          [RADIO]: { deep: [RADIO, PLAIN] },
        },
      },
      agent: { ...agent, name: RADIO, identity: { name: PLAIN, [CANARY]: 'listed-canary' } },
    });
    mock.handle({ ...beat, headers: { 'x-api-key': PLAIN } });
    mock.handle({ ...beat, body });
    mock.handle(agentmcBeat('listed-canary', 9, 'b'));
    mock.handle({ ...agentmcBeat(CANARY), headers: { cookie: 'session=canary-cookie' } });
    mock.handle({
      ...agentradioBeat(),
      path: '/api/v1/heartbeat?token=canary-query',
      headers: {},
      body: JSON.stringify({
        ...examples.agentradio,
        currentTask: `reading ${RADIO} ${PLAIN} canary-query`,
        apiKey: RADIO,
      }),
    });
    mock.faults = [
      {
        on: { headers: { 'x-api-key': 'canary', authorization: `Bearer ${RADIO}*` } },
        reply: { status: 500 },
      },
      {
        on: { headers: { 'x-api-key': 'mca_*', authorization: 'Bearer *' } },
        reply: { status: 501 },
      },
      {
        on: { body: { '/apiKey': RADIO, [`/${CANARY}`]: 1 } },
        reply: {
          headers: { 'x-secret': 'canary' },
          body: { key: CANARY, [CANARY]: 'listed-canary' },
          set: { '/name': CANARY },
          rename: { '/a': `/${CANARY}` },
          remove: [`/${RADIO}`],
        },
      },
      { reply: { text: `key: ${RADIO}, apiKey=canary` } },
    ];
    mock.limit = { kind: 'bucket', requests: 100, window: 1000 };
    mock.handle(agentradioBeat(RADIO));
    return { mock, options, body };
  }

  it('never stand in a snapshot', () => {
    const { mock } = planted();
    const text = JSON.stringify(mock.save());
    expect(mock.state().agentmc?.hosts).toHaveLength(2);
    expect(mock.state().agentradio?.agents).toHaveLength(1);
    expect(text).not.toMatch(/canary/i);
    // Patterns tell no key.
    expect(mock.save().simulation.faults[1]?.on?.headers).toEqual({
      'x-api-key': 'mca_*',
      authorization: 'Bearer *',
    });
  });

  it('are known again after a restore, and so are hosts whose fingerprint looks like one', async () => {
    const { mock, options, body } = planted();
    const { mock: fresh } = start(options);
    await fresh.restore(mock.save());
    expect(JSON.stringify(fresh.state())).toBe(JSON.stringify(mock.state()));
    for (const one of [mock, fresh]) one.faults = [];
    for (const request of [
      { ...agentmcBeat(CANARY), body },
      agentmcBeat(CANARY, 8),
      agentmcBeat('listed-canary', 8),
      agentmcBeat('listed-canary', 9, 'c'),
    ]) {
      expect(fresh.handle(request)).toEqual(mock.handle(request));
    }
    expect(fresh.state().agentmc?.hosts.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(JSON.stringify(fresh.save())).not.toMatch(/(?:mca_|agent_|listed-)canary/i);
  });

  it('do not spoil a snapshot where they are ordinary words', async () => {
    const { mock } = busy({ scenario: 'outage' });
    mock.limit = { kind: 'fixed', requests: 100, window: 1000 };
    mock.faults = [
      { on: { operation: ['agentHeartbeat'] }, reply: { set: { '/host/name': 'x' } } },
    ];
    for (const key of [
      'host',
      'agent',
      'outage',
      'fixed',
      'name',
      '2026',
      'agentHeartbeat',
      '0000',
    ]) {
      mock.handle(agentmcBeat(key));
    }
    const { mock: fresh } = start();
    await fresh.restore(mock.save());
    expect(fresh.handle(agentmcBeat())).toEqual(mock.handle(agentmcBeat()));
  });

  it('stay out of what is said of a foreign file', async () => {
    const { mock } = start();
    const failure = await failureOf(mock, { ...mock.save(), [CANARY]: 1 });
    expect(failure.message).not.toContain('canary');
    expect(failure.message).toContain('no such key is known here');
  });
});
