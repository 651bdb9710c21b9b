import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMock, loadContract, type Behaviour, type Mock } from '../../src/index.ts';

const folder = fileURLToPath(new URL('../support/contracts/pulse', import.meta.url));

describe('a contract of your own', () => {
  let mock: Mock;
  const send = (body: unknown, key = 'pk_one') =>
    mock.handle({
      method: 'POST',
      path: '/v2/pulse',
      headers: { 'x-token': key },
      body: JSON.stringify(body),
    });

  beforeEach(async () => {
    const contract = await loadContract(folder);
    const behaviour: Behaviour<{ beats: number }, { start?: number }> = {
      contract,
      keyPrefix: 'pk_',
      secretPrefixes: { pk_: 1 },
      heartbeat: 'pulse',
      usualIntervalSeconds: 1,
      simulations: ['flaky'],
      createState: ({ options }) => ({ beats: options.start ?? 0 }),
      keyHeader: (key) => `X-Token: ${key}`,
      keyOfHeaders: (headers) => headers['x-token'],
      handlers: {
        pulse: ({ state }) => ({ status: 200, body: { beats: ++state.beats } }),
      },
      refuse: (refusal) => ({
        status: refusal.kind.startsWith('key') ? 401 : refusal.kind === 'unavailable' ? 503 : 400,
        body: { why: refusal.kind },
      }),
      inspect: (state) => state,
    };
    mock = createMock({ contracts: [behaviour, 'agentmc'] });
  });

  it('is mocked beside the built-in ones', () => {
    expect(mock.contracts).toEqual(['pulse', 'agentmc']);
    expect(JSON.parse(send({ bpm: 60 }).body)).toEqual({ beats: 1 });
    expect(JSON.parse(send({ bpm: 60 }).body)).toEqual({ beats: 2 });
    expect(mock.state()).toMatchObject({ pulse: { beats: 2 }, agentmc: { hosts: [] } });
  });

  it('refuses in its own shape', () => {
    expect(send({ bpm: 0 })).toMatchObject({ status: 400, body: '{"why":"invalid"}' });
    expect(send({ bpm: 60 }, 'other')).toMatchObject({
      status: 401,
      body: '{"why":"key-unknown"}',
    });
  });

  it('gets the simulations it asks for', () => {
    const statuses = Array.from({ length: 20 }, () => send({ bpm: 1 }, 'pk_x_flaky').status);
    expect(statuses).toContain(503);
  });

  it('has its secrets kept out of the journal', () => {
    send({ bpm: 60, note: 'pk_canary' });
    expect(JSON.stringify(mock.journal.all())).not.toContain('pk_');
  });

  it('is not let out of its contract: the mock says that the behaviour is wrong', () => {
    for (let count = 0; count < 3; count++) send({ bpm: 60 });
    const reply = send({ bpm: 60 });
    expect(reply.status).toBe(500);
    expect(reply.headers['x-mock-error']).toBe('off-contract');
    expect(JSON.parse(reply.body).detail).toContain('beats field must not be greater than 3');
  });
});
