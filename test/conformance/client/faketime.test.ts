import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { preloading } from '../../../src/conformance/client/faketime-environment.ts';
import { findFaketime } from '../../../src/conformance/client/find-faketime.ts';
import { fineClock } from '../../../src/conformance/client/fine-clock.ts';
import { pacedClock } from '../../../src/conformance/client/paced-clock.ts';
import { manualClock } from '../../../src/index.ts';
import { sleepsBelow } from '../../support/late-clock.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

describe('finding libfaketime', () => {
  it('says what to install where there is none', async () => {
    expect(await findFaketime({}, 'linux', [])).toEqual({
      why: 'libfaketime is not installed.',
      cure: 'Install it with `apt-get install faketime`, or name the library in HEARTBEAT_FAKETIME.',
    });
    expect(await findFaketime({}, 'darwin', [])).toMatchObject({
      cure: expect.stringContaining('`brew install libfaketime`') as string,
    });
  });

  it('says where it can be had that there is none for Windows', async () => {
    expect(await findFaketime({ HEARTBEAT_FAKETIME: 'C:\\faketime.dll' }, 'win32')).toEqual({
      why: 'libfaketime does not exist for win32.',
      cure: 'Run the check on Linux or macOS, or in a container.',
    });
  });

  it('looks nowhere else than where the variable points', async () => {
    const library = join(await emptyFolder(), 'none.so');
    expect(await findFaketime({ HEARTBEAT_FAKETIME: library }, 'linux')).toMatchObject({
      why: `${library}, which HEARTBEAT_FAKETIME names, cannot be read.`,
    });
  });

  it('takes no library that cannot change the time', async () => {
    const folder = await emptyFolder();
    const library = join(folder, 'libfaketimeMT.so.1');
    await writeFile(library, 'no library');
    for (const found of [
      await findFaketime({}, 'linux', [folder]),
      await findFaketime({ HEARTBEAT_FAKETIME: library }, 'linux'),
    ]) {
      expect(found).toMatchObject({
        why: `${library} does not work here: no time could be shared with ${library}.`,
      });
    }
  });
});

