import { afterEach, describe, expect, it, vi } from 'vitest';

/** The module as it is loaded anew, in surroundings that a test has made. */
async function load() {
  vi.resetModules();
  return import('../../src/mock/turn.ts');
}

describe('what comes within one turn', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is handed over together, in its order, and the next turn by itself', async () => {
    const { perTurn } = await load();
    const handed: number[][] = [];
    const take = perTurn<number>((items) => handed.push([...items]));
    for (const item of [1, 2, 3]) take(item);
    expect(handed).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    take(4);
    await new Promise((resolve) => setImmediate(resolve));
    expect(handed).toEqual([[1, 2, 3], [4]]);
  });

  it('is handed over although timers are faked later on', async () => {
    const { setImmediate: real } = globalThis;
    const { perTurn } = await load();
    vi.useFakeTimers({ toFake: ['setImmediate'] });
    const handed: number[][] = [];
    perTurn<number>((items) => handed.push([...items]))(1);
    await new Promise((resolve) => real(resolve));
    expect(handed).toEqual([[1]]);
  });

  it.each([
    ['timers were faked before', () => vi.useFakeTimers({ toFake: ['setImmediate'] })],
    ["Node's test runner has faked it", () => vi.stubGlobal('setImmediate', function bound() {})],
    ['a mock function stands in for it', () => vi.stubGlobal('setImmediate', vi.fn<() => void>())],
    ['there is none, as in browsers', () => vi.stubGlobal('setImmediate', undefined)],
  ])('is handed over at once where %s', async (_, prepare) => {
    prepare();
    const { perTurn } = await load();
    const handed: number[][] = [];
    const take = perTurn<number>((items) => handed.push([...items]));
    take(1);
    take(2);
    expect(handed).toEqual([[1], [2]]);
  });
});
