import { describe, expect, it, vi } from 'vitest';
import { createMock, type ListenOptions, type MockOptions } from '../../src/index.ts';

describe('createMock', () => {
  it('works without options', () => {
    expect(createMock().contracts).toEqual(['agentmc', 'agentradio']);
  });

  it.each<[string, unknown, string]>([
    ['an unknown option', { sead: 1 }, 'Unrecognized key: "sead"'],
    ['a wrong seed', { seed: 1.5 }, 'seed: '],
    ['no contract', { contracts: [] }, 'contracts: '],
    [
      'an unknown contract',
      { contracts: ['agentx'] },
      'contracts.0: must be "agentmc", "agentradio"',
    ],
    [
      'a contract twice',
      { contracts: ['agentmc', 'agentmc'] },
      'contracts: agentmc stands there twice',
    ],
    ['a clock that is none', { clock: Date }, 'clock: must have the functions now() and sleep()'],
    ['a wrong journal size', { journalSize: 0 }, 'journalSize: '],
    [
      'a wrong window',
      { agentmc: { onlineWindowSeconds: '180' } },
      'agentmc.onlineWindowSeconds: ',
    ],
    ['an unknown AgentRadio option', { agentradio: { forensic: true } }, 'agentradio: '],
    ['a wrong simulation', { keys: { agentmc: { k: { simulate: 'x' } } } }, 'keys.agentmc.'],
    [
      'keys of a contract that is not there',
      { keys: { agentx: {} } },
      'keys.agentx: no such contract',
    ],
    [
      'a behaviour without a contract',
      { contracts: [{ createState() {} }] },
      'contracts.0: must be "agentmc", "agentradio" or a behaviour',
    ],
    [
      'options of a contract that is left out',
      { contracts: ['agentradio'], agentmc: {} },
      'agentmc: no such contract; there is agentradio',
    ],
    [
      'a simulation that the contract does not have',
      { keys: { agentmc: { k: { simulate: 'noshow' } } } },
      'keys.agentmc.<key>.simulate: must be one of invalid, inactive',
    ],
    [
      'keys of a contract that is left out',
      { contracts: ['agentmc'], keys: { agentradio: {} } },
      'keys.agentradio: no such contract; there is agentmc',
    ],
  ])('names %s', (_, options, message) => {
    const make = () => createMock(options as MockOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`createMock: ${message}`);
  });

  it('does not tell the keys when they are wrong', () => {
    const keys = { agentmc: { mca_canary: { agentId: 'x' } } } as unknown as MockOptions['keys'];
    expect(() => createMock({ keys })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('canary') }),
    );
  });

  it('serves only the contracts it was asked for', () => {
    const mock = createMock({ contracts: ['agentradio'] });
    const { status } = mock.handle({ method: 'POST', path: '/agents/heartbeat', headers: {} });
    expect(status).toBe(404);
  });

  it('follows a mocked Date by default', () => {
    vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) });
    try {
      const mock = createMock();
      const reply = mock.handle({ method: 'GET', path: '/skill.md', headers: {} });
      expect(reply.headers['date']).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    [{ port: 'abc' }, 'listen: port must be a whole number from 0 to 65535, not abc'],
    [{ port: 99_999 }, 'listen: port must be'],
    [{ host: '' }, 'listen: host must be'],
  ])('listen refuses %j', async (options, message) => {
    const mock = createMock();
    await expect(mock.listen(options as ListenOptions)).rejects.toThrow(message);
  });

  it('fetch rejects, as the global one does', async () => {
    const mock = createMock();
    await expect(mock.fetch('/api/shows')).rejects.toThrow(TypeError);
    const signal = AbortSignal.abort();
    await expect(mock.fetch('http://mock.test/api/shows', { signal })).rejects.toThrow('aborted');
    expect(mock.journal.size).toBe(0);
  });
});
