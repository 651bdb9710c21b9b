import { describe, expect, it } from 'vitest';
import { createMock } from '../../src/index.ts';
import type { ConformOptions } from '../../src/matchers/index.ts';
import '../../src/matchers/vitest.ts';
import { examples } from '../support/heartbeats.ts';
import { afterHeartbeats, messageOf, times, type Behaviour } from './support/client.ts';

const good: Behaviour = { waits: times(7, 45_000) };
const state = 'on_shift';

describe('toConformTo', () => {
  it('passes where all was kept that there was occasion for', async () => {
    expect(await afterHeartbeats(good)).toConformTo('agentradio', { state });
    const mock = await afterHeartbeats({ contract: 'agentmc', waits: times(7, 60_000) });
    expect(mock).toConformTo('agentmc', { interval: 60_000, failOn: 'assumed' });
    expect(messageOf(() => expect(mock).not.toConformTo('agentmc'))).toContain(
      'pass  AMC-C-001 must: The body of every heartbeat satisfies the request schema\n',
    );
  });

  it('tells of each requirement what it says, where that is stated, and what came', async () => {
    const { meta, ...rest } = examples.agentmc;
    const body = { ...rest, meta: { ...meta, runtime: {} } };
    const mock = await afterHeartbeats({ contract: 'agentmc', waits: times(3, 60_000), body });
    expect(mock).not.toConformTo('agentmc');
    expect(messageOf(() => expect(mock).toConformTo('agentmc'))).toMatchInlineSnapshot(`
      "expect(mock).toConformTo('agentmc')

      Expected: a client that conforms to agentmc (level must)
      Received: one that does not

      FAIL  AMC-C-001 must: The body of every heartbeat satisfies the request schema
            stated in: AgentMC operation page "agentHeartbeat", Description
            stated in: AgentMC operation page "agentHeartbeat", Request Example
            stated in: AgentMC operation page "agentHeartbeat", SDK Example
            stated in: AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), StoreAgentHeartbeatApiRequest
            4 of 4 heartbeats do not: /meta/runtime/name: The meta.runtime.name field is required.
            >   0:00:00  POST  /api/v1/agents/heartbeat                  422
            >   0:01:00  POST  /api/v1/agents/heartbeat                  422
            >   0:02:00  POST  /api/v1/agents/heartbeat                  422
            >   0:03:00  POST  /api/v1/agents/heartbeat                  422"
    `);
  });

  it('shows no more requests of each than fit on a terminal, and no key', async () => {
    const mock = await afterHeartbeats({
      waits: times(20, 5000),
      body: { status: 'online', currentTask: 'ar_agent_canary', apiKey: 'ar_agent_canary' },
      home: false,
    });
    const message = messageOf(() => expect(mock).toConformTo('agentradio', { state }));
    expect(message.match(/^FAIL {2}AR-C-\d+(?= must: )/gm)).toEqual([
      'FAIL  AR-C-001',
      'FAIL  AR-C-003',
      'FAIL  AR-C-005',
    ]);
    expect(message).toMatch(/^ {6}… and \d+ more$/m);
    expect(message.split('\n').length).toBeLessThan(70);
    expect(message).not.toContain('canary');
  });

  it('lets only those levels count that are asked for', async () => {
    const mock = await afterHeartbeats({ waits: times(7, 70_000) });
    expect(mock).toConformTo('agentradio', { state });
    expect(mock).not.toConformTo('agentradio', { state, failOn: 'should' });
    expect(
      messageOf(() => expect(mock).toConformTo('agentradio', { state, failOn: 'should' })),
    ).toMatch(/^FAIL {2}AR-C-006 should: /m);
  });

  it('judges only what is asked for', async () => {
    const mock = await afterHeartbeats({ ...good, home: false });
    expect(mock).not.toConformTo('agentradio', { state });
    expect(mock).not.toConformTo('agentradio', { state, only: 'AR-C-001' });
    expect(mock).toConformTo('agentradio', { state, only: 'AR-C-002,AR-C-005' });
  });

  it('is open where too little was seen, unless that is allowed', async () => {
    const mock = await afterHeartbeats({ waits: [45_000] });
    expect(messageOf(() => expect(mock).toConformTo('agentradio', { state })))
      .toMatchInlineSnapshot(`
      "expect(mock).toConformTo('agentradio')

      Expected: a client that conforms to agentradio (level must)
      Received: too little to tell, so that neither this nor its opposite passes

      ?     AR-C-005 must: Heartbeats are not more frequent than the cadence allows
            0 intervals in a row were undisturbed, and 4 make a mean

      { allowInconclusive: true } lets that pass; more traffic tells."
    `);
    expect(() => expect(mock).not.toConformTo('agentradio', { state })).toThrow('too little');
    expect(mock).toConformTo('agentradio', { state, allowInconclusive: true });
  });

  it.each([
    ['there was no occasion', 'AR-C-008,AR-C-009', good],
    ['all that failed does not count', 'AR-C-006', { waits: times(7, 70_000) }],
  ])('passes nothing where %s, whatever is allowed', async (_, only, behaviour) => {
    const mock = await afterHeartbeats(behaviour);
    for (const allowInconclusive of [false, true]) {
      const options = { state, only, allowInconclusive };
      const why = 'Nothing was seen to hold.';
      expect(() => expect(mock).toConformTo('agentradio', options)).toThrow(why);
      expect(() => expect(mock).not.toConformTo('agentradio', options)).toThrow(why);
    }
  });

  it('passes nothing where nothing came', () => {
    const options = { state, allowInconclusive: true };
    const why = 'Received: nothing at all, so that neither';
    expect(() => expect(createMock()).toConformTo('agentradio', options)).toThrow(why);
    expect(() => expect(createMock()).not.toConformTo('agentradio', options)).toThrow(why);
  });

  it.each([
    ['agentradio', {}, 'toConformTo has to know what the agent is doing'],
    ['agentradio', { state: 'asleep' }, 'no state "asleep"'],
    ['agentradio', { state, only: 'AMC-C-001' }, 'only AMC-C-001 fits no requirement'],
    [
      'agentradio',
      { state, failOn: 'shall' },
      'failOn must be one of must, should, assumed, not shall',
    ],
    ['agentradio', { state, basis: 'rumour' }, 'basis must be one of document, vendor, assumed'],
    ['agentradio', { state, key: 'other' }, 'must be the mark of a key'],
    ['pulse', {}, 'clients of "pulse" cannot be judged; there is agentmc, agentradio'],
    [undefined, {}, 'toConformTo needs the id of the contract: agentmc or agentradio'],
  ])('refuses %s with %j', async (contract, options, message) => {
    const mock = await afterHeartbeats(good);
    const id = contract as 'agentmc';
    const given = options as ConformOptions;
    expect(() => expect(mock).toConformTo(id, given)).toThrow(message);
    expect(() => expect(mock).not.toConformTo(id, given)).toThrow(message);
  });
});
