import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../../src/conformance/client/virtual-clock.ts';

describe('virtualClock', () => {
  it('lets hours pass as soon as all wait for them', async () => {
    const clock = virtualClock(1000);
    const log: [string, number][] = [];
    const worker = async (name: string, step: number, times: number) => {
      for (let count = 0; count < times; count += 1) {
        await clock.sleep(step);
        log.push([name, clock.now()]);
      }
    };
    await clock.run(Promise.all([worker('slow', 3_600_000, 2), worker('fast', 2_400_000, 3)]));
    expect(log).toEqual([
      ['fast', 2_401_000],
      ['slow', 3_601_000],
      ['fast', 4_801_000],
      ['slow', 7_201_000],
      ['fast', 7_201_000],
    ]);
  });

  it('does not move on while somebody still has something to do', async () => {
    const clock = virtualClock();
    const busy = async () => {
      for (let turn = 0; turn < 50; turn += 1) {
        await new Response('{}').text();
        await clock.sleep(0);
      }
      return clock.now();
    };
    const [done] = await clock.run(Promise.all([busy(), clock.sleep(1000)]));
    expect(done).toBe(0);
  });

  it('wakes who gives up waiting', async () => {
    const clock = virtualClock();
    const stop = new AbortController();
    const waiting = clock.sleep(60_000, stop.signal).then(() => clock.now());
    const giving = clock.sleep(1000).then(() => stop.abort());
    expect(await clock.run(Promise.all([waiting, giving]))).toEqual([1000, undefined]);
  });

  it('wakes who sleeps for a part of a millisecond', async () => {
    const clock = virtualClock(1000);
    await clock.run(clock.sleep(0.25).then(() => clock.sleep(10.5)));
    expect(clock.now()).toBe(1012);
  });

  it('passes on what was thrown', async () => {
    const clock = virtualClock();
    const failing = clock.sleep(10).then(() => {
      throw new Error('broken');
    });
    await expect(clock.run(failing)).rejects.toThrow('broken');
  });

  it('says so where all wait for something else', async () => {
    await expect(virtualClock().run(new Promise(() => {}))).rejects.toThrow(
      'everybody waits for something that is not of this clock',
    );
  });
});
