import { afterEach, describe, expect, it, vi } from 'vitest';
import { manualClock, systemClock } from '../../src/index.ts';
import { steerableClock } from '../../src/mock/clock.ts';
import { sleepsBelow } from '../support/late-clock.ts';

const START = '2026-05-18T16:00:00Z';
const start = Date.parse(START);
const SECOND = 1000;

afterEach(() => vi.useRealTimers());

/** Whether a promise has settled, once all that can happen without time has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  return settled;
}

describe('a clock that runs by another one', () => {
  it('never asks the clock below to sleep for less than nothing, however late it is', async () => {
    const asked = await sleepsBelow((base) => steerableClock(base, { scale: SECOND }), start);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((milliseconds) => !(milliseconds > 0))).toEqual([]);
  });

  it('says the same as long as nobody steers it', () => {
    const base = manualClock(START);
    const clock = steerableClock(base);
    base.advance(12_345.678);
    expect(clock.now()).toBe(base.now());
    base.set(0);
    expect(clock.now()).toBe(0);
    expect(clock.state).toEqual({ now: 0, scale: 1 });
  });

  it('is not behind where time passes while it is made', () => {
    let looks = 0;
    const base = { now: () => (looks += 1), sleep: () => Promise.resolve() };
    const clock = steerableClock(base);
    expect(clock.now()).toBe(looks);
  });

  it('can begin at another time, and at another pace', () => {
    const base = manualClock(START);
    const clock = steerableClock(base, { start: '2030-01-01T00:00:00Z', scale: 60 });
    base.advance(SECOND);
    expect(new Date(clock.now()).toISOString()).toBe('2030-01-01T00:01:00.000Z');
  });

  it('is set, moved on, frozen and made faster', () => {
    const base = manualClock(START);
    const clock = steerableClock(base);
    clock.advance(5 * SECOND);
    expect(clock.now()).toBe(start + 5 * SECOND);
    clock.freeze();
    base.advance(60 * SECOND);
    expect(clock.now()).toBe(start + 5 * SECOND);
    clock.scale(10);
    base.advance(SECOND);
    expect(clock.now()).toBe(start + 15 * SECOND);
    clock.set(START);
    base.advance(SECOND);
    expect(clock.now()).toBe(start + 10 * SECOND);
  });

  it('says whether it stands still until it is moved', () => {
    const runs = steerableClock(systemClock);
    expect(runs.standsStill).toBe(false);
    runs.freeze();
    expect(runs.standsStill).toBe(true);
    runs.scale(2);
    expect(runs.standsStill).toBe(false);
    const stands = steerableClock(manualClock());
    expect(stands.standsStill).toBe(true);
    expect(steerableClock(stands).standsStill).toBe(true);
    expect(steerableClock(runs).standsStill).toBe(false);
  });

  it('never jumps when its pace changes', () => {
    const base = manualClock(START);
    const clock = steerableClock(base);
    for (const factor of [2, 0, 0.5, 240, 1]) {
      const before = clock.now();
      clock.scale(factor);
      expect(clock.now()).toBe(before);
      base.advance(7 * SECOND);
      expect(clock.now()).toBe(before + 7 * SECOND * factor);
    }
  });

  it('wakes who sleeps once the time has come, whoever moved it', async () => {
    const base = manualClock(START);
    const clock = steerableClock(base);
    const byBase = clock.sleep(2 * SECOND);
    base.advance(SECOND);
    expect(await isSettled(byBase)).toBe(false);
    base.advance(SECOND);
    await byBase;
    const byHand = clock.sleep(60 * SECOND);
    clock.advance(59 * SECOND);
    expect(await isSettled(byHand)).toBe(false);
    clock.advance(SECOND);
    await byHand;
    const frozen = clock.sleep(SECOND);
    clock.freeze();
    base.advance(3600 * SECOND);
    expect(await isSettled(frozen)).toBe(false);
    clock.scale(1000);
    base.advance(1);
    await frozen;
  });

  it('sleeps a part of the time at a higher pace', async () => {
    vi.useFakeTimers({ now: start });
    const clock = steerableClock(systemClock, { scale: 60 });
    const sleeping = clock.sleep(60 * SECOND);
    await vi.advanceTimersByTimeAsync(999);
    expect(await isSettled(sleeping)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(clock.now()).toBe(start + 60 * SECOND);
  });

  it('wakes who is no longer interested', async () => {
    for (const clock of [manualClock(START), steerableClock(manualClock(START)), systemClock]) {
      const controller = new AbortController();
      const sleeping = clock.sleep(3600 * SECOND, controller.signal);
      controller.abort();
      await expect(sleeping).resolves.toBeUndefined();
      await expect(clock.sleep(3600 * SECOND, controller.signal)).resolves.toBeUndefined();
    }
  });

  it.each([-1, Number.NaN, Infinity])('does not run at a factor of %s', (factor) => {
    const clock = steerableClock(manualClock(START));
    expect(() => clock.scale(factor)).toThrow('a clock runs at a factor of 0 or more');
    expect(clock.state).toEqual({ now: start, scale: 1 });
  });

  it('is not set to what is no time', () => {
    const clock = steerableClock(manualClock(START));
    expect(() => clock.set('soon')).toThrow('not a time: soon');
    expect(clock.now()).toBe(start);
  });
});
