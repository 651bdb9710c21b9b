import { describe, expect, it } from 'vitest';
import { createMock } from '../../src/index.ts';
import { Journal } from '../../src/mock/journal.ts';
import '../../src/matchers/vitest.ts';
import { afterHeartbeats, behave, messageOf, quietMock, times } from './support/client.ts';

describe('toHaveReceivedHeartbeats', () => {
  it('counts in a mock, a session, a journal and exchanges', async () => {
    const mock = await afterHeartbeats({ waits: times(2, 45_000) });
    const session = mock.session();
    for (const received of [mock, mock.journal, mock.journal.all(), new Set(mock.journal.all())]) {
      expect(received).toHaveReceivedHeartbeats(3);
      expect(received).not.toHaveReceivedHeartbeats(2);
    }
    expect(session).toHaveReceivedHeartbeats(0);
  });

  it('counts aliases, and all answers', async () => {
    const mock = createMock();
    const call = (path: string, key: string, method = 'POST') =>
      mock.fetch(`http://mock.test${path}`, {
        method,
        headers: { authorization: `Bearer ${key}` },
        ...(method === 'POST' && { body: '{"status": "idle"}' }),
      });
    await call('/api/heartbeat', 'ar_agent_demo');
    await call('/api/v1/heartbeat', 'ar_agent_demo');
    await call('/api/v1/heartbeat', 'ar_agent_demo_invalid');
    await call('/api/v1/home', 'ar_agent_demo', 'GET');
    await call('/api/heartbeats', 'ar_agent_demo');
    expect(mock).toHaveReceivedHeartbeats(3);
    expect(mock).toHaveReceivedHeartbeats(2, { status: 200 });
    expect(mock).toHaveReceivedHeartbeats(1, { status: 401 });
  });

  it('counts those of one contract or key', async () => {
    const around = quietMock();
    await behave(around, { contract: 'agentmc', waits: [60_000], key: 'mca_canary_one' });
    await behave(around, { waits: [45_000, 45_000], key: 'ar_agent_canary_one' });
    await behave(around, { waits: [], key: 'ar_agent_canary_two' });
    const { mock } = around;
    expect(mock).toHaveReceivedHeartbeats(6);
    expect(mock).toHaveReceivedHeartbeats(2, { contract: 'agentmc' });
    expect(mock).toHaveReceivedHeartbeats(3, { key: 'ar_agent_canary_one' });
    expect(mock).toHaveReceivedHeartbeats(0, { key: 'ar_agent_canary_three' });
    expect(mock).toHaveReceivedHeartbeats(0, { key: 'mca_canary_one', contract: 'agentradio' });
    const mark = mock.journal.all().at(-1)?.key ?? '';
    expect(mock.journal).toHaveReceivedHeartbeats(1, { key: mark });
    const message = messageOf(() =>
      expect(mock).toHaveReceivedHeartbeats(7, { key: 'ar_agent_canary_two' }),
    );
    expect(message).toContain('Expected: 7 heartbeats with that key\nReceived: 1\n');
    expect(message).not.toContain('canary');
  });

  it('lists the heartbeats that came', async () => {
    const mock = await afterHeartbeats({ waits: times(3, 300_000) }, { scenario: 'rate-limited' });
    expect(messageOf(() => expect(mock).toHaveReceivedHeartbeats(3))).toMatchInlineSnapshot(`
      "expect(mock).toHaveReceivedHeartbeats(3)

      Expected: 3 heartbeats
      Received: 4

          0:00:00  POST  /api/heartbeat                            200
          0:05:00  POST  /api/heartbeat                            200
          0:10:00  POST  /api/heartbeat                            200
          0:15:00  POST  /api/heartbeat                            200"
    `);
    expect(messageOf(() => expect(mock).not.toHaveReceivedHeartbeats(4))).toContain(
      'Expected: not 4 heartbeats\nReceived: 4\n',
    );
  });

  it('lists what came instead', async () => {
    const mock = createMock({ contracts: ['agentradio'] });
    await mock.fetch('http://mock.test/api/v1/heart');
    expect(messageOf(() => expect(mock).toHaveReceivedHeartbeats(1))).toMatchInlineSnapshot(`
      "expect(mock).toHaveReceivedHeartbeats(1)

      Expected: 1 heartbeat
      Received: 0

      What came instead:
          0:00:00  GET   /api/v1/heart                             404"
    `);
    mock.reset();
    expect(messageOf(() => expect(mock).toHaveReceivedHeartbeats(1))).toContain(
      'Nothing came at all.',
    );
  });

  it('does not count what the journal has forgotten', async () => {
    const mock = await afterHeartbeats(
      { waits: times(9, 45_000), home: false },
      { journalSize: 5 },
    );
    // More than two came for sure; whether it were five, nobody knows.
    expect(mock).not.toHaveReceivedHeartbeats(2);
    for (const count of [5, 10]) {
      const gone = 'Received: 5, but 5 exchanges are gone (journalSize), so that neither';
      expect(messageOf(() => expect(mock).toHaveReceivedHeartbeats(count))).toContain(gone);
      expect(messageOf(() => expect(mock).not.toHaveReceivedHeartbeats(count))).toContain(gone);
    }
  });

  it.each([-1, 1.5, Number.NaN, Infinity, '3', undefined])('refuses to count to %s', (count) => {
    expect(() => expect(createMock()).toHaveReceivedHeartbeats(count as number)).toThrow(
      `toHaveReceivedHeartbeats needs a number of heartbeats, 0 or more, not ${String(count)}`,
    );
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['a text', 'a string'],
    [{}, 'an object of another kind'],
    [{ journal: 'a text' }, 'an object of another kind'],
    [() => {}, 'a function'],
    [[{}], 'a list whose item 0 is an object of another kind'],
    [[7], 'a list whose item 0 is a number'],
    [Promise.resolve(createMock()), 'a promise, which has to be awaited first'],
  ])('says what to give in place of %s', (received, what) => {
    const message = `give expect() a mock, a session, its journal or exchanges of one; what was given is ${what}`;
    expect(() => expect(received).toHaveReceivedHeartbeats(0)).toThrow(message);
    expect(() => expect(received).not.toHaveReceivedHeartbeats(0)).toThrow(message);
  });

  it('says which contracts there are', () => {
    const mock = createMock({ contracts: ['agentmc'] });
    expect(() => expect(mock).toHaveReceivedHeartbeats(0, { contract: 'agentradio' })).toThrow(
      'there is no contract "agentradio" here; there is agentmc',
    );
  });

  it('does not take a key for the mark of one, nor tells it', () => {
    const message = messageOf(() =>
      expect(new Journal(5)).toHaveReceivedHeartbeats(0, { key: 'ar_agent_canary' }),
    );
    expect(message).toBe(
      'key must be the mark of a key in the journal; give the mock itself to go by the key',
    );
  });
});
