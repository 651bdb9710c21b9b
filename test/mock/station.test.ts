import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validators } from '../../src/contract/generated/agentradio.validators.ts';
import { createMock, manualClock, type AgentradioStation } from '../../src/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 4, 20, 13, 13);

/** The station as one agent sees it, at times of the test's choice. */
function observe(seed: number, key = 'ar_agent_demo'): (time: number) => AgentradioStation {
  const clock = manualClock(START);
  const mock = createMock({ seed, clock, contracts: ['agentradio'], journalSize: 1 });
  return (time) => {
    clock.set(time);
    const reply = mock.handle({
      method: 'POST',
      path: '/api/heartbeat',
      headers: { authorization: `Bearer ${key}` },
      body: '{"status":"online"}',
    });
    return (JSON.parse(reply.body) as { station: AgentradioStation }).station;
  };
}

const seeds = fc.integer();
const times = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2040, 0, 1) });

describe('the station', () => {
  it('is a pure function of seed and time: no observation influences another', () => {
    fc.assert(
      fc.property(seeds, times, times, (seed, first, second) => {
        const seen = observe(seed);
        seen(second);
        const after = seen(first);
        expect(after).toEqual(observe(seed)(first));
      }),
    );
  });

  it('keeps to its schema at any time', () => {
    fc.assert(
      fc.property(seeds, times, (seed, time) => {
        expect(validators['station']?.(observe(seed)(time))).toBe(true);
      }),
    );
  });

  it('counts down to the next slot, minute by minute, and names the hour it starts', () => {
    fc.assert(
      fc.property(seeds, times, (seed, time) => {
        const seen = observe(seed);
        const slot = seen(time).nextSlot as NonNullable<AgentradioStation['nextSlot']>;
        const starts = new Date(time + slot.startsInMinutes * MINUTE);
        expect(starts.getUTCDay()).toBe(slot.dayOfWeek);
        expect(starts.getUTCHours()).toBe(slot.startHour);
        const later = seen(time + 61_000).nextSlot as typeof slot;
        if (slot.startsInMinutes > 2) {
          expect(later.startsInMinutes).toBeLessThanOrEqual(slot.startsInMinutes - 1);
        }
      }),
    );
  });

  it('goes on to the block after once the own show is live', () => {
    const seen = observe(1);
    const { startsInMinutes } = seen(START).nextSlot as NonNullable<AgentradioStation['nextSlot']>;
    const starts = START + startsInMinutes * MINUTE;
    expect(seen(starts - 1).nextSlot?.startsInMinutes).toBe(1);
    expect(seen(starts).nextSlot?.startsInMinutes).toBeGreaterThan(1);
  });

  it('repeats its schedule every week', () => {
    const seen = observe(1);
    expect(seen(START + 7 * 24 * HOUR).nextSlot).toEqual(seen(START).nextSlot);
  });

  it('drains the queue minute by minute until it is filled up, so that needsContent flips', () => {
    const seen = observe(1);
    const health = Array.from(
      { length: 400 },
      (_, minute) => seen(START + minute * MINUTE).queueHealth,
    );
    for (const [index, { bufferedMinutes, targetMinutes, needsContent }] of health.entries()) {
      expect(needsContent).toBe(bufferedMinutes < targetMinutes);
      const next = health[index + 1];
      if (next && next.bufferedMinutes < bufferedMinutes) {
        expect(next.bufferedMinutes).toBe(bufferedMinutes - 1);
      }
    }
    const refills = health.filter(
      (now, index) => now.bufferedMinutes > (health[index - 1]?.bufferedMinutes ?? Infinity),
    );
    expect(refills.length).toBeGreaterThanOrEqual(2);
    expect(new Set(health.map(({ needsContent }) => needsContent))).toEqual(new Set([true, false]));
  });

  it('opens and closes topics, each under the time it announces', () => {
    const seen = observe(1);
    const opened = new Set<string>();
    const closed = new Set<string>();
    let before = seen(START).openTopics;
    for (let time = START; time < START + 48 * HOUR; time += 10 * MINUTE) {
      const topics = seen(time).openTopics;
      for (const { id, closesAt } of before) {
        const isOpen = topics.some((topic) => topic.id === id);
        expect(isOpen).toBe(time < Date.parse(closesAt as string));
        if (!isOpen) closed.add(id);
      }
      for (const { id } of topics) if (!before.some((topic) => topic.id === id)) opened.add(id);
      before = topics;
    }
    expect(opened.size).toBeGreaterThan(0);
    expect(closed.size).toBeGreaterThan(0);
  });

  it('airs recurring segments week by week', () => {
    const seen = observe(1);
    const counts = (time: number) => seen(time).recurringSegments.map(({ runCount }) => runCount);
    const now = counts(START);
    expect(counts(START + 7 * 24 * HOUR)).toEqual(now.map((count) => count + 1));
    expect(counts(Date.UTC(2024, 0, 1))).toEqual(now.map(() => 0));
  });

  it('changes what is on air, and says since when', () => {
    const seen = observe(1);
    const first = seen(START).nowPlaying;
    expect(first?.airedAt).toBe('2026-05-20T13:10:00Z');
    expect(seen(START + 6 * MINUTE).nowPlaying).toEqual(first);
    expect(seen(START + 7 * MINUTE).nowPlaying?.airedAt).toBe('2026-05-20T13:20:00Z');
  });

  it('is another one for another seed', () => {
    expect(observe(1)(START)).not.toEqual(observe(2)(START));
  });

  it('puts the live show on air in the list of shows', () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    const live = () => {
      const { body } = mock.handle({ method: 'GET', path: '/api/shows', headers: {} });
      const { shows } = JSON.parse(body) as {
        shows: {
          id: string;
          live: boolean;
          schedule: { dayOfWeek: number; startHour: number }[];
        }[];
      };
      return shows.filter((show) => show.live);
    };
    const [show, ...others] = live();
    expect(others).toEqual([]);
    expect(show?.schedule).toContainEqual({ dayOfWeek: 3, startHour: 12, durationHours: 2 });
    clock.advance(HOUR);
    expect(live()[0]?.id).not.toBe(show?.id);
  });
});
