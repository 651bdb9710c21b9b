import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMock, judge } from '../../src/index.ts';
import '../../src/matchers/vitest.ts';
import { afterHeartbeats, behave, messageOf, quietMock, times } from './support/client.ts';

describe('toHaveKeptCadence', () => {
  it('passes where the cadence of the state was kept, and fails where it was not', async () => {
    const mock = await afterHeartbeats({ waits: times(7, 45_000) });
    expect(mock).toHaveKeptCadence({ state: 'on_shift' });
    expect(mock).not.toHaveKeptCadence({ state: 'idle' });
  });

  it('shows which requests were too early', async () => {
    const mock = await afterHeartbeats({ waits: [45, 45, 45, 10, 45, 45, 45].map(inSeconds) });
    expect(messageOf(() => expect(mock).toHaveKeptCadence({ state: 'on_shift' })))
      .toMatchInlineSnapshot(`
      "expect(mock).toHaveKeptCadence({ state: 'on_shift' })

      Expected: a client that keeps the cadence of on_shift (agentradio)
      Received: one that does not

      FAIL  AR-C-005 must: Heartbeats are not more frequent than the cadence allows
            stated in: AgentRadio page "AgentRadio Heartbeat" (heartbeat.md), Cadence
            stated in: AgentRadio page "AgentRadio Heartbeat" (heartbeat.md), Three-Step Setup
            1 of 6 intervals are shorter than 27 s: 10 s
                0:02:15  POST  /api/heartbeat                            200  allowed 0:02:00 to 0:02:30
                0:02:25  GET   /api/v1/home                              200
            >   0:02:25  POST  /api/heartbeat                            200  allowed 0:02:45 to 0:03:15
                0:03:10  GET   /api/v1/home                              200
                0:03:10  POST  /api/heartbeat                            200  allowed 0:02:55 to 0:03:25"
    `);
  });

  it('says by what the cadence was kept that should not be', async () => {
    const mock = await afterHeartbeats({ waits: times(6, 45_000) });
    expect(messageOf(() => expect(mock).not.toHaveKeptCadence({ state: 'on_shift' })))
      .toMatchInlineSnapshot(`
      "expect(mock).not.toHaveKeptCadence({ state: 'on_shift' })

      Expected: not a client that keeps the cadence of on_shift (agentradio)
      Received: one that does

      pass  AR-C-005 must: Heartbeats are not more frequent than the cadence allows
            stated in: AgentRadio page "AgentRadio Heartbeat" (heartbeat.md), Cadence
            stated in: AgentRadio page "AgentRadio Heartbeat" (heartbeat.md), Three-Step Setup
            intervals of 45, 45, 45, 45, 45 s; at least 30 s asked

      pass  AR-C-006 should: Heartbeats not rarer than the cadence asks, while nothing fails
            stated in: AgentRadio page "AgentRadio Heartbeat" (heartbeat.md), Cadence
            intervals of 45, 45, 45, 45, 45 s; at most 60 s asked"
    `);
  });

  it('says what is missing where too little was seen', async () => {
    const mock = await afterHeartbeats({ waits: times(2, 45_000) });
    expect(messageOf(() => expect(mock).toHaveKeptCadence({ state: 'on_shift' })))
      .toMatchInlineSnapshot(`
      "expect(mock).toHaveKeptCadence({ state: 'on_shift' })

      Expected: a client that keeps the cadence of on_shift (agentradio)
      Received: too little to tell, so that neither this nor its opposite passes

      ?     AR-C-005 must: Heartbeats are not more frequent than the cadence allows
      ?     AR-C-006 should: Heartbeats not rarer than the cadence asks, while nothing fails
            1 intervals in a row were undisturbed, and 4 make a mean

      3 of 6 heartbeats were seen that are needed; let 3 more pass."
    `);
    expect(messageOf(() => expect(mock).not.toHaveKeptCadence({ state: 'on_shift' }))).toContain(
      'let 3 more pass',
    );
  });

  it('takes as many heartbeats as it asks for', async () => {
    const around = quietMock();
    const mock = await behave(around, { waits: times(4, 45_000) });
    expect(messageOf(() => expect(mock).toHaveKeptCadence({ state: 'on_shift' }))).toContain(
      '5 of 6 heartbeats were seen that are needed; let 1 more pass.',
    );
    around.clock.advance(45_000);
    await behave(around, { waits: [] });
    expect(mock).toHaveKeptCadence({ state: 'on_shift' });
  });

  it('fails where the client has fallen silent since', async () => {
    const around = quietMock();
    const mock = await behave(around, { waits: times(7, 45_000) });
    const until = around.clock.now();
    around.clock.advance(600_000);
    expect(mock).not.toHaveKeptCadence({ state: 'on_shift' });
    expect(mock).toHaveKeptCadence({ state: 'on_shift', until });
    // Exchanges do not tell what time it is.
    expect(mock.journal).toHaveKeptCadence({ state: 'on_shift' });
  });

  it('judges AgentMC by the interval that is given, within a tenth', async () => {
    const mock = await afterHeartbeats({ contract: 'agentmc', waits: times(7, 60_000) });
    expect(mock).toHaveKeptCadence({ interval: 60_000 });
    expect(mock).toHaveKeptCadence({ interval: 65_000 });
    expect(mock).not.toHaveKeptCadence({ interval: 30_000 });
    expect(messageOf(() => expect(mock).toHaveKeptCadence({ interval: 90_000 })))
      .toMatchInlineSnapshot(`
        "expect(mock).toHaveKeptCadence({ interval: 90000 })

        Expected: a client that sends a heartbeat every 90 s (agentmc)
        Received: one that does not

        FAIL  6 of 6 intervals are shorter than 73 s: 60, 60, 60, 60, 60, 60 s
                  0:00:00  POST  /api/v1/agents/heartbeat                  200
                  0:01:00  POST  /api/v1/agents/heartbeat                  200  allowed 0:01:21 to 0:01:39
              >   0:02:00  POST  /api/v1/agents/heartbeat                  200  allowed 0:02:21 to 0:02:39
              >   0:03:00  POST  /api/v1/agents/heartbeat                  200  allowed 0:03:21 to 0:03:39
              >   0:04:00  POST  /api/v1/agents/heartbeat                  200  allowed 0:04:21 to 0:04:39
              >   0:05:00  POST  /api/v1/agents/heartbeat                  200  allowed 0:05:21 to 0:05:39
              >   0:06:00  POST  /api/v1/agents/heartbeat                  200  allowed 0:06:21 to 0:06:39
              >   0:07:00  POST  /api/v1/agents/heartbeat                  200  allowed 0:07:21 to 0:07:39"
      `);
    const few = await afterHeartbeats({ contract: 'agentmc', waits: [60_000] });
    expect(messageOf(() => expect(few).not.toHaveKeptCadence({ interval: 60_000 }))).toContain(
      'let 4 more pass',
    );
  });

  it('says the same as the judges, and never yes and no at once', async () => {
    const wait = fc.constantFrom(5000, 29_000, 30_000, 45_000, 60_000, 70_000, 900_000);
    await fc.assert(
      fc.asyncProperty(fc.array(wait, { maxLength: 9 }), async (waits) => {
        const mock = await afterHeartbeats({ waits });
        const state = 'on_shift';
        const verdicts = judge(mock.journal, { contract: 'agentradio', state })
          .filter(({ requirement }) => ['AR-C-005', 'AR-C-006'].includes(requirement))
          .map(({ verdict }) => verdict);
        const yes = passes(() => expect(mock).toHaveKeptCadence({ state }));
        const no = passes(() => expect(mock).not.toHaveKeptCadence({ state }));
        expect(yes).toBe(verdicts.every((verdict) => verdict === 'pass'));
        expect(no).toBe(verdicts.includes('fail'));
        expect(yes && no).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('finds what is meant, or asks', async () => {
    const around = quietMock();
    const { mock } = around;
    expect(messageOf(() => expect(mock).toHaveKeptCadence({ state: 'idle' }))).toContain(
      'Received: nothing at all, so that neither this nor its opposite passes',
    );
    await behave(around, { waits: times(7, 45_000), key: 'ar_agent_canary_one' });
    expect(mock).toHaveKeptCadence({ state: 'on_shift' });
    await behave(around, { contract: 'agentmc', waits: times(7, 60_000) });
    expect(messageOf(() => expect(mock).toHaveKeptCadence({ state: 'on_shift' }))).toBe(
      "the journal holds the traffic of agentradio and agentmc; say which is meant: { contract: 'agentradio' }",
    );
    const contract = 'agentradio';
    const client = { contract, state: 'on_shift', until: around.clock.now() - 7 * 60_000 };
    expect(mock).toHaveKeptCadence(client);
    await behave(around, { waits: times(7, 10_000), key: 'ar_agent_canary_two' });
    const message = messageOf(() => expect(mock).not.toHaveKeptCadence(client));
    expect(message).toMatch(
      /^the journal holds the traffic of several keys; say which is meant with \{ key \}: [0-9a-f]{13} \(16 requests\), [0-9a-f]{13} \(16 requests\)$/,
    );
    expect(mock).toHaveKeptCadence({ ...client, key: 'ar_agent_canary_one' });
    expect(mock).not.toHaveKeptCadence({ ...client, key: 'ar_agent_canary_two' });
    const [mark] = /[0-9a-f]{13}/.exec(message) ?? [];
    expect(mock.journal).toHaveKeptCadence({ ...client, key: mark });
    const unknown = messageOf(() => expect(mock).toHaveKeptCadence({ ...client, key: 'canary' }));
    expect(unknown).toContain('must be the mark of a key');
    expect(unknown).not.toContain('canary');
  });

  it.each([
    [{}, 'toHaveKeptCadence has to know what the agent is doing'],
    [{ state: 'asleep' }, 'no state "asleep"; there is on_shift, preparing, idle, dormant'],
    [{ interval: 60_000 }, 'interval is of no use: agentradio has its cadence by state'],
    [{ contract: 'pulse' }, 'clients of "pulse" cannot be judged; there is agentmc, agentradio'],
    [{ contract: 'agentmc' }, 'toHaveKeptCadence needs the interval of the client in milliseconds'],
    [{ contract: 'agentmc', state: 'idle' }, 'agents of agentmc have no state; leave it out'],
    [{ contract: 'agentmc', interval: 0 }, 'interval must be milliseconds, such as 60_000, not 0'],
  ])('refuses %j', async (client, message) => {
    const around = quietMock();
    await behave(around, { waits: [45_000] });
    const mock = await behave(around, { contract: 'agentmc', waits: [] });
    const given = { contract: 'agentradio', ...client };
    expect(() => expect(mock).toHaveKeptCadence(given)).toThrow(message);
    expect(() => expect(mock).not.toHaveKeptCadence(given)).toThrow(message);
  });

  it('takes no mock that forgot what came first', async () => {
    const mock = await afterHeartbeats({ waits: times(9, 45_000) }, { journalSize: 14 });
    expect(messageOf(() => expect(mock).toHaveKeptCadence({ state: 'on_shift' }))).toContain(
      'The journal no longer holds the first 6 exchanges; give the mock a larger journalSize.',
    );
    expect(() => expect(mock).not.toHaveKeptCadence({ state: 'on_shift' })).toThrow('journalSize');
    expect(mock).not.toHaveKeptCadence({ state: 'idle' });
  });

  it('knows the contract of a mock of one', () => {
    const mock = createMock({ contracts: ['agentmc'] });
    expect(() => expect(mock).toHaveKeptCadence({ state: 'idle' })).toThrow(
      'agents of agentmc have no state',
    );
  });
});

function inSeconds(value: number): number {
  return value * 1000;
}

function passes(assertion: () => void): boolean {
  try {
    assertion();
    return true;
  } catch {
    return false;
  }
}
