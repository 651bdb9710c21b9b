import { describe, expect, it } from 'vitest';
import '../../src/matchers/vitest.ts';
import type { MockOptions } from '../../src/index.ts';
import { afterHeartbeats, messageOf, times } from './support/client.ts';

const on = { operation: ['heartbeat'] };

/** Answers the fifth heartbeat with 429. */
const limited = (contract: 'agentmc' | 'agentradio'): MockOptions => ({
  scenario: {
    name: 'limited',
    title: 'The fifth heartbeat is answered with 429.',
    states: {
      usual: { goto: [{ on, count: 4, to: 'limited' }] },
      limited: {
        rules: [{ on, times: 1, reply: { error: 'rate-limited', retryAfter: 300_000 } }],
      },
    },
  },
  contracts: [contract],
});

describe.each([
  ['agentmc', 60_000],
  ['agentradio', 45_000],
] as const)('toHaveHonoredRetryAfter of %s', (contract, usual) => {
  const after = (...waits: number[]) =>
    afterHeartbeats({ contract, waits: [...times(4, usual), ...waits] }, limited(contract));

  it('passes where the client waited as it was asked', async () => {
    const mock = await after(301_000, usual);
    expect(mock).toHaveReceivedHeartbeats(1, { status: 429 });
    expect(mock).toHaveHonoredRetryAfter();
    expect(messageOf(() => expect(mock).not.toHaveHonoredRetryAfter())).toContain(
      'Expected: not a client that honours Retry-After\nReceived: one that does\n',
    );
  });

  it('fails where it did not, and shows the requests', async () => {
    const mock = await after(usual, usual);
    expect(mock).not.toHaveHonoredRetryAfter();
    expect(messageOf(() => expect(mock).toHaveHonoredRetryAfter())).toMatchSnapshot();
  });

  it('says what is missing where nothing was limited, or nothing came afterwards', async () => {
    const quiet = await afterHeartbeats({ contract, waits: times(6, usual) });
    expect(messageOf(() => expect(quiet).toHaveHonoredRetryAfter())).toMatchSnapshot();
    const stopped = await after();
    const why = 'so that waiting cannot be told from having stopped';
    expect(messageOf(() => expect(stopped).toHaveHonoredRetryAfter())).toContain(why);
    expect(messageOf(() => expect(stopped).not.toHaveHonoredRetryAfter())).toContain(why);
  });
});
