import { describe, expect, it } from 'vitest';
import type { CheckServerOptions } from '../../src/conformance/check-server.ts';
import { virtualClock } from '../../src/conformance/client/virtual-clock.ts';
import type { Clock } from '../../src/index.ts';
import type { Handle } from '../../fixtures/broken/servers/types.ts';
import { checkInProcess } from './support/in-process.ts';

/** When requests came, in milliseconds from the first. */
async function timesOf(options: Partial<CheckServerOptions>): Promise<number[]> {
  const times: number[] = [];
  const recorder =
    (handle: Handle, clock: Clock): Handle =>
    (request) => {
      times.push(clock.now());
      return handle(request);
    };
  await checkInProcess('agentmc', recorder, { maxTime: 3600, ...options });
  return times.map((time) => time - (times[0] ?? 0));
}

const gapsOf = (times: readonly number[]) =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe('--rps', () => {
  it.each([1, 4, 0.5])(
    'lets %d requests through in a second, whatever they are for',
    async (rps) => {
      const times = await timesOf({ rps, fuzz: 20 });
      expect(times.length).toBeGreaterThan(100);
      expect(times.at(-1)).toBeGreaterThanOrEqual((times.length - 1) * (1000 / rps));
      const gaps = gapsOf(await timesOf({ rps, only: 'AMC-S-012', fuzz: 20 }));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000 / rps);
    },
  );

  it('holds for scenarios that run at the same time, too', async () => {
    const times = await timesOf({ rps: 5, concurrency: 8 });
    expect(times.at(-1)).toBeGreaterThanOrEqual((times.length - 1) * 200);
  });

  it('holds after a limit as well, whose end all have waited for', async () => {
    const clock = virtualClock(Date.UTC(2026, 4, 18, 16));
    const times: number[] = [];
    const limited =
      (handle: Handle): Handle =>
      (request) => {
        times.push(clock.now());
        const reply = handle(request);
        return times.length === 30
          ? { ...reply, status: 429, headers: { ...reply.headers, 'retry-after': '2' } }
          : reply;
      };
    const options = { clock, rps: 10, concurrency: 8, maxTime: 3600 };
    await clock.run(checkInProcess('agentmc', limited, options));
    expect(Math.min(...gapsOf(times))).toBeGreaterThanOrEqual(100);
    expect(Math.max(...gapsOf(times.slice(25, 40)))).toBeGreaterThanOrEqual(2000);
  });

  it('is not there by default', async () => {
    expect(gapsOf(await timesOf({})).filter((gap) => gap === 0).length).toBeGreaterThan(50);
  });
});
