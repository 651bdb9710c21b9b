import { describe, expect, it } from 'vitest';
import { slackOf } from '../../../src/conformance/client/calibrate.ts';
import { Pace } from '../../../src/conformance/client/pace.ts';
import type { Kind, Outcome, Seen } from '../../../src/conformance/client/traffic.ts';
import type { Exchange } from '../../../src/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function seen(
  at: number,
  kind: Kind = 'heartbeat',
  {
    outcome = 'accepted' as Outcome,
    retryAfter = undefined as number | undefined,
    fault = '',
  } = {},
): Seen {
  const exchange = { fault: fault || undefined } as Exchange;
  return { exchange, id: 1, at, kind, route: kind, outcome, retryAfter, slack: 0, said: undefined };
}

describe('Pace', () => {
  it('lets a wait of a minute take about a second, and one of hours no more than a minute', () => {
    const pace = new Pace({ beat: MINUTE, lasts: 10 * MINUTE });
    pace.after(seen(0));
    const short = MINUTE / pace.after(seen(MINUTE));
    expect(short).toBeGreaterThan(500);
    expect(short).toBeLessThan(3000);
    pace.after(seen(2 * HOUR, 'heartbeat', { outcome: 'failed' }));
    const rate = pace.after(seen(6 * HOUR, 'heartbeat', { outcome: 'failed' }));
    expect(rate).toBe(240);
    expect(pace.highest).toBe(240);
  });

  it('goes slowly from the dashboard to the heartbeat, and while an answer is waited for', () => {
    const pace = new Pace({ beat: 10 * MINUTE, lasts: HOUR });
    expect(pace.after(seen(0, 'home'))).toBeLessThanOrEqual(20);
    expect(pace.after(seen(0, 'inbox'))).toBeLessThanOrEqual(20);
    const hanging = seen(0, 'heartbeat', { outcome: 'failed', fault: 'NO_RESPONSE' });
    expect(pace.after(hanging)).toBeLessThanOrEqual(20);
    expect(pace.after(seen(1000))).toBeGreaterThan(100);
  });

  it('knows the wait that a 429 asks for', () => {
    const pace = new Pace({ beat: MINUTE, lasts: 20 * MINUTE });
    pace.after(seen(0));
    const limited = seen(MINUTE, 'heartbeat', { outcome: 'limited', retryAfter: 4 * MINUTE });
    expect((4 * MINUTE) / pace.after(limited)).toBeLessThan(3000);
  });

  it('does not take a quick retry for the usual wait', () => {
    const pace = new Pace({ beat: MINUTE, lasts: 10 * MINUTE });
    pace.after(seen(0));
    const before = pace.after(seen(MINUTE));
    expect(pace.after(seen(MINUTE + 5000))).toBe(before);
  });

  it.each([
    ['a minute', MINUTE, 10 * MINUTE],
    ['half an hour', 30 * MINUTE, 18 * 30 * MINUTE],
    ['an outage of hours', MINUTE, 15 * HOUR],
  ])('is over within minutes whatever the client does: %s', (_, beat, lasts) => {
    const pace = new Pace({ beat, lasts });
    expect(pace.start()).toBeLessThanOrEqual(60);
    expect(lasts / pace.silent()).toBeLessThanOrEqual(260_000);
    const hanging = pace.after(seen(0, 'heartbeat', { outcome: 'failed', fault: 'NO_RESPONSE' }));
    expect(lasts / hanging).toBeLessThanOrEqual(260_000);
  });

  it('leaves a client that is started again the time that it needs for that', () => {
    // A second of this machine is a tenth of a beat.
    expect(new Pace({ beat: MINUTE, lasts: 10 * MINUTE }).start(true)).toBe(6);
  });

  it('goes slower in hours too when a run is confirmed', () => {
    const options = { beat: MINUTE, lasts: 15 * HOUR };
    const [first, second] = [new Pace(options), new Pace({ ...options, slower: true })];
    const fails = (at: number) => seen(at, 'heartbeat', { outcome: 'failed' });
    for (const pace of [first, second]) for (const at of [0, 1, 3]) pace.after(fails(at * HOUR));
    expect(second.after(fails(7 * HOUR))).toBeLessThanOrEqual(first.after(fails(7 * HOUR)) / 2);
    expect(second.after(seen(8 * HOUR, 'home'))).toBeLessThanOrEqual(30);
  });

  it('stays the same, and slower, when a run is confirmed', () => {
    const options = { beat: MINUTE, lasts: 10 * MINUTE };
    const first = new Pace(options);
    const second = new Pace({ ...options, slower: true });
    first.after(seen(0));
    const usual = first.after(seen(MINUTE));
    const rates = [second.start(), second.after(seen(0)), second.after(seen(MINUTE, 'home'))];
    expect(new Set(rates).size).toBe(1);
    expect(rates[0]).toBeLessThan(usual / 2);
  });

  it('is what the user asks for', () => {
    const pace = new Pace({ beat: MINUTE, lasts: 10 * MINUTE, fixed: 60 });
    expect([pace.start(), pace.after(seen(0)), pace.after(seen(0, 'home'))]).toEqual([60, 60, 60]);
  });
});

describe('slackOf', () => {
  it('takes the longest turnaround for what any request may have cost', () => {
    const samples = [
      { real: 0, rate: 1, kind: 'home' as Kind },
      { real: 30, rate: 20, kind: 'heartbeat' as Kind },
      { real: 1500, rate: 40, kind: 'home' as Kind },
      { real: 1510, rate: 20, kind: 'heartbeat' as Kind },
    ];
    expect(slackOf(samples, 0)).toEqual([0, 30 * 19, 30 * 39, 30 * 19]);
  });

  it('counts what this process was late itself', () => {
    const samples = [{ real: 0, rate: 11, kind: 'heartbeat' as Kind }];
    expect(slackOf(samples, 50)[0]).toBeGreaterThanOrEqual(500);
  });

  it('leaves a client that takes its time alone where time is real', () => {
    const samples = [
      { real: 0, rate: 1, kind: 'home' as Kind },
      { real: 900, rate: 1, kind: 'heartbeat' as Kind },
    ];
    expect(slackOf(samples, 20)).toEqual([0, 0]);
  });
});
