import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentmc, agentradio } from '../../src/contract/built-in.ts';
import { loadContract } from '../../src/index.ts';
import '../../src/matchers/vitest.ts';
import { examples } from '../support/heartbeats.ts';
import { root } from '../support/processes.ts';
import { messageOf } from './support/client.ts';

describe('toMatchContract', () => {
  it.each(['agentmc', 'agentradio'] as const)('takes a valid heartbeat of %s', (contract) => {
    expect(examples[contract]).toMatchContract(contract, 'heartbeat.request');
    expect(JSON.stringify(examples[contract])).toMatchContract(contract, 'heartbeat.request');
    expect({}).not.toMatchContract(contract, 'heartbeat.request');
    expect('{}').not.toMatchContract(contract, 'heartbeat.request');
  });

  it('lists what is wrong, where, and what is there', () => {
    const { host, ...rest } = examples.agentmc;
    const payload = {
      ...rest,
      agent: { ...examples.agentmc.agent, id: 'first' },
      host: { ...host, meta: { ...host.meta, cpu_cores: -1, disk: undefined } },
    };
    expect(messageOf(() => expect(payload).toMatchContract('agentmc', 'heartbeat.request')))
      .toMatchInlineSnapshot(`
        "expect(payload).toMatchContract('agentmc', 'heartbeat.request')

        Expected: a valid heartbeat.request of agentmc
        Received: a payload in which something is wrong

          /host/meta/disk: The host.meta.disk field is required. It is missing.
          /host/meta/cpu_cores: The host.meta.cpu_cores field must be at least 1. It is -1.
          /agent/id: The agent.id field must be an integer. It is "first"."
      `);
  });

  it('says what it is that should not match', () => {
    const { agentradio: payload } = examples;
    expect(messageOf(() => expect(payload).not.toMatchContract('agentradio', 'heartbeat.request')))
      .toMatchInlineSnapshot(`
        "expect(payload).not.toMatchContract('agentradio', 'heartbeat.request')

        Expected: not a valid heartbeat.request of agentradio
        Received: one"
      `);
  });

  it('says that a text is no JSON', () => {
    const text = 'status=online&apiKey=canary_of_another_kind';
    expect(messageOf(() => expect(text).toMatchContract('agentradio', 'heartbeat.request')))
      .toMatchInlineSnapshot(`
        "expect(payload).toMatchContract('agentradio', 'heartbeat.request')

        Expected: a valid heartbeat.request of agentradio
        Received: a text that is no JSON: status=online&apiKey=[redacted:94094176]"
      `);
  });

  it('takes a text for itself where the shape is one', () => {
    expect('10.0.0.1').toMatchContract('agentmc', 'ip-address');
    expect('10.0.0.256').not.toMatchContract('agentmc', 'ip-address');
    expect('7'.repeat(64)).toMatchContract('agentmc', 'fingerprint');
  });

  it('takes a contract that was loaded', async () => {
    const contract = await loadContract(`${root}test/support/contracts/pulse`);
    const [shape = ''] = Object.keys(contract.validators);
    expect(messageOf(() => expect(7).toMatchContract(contract, shape))).toContain(
      `Expected: a valid ${shape} of pulse`,
    );
  });

  it('shows keys nowhere, whatever the payload', () => {
    const key = fc.constantFrom('mca_canary', 'ar_agent_canary', 'cc_canary_of_a_whole_team');
    const payload = fc.oneof(
      key,
      key.map((one) => ({ status: one, [one]: one, currentTask: { apiKey: one } })),
      key.map((one) => ({ host: { [one]: 1, fingerprint: one }, meta: [one], agent: one })),
      key.map((one) => JSON.stringify({ meta: { runtime: `x ${one}` }, apiKey: [one] })),
      fc.tuple(key, fc.string()).map(([one, text]) => `{${text}"${one}"`),
    );
    fc.assert(
      fc.property(payload, fc.constantFrom('agentmc', 'agentradio'), (value, contract) => {
        const fails = () => expect(value).toMatchContract(contract, 'heartbeat.request');
        expect(messageOf(fails)).not.toContain('canary');
      }),
    );
  });

  it.each([null, undefined, 7, 7n, [], () => {}, Symbol('x')])('refuses %s', (value) => {
    expect(value).not.toMatchContract('agentradio', 'heartbeat.request');
    expect(
      messageOf(() => expect(value).toMatchContract('agentradio', 'heartbeat.request')),
    ).toContain('Received: a payload in which something is wrong');
  });

  it('takes part in other assertions', () => {
    const call = { method: 'POST', body: examples.agentradio };
    expect(call).toEqual({
      method: 'POST',
      body: expect.toMatchContract('agentradio', 'heartbeat.request'),
    });
    expect({ body: {} }).toEqual({
      body: expect.not.toMatchContract('agentradio', 'heartbeat.request'),
    });
    const expected = { body: expect.toMatchContract('agentmc', 'heartbeat.request') };
    expect(() => expect(call).toMatchObject(expected)).toThrow('to match object');
  });

  it('works on what a promise gives', async () => {
    await expect(Promise.resolve(examples.agentmc)).resolves.toMatchContract(
      'agentmc',
      'heartbeat.request',
    );
  });

  it('says what there is, where contract or shape are not', () => {
    const shapes = Object.keys(agentmc.validators).join(', ');
    // @ts-expect-error TypeScript knows the shapes.
    expect(() => expect({}).toMatchContract('agentmc', 'nonsense')).toThrow(
      `agentmc has no shape "nonsense"; there is ${shapes}`,
    );
    expect(Object.keys(agentradio.validators)).toContain('station');
    // @ts-expect-error This is one of the other contract.
    expect(() => expect({}).not.toMatchContract('agentmc', 'station')).toThrow(
      'no shape "station"',
    );
    // @ts-expect-error There is none of that name.
    expect(() => expect({}).toMatchContract('agentmx', 'heartbeat.request')).toThrow(
      'there is no contract "agentmx"; did you mean agentmc?',
    );
  });

  it.each([
    [Promise.resolve({ status: 'online' }), 'not a Promise; await it'],
    [new Response('{}'), 'not a Response; give what its json() gives'],
    [new Map(), 'not a Map; give what JSON.parse gives'],
    [new Date(0), 'not a Date; give'],
    [new Uint8Array(), 'not a Uint8Array; give'],
  ])(
    'takes no %s for a payload, in which nothing would be seen to be wrong',
    (received, message) => {
      expect(() => expect(received).toMatchContract('agentradio', 'forensics')).toThrow(message);
      expect(() => expect(received).not.toMatchContract('agentradio', 'forensics')).toThrow(
        message,
      );
    },
  );
});