describe('the environment of a process', () => {
  it('keeps what else is loaded first, and what else it has', () => {
    const env = { PATH: '/bin', LD_PRELOAD: '/lib/other.so', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
    const made = preloading('/lib/libfaketime.so.1', env, 'linux');
    expect(made['LD_PRELOAD']).toBe('/lib/libfaketime.so.1:/lib/other.so');
    expect(made['PATH']).toBe('/bin');
    expect(made['FAKETIME_DONT_FAKE_MONOTONIC']).toBeUndefined();
  });

  it('is another one on macOS', () => {
    expect(preloading('/lib/libfaketime.1.dylib', {}, 'darwin')).toMatchObject({
      DYLD_INSERT_LIBRARIES: '/lib/libfaketime.1.dylib',
      DYLD_FORCE_FLAT_NAMESPACE: '1',
    });
  });
});

describe('a clock at a rate that others are told of', () => {
  it('never asks the clock below to sleep for less than nothing, however late it is', async () => {
    const asked = await sleepsBelow((base) =>
      pacedClock({ base, start: 0, rate: 240, tell: () => () => {} }),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((milliseconds) => !(milliseconds > 0))).toEqual([]);
  });

  it('says what libfaketime makes of what it is told', () => {
    const { base, clock, theirs } = paced({ started: 700 });
    expect(clock.now()).toBe(base.now());
    for (const rate of [40, 240, 1, 240, 3.5, 0.25, 1]) {
      clock.setRate(rate);
      expect(clock.rate).toBe(rate);
      for (let step = 0; step < 3; step += 1) {
        base.advance(12_345);
        expect(Math.abs(clock.now() - theirs())).toBeLessThan(0.01);
      }
    }
  });

  it('goes on from the time that it has reached, and never back', () => {
    const { base, clock } = paced({ rate: 40 });
    let last = clock.now();
    for (const rate of [240, 1, 40, 2, 240, 0.5]) {
      base.advance(10 * 60 * SECOND);
      last = clock.now();
      clock.setRate(rate);
      expect(clock.now()).toBeGreaterThanOrEqual(last);
      expect(clock.now() - last).toBeLessThan(240);
    }
  });

  it('does not let those go back who read the old rate while a new one is being told', () => {
    const { base, clock, theirs, whileTelling } = paced({ rate: 1 });
    for (const rate of [240, 40, 1, 40]) {
      base.advance(HOUR);
      // A machine that is busy: the first time it takes far too long.
      const before: number[] = [];
      let delay = 5;
      whileTelling(() => {
        base.advance(delay);
        delay = 0;
        before.push(theirs());
      });
      clock.setRate(rate);
      expect(theirs()).toBeGreaterThanOrEqual(Math.max(...before));
      expect(Math.abs(clock.now() - theirs())).toBeLessThan(0.01);
    }
  });

  it('tells nothing where nothing changes', () => {
    const { clock, told } = paced({ rate: 40 });
    clock.setRate(40);
    expect(told).toHaveLength(1);
  });

  it('is told without a sign before fractions, which is a comma in some countries', () => {
    const { base, clock, told } = paced({ started: 0.5 });
    base.advance(1234.5);
    clock.setRate(3.25);
    for (const text of told) expect(text).toMatch(/^[+-]\d+e-6 x\d+e-3\n$/);
  });

  it.each([0, -1, Number.NaN, Infinity, 0.0001])('has no rate of %d', (rate) => {
    const { clock } = paced();
    expect(() => clock.setRate(rate)).toThrow(TypeError);
    expect(clock.rate).toBe(1);
  });

  it('ends waits at the rate that has come to hold', async () => {
    const { base, clock } = paced();
    let ended = false;
    const wait = clock.sleep(HOUR).then(() => {
      ended = true;
    });
    base.advance(60 * SECOND);
    clock.setRate(240);
    await settle();
    base.advance(14 * SECOND);
    await settle();
    expect(ended).toBe(false);
    base.advance(SECOND);
    await wait;
  });

  it('ends waits that are given up', async () => {
    const { clock } = paced();
    const giveUp = new AbortController();
    const wait = clock.sleep(HOUR, giveUp.signal);
    giveUp.abort();
    await expect(wait).resolves.toBeUndefined();
  });
});

describe("the machine's time with parts of a millisecond", () => {
  it('is what Date says, and goes on in between', () => {
    const clock = fineClock();
    let last = clock.now();
    const seen = new Set<number>();
    for (let count = 0; count < 1000; count += 1) {
      const earliest = Date.now();
      const now = clock.now();
      expect(now).toBeGreaterThanOrEqual(earliest);
      expect(now).toBeLessThanOrEqual(Date.now() + 1);
      expect(now).toBeGreaterThan(last - 1);
      last = now;
      seen.add(now);
    }
    expect(seen.size).toBeGreaterThan(500);
  });
});

/** A paced clock on a machine whose time stands, and the clock of a process that reads what it tells. */
function paced({ rate = 1, started = 0 } = {}) {
  const base = manualClock('2026-05-18T16:00:00Z');
  const start = base.now() - started;
  const told: string[] = [];
  let current = '';
  let meanwhile = () => {};
  const clock = pacedClock({
    base,
    start,
    rate,
    tell: (text) => {
      told.push(text);
      meanwhile();
      return () => {
        current = text;
      };
    },
  });
  return {
    base,
    clock,
    told,
    whileTelling: (act: () => void) => {
      meanwhile = act;
    },
    theirs: () => {
      const [offset, pace] = current.split(' x').map(Number) as [number, number];
      return start + offset * SECOND + (base.now() - start) * pace;
    },
  };
}

/** Lets all happen that can without time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faketime-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
