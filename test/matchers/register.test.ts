import { describe, expect, it, vi } from 'vitest';
import * as matchers from '../../src/matchers/index.ts';

const NAMES = [
  'toConformTo',
  'toHaveHonoredRetryAfter',
  'toHaveKeptCadence',
  'toHaveReceivedHeartbeats',
  'toMatchContract',
];

describe('heartbeat-kit/matchers', () => {
  it('exports matchers and nothing else, as expect.extend takes all it gets', () => {
    expect(Object.keys(matchers)).toEqual(NAMES);
    expect.extend(matchers);
    expect({ status: 'idle' }).toEqual(expect.toMatchContract('agentradio', 'heartbeat.request'));
  });

  it('works by itself as well, without colours', () => {
    const { toMatchContract } = matchers;
    const { pass, message } = toMatchContract({}, 'agentradio', 'heartbeat.request');
    expect(pass).toBe(false);
    expect(message()).toBe(
      [
        "expect(payload).toMatchContract('agentradio', 'heartbeat.request')",
        '',
        'Expected: a valid heartbeat.request of agentradio',
        'Received: a payload in which something is wrong',
        '',
        '  /status: The status field is required. It is missing.',
      ].join('\n'),
    );
  });
});

describe('heartbeat-kit/matchers/jest', () => {
  it('registers with the global expect', async () => {
    const extend = vi.fn<(all: object) => void>();
    vi.stubGlobal('expect', { extend });
    await import('../../src/matchers/jest.ts').finally(() => vi.unstubAllGlobals());
    expect(Object.keys(extend.mock.calls[0]?.[0] ?? {})).toEqual(NAMES);
  });

  it('says what to import where there is none', async () => {
    vi.resetModules();
    await expect(import('../../src/matchers/jest.ts')).rejects.toThrow(
      'there is no global expect of Jest; without injectGlobals, import heartbeat-kit/matchers/jest-globals',
    );
  });
});
