import { describe, expect, it } from 'vitest';
import { clockOf, inProcessTarget } from '../../src/conformance/target/in-process.ts';
import { createMock, manualClock, type Rule } from '../../src/index.ts';

const START = '2026-05-18T16:00:00Z';
const shows = { method: 'GET', path: '/api/shows', headers: {} };

function targetWith(reply: Rule['reply']) {
  const mock = createMock({ clock: manualClock(START) });
  mock.faults = [{ reply }];
  const clock = clockOf(mock);
  return { clock, target: inProcessTarget(mock, '', clock) };
}

describe('a mock as a server under test', () => {
  it('answers below the base path, without a socket', async () => {
    const mock = createMock({ clock: manualClock(START) });
    const session = mock.session({ id: 'own' });
    const target = inProcessTarget(session, '/api', clockOf(session));
    expect(target.url).toBe('http://mock.test/__sessions/own/api');
    const { reply } = await target.send({ ...shows, path: '/shows' }, 1000);
    expect(reply?.status).toBe(200);
    expect([session.journal.size, mock.journal.size]).toEqual([1, 0]);
  });

  it('answers late, or not in time', async () => {
    const { target, clock } = targetWith({ delay: 4000 });
    expect(await target.send(shows, 5000)).toMatchObject({ reply: { status: 200 } });
    expect(clock.now() - Date.parse(START)).toBe(4000);
    expect(await target.send(shows, 3000)).toMatchObject({ failure: { kind: 'timeout' } });
    expect(clock.now() - Date.parse(START)).toBe(7000);
  });

  it.each([
    ['NO_RESPONSE', 'timeout', 'no answer within 5 s'],
    ['CONNECTION_RESET_BY_PEER', 'reset', 'the mock put on CONNECTION_RESET_BY_PEER'],
  ] as const)('fails by %s', async (fault, kind, what) => {
    const { target } = targetWith({ fault });
    expect(await target.send(shows, 5000)).toEqual({ failure: { kind, what } });
  });
});

describe('the clock of a mock', () => {
  it('moves on by waiting where it stands still', async () => {
    const { clock } = createMock({ clock: manualClock(START) });
    const own = clockOf({ clock });
    await own.sleep(60_000);
    await own.sleep(-5);
    expect(own.now() - Date.parse(START)).toBe(60_000);
    expect(clock.now()).toBe(own.now());
  });

  it('is left alone where it runs', () => {
    const { clock } = createMock();
    expect(clockOf({ clock })).toBe(clock);
  });
});
