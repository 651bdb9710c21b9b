import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { firstLook, type LookOptions } from '../../../src/conformance/client/first-look.ts';
import { profiles, type Profile } from '../../../src/conformance/client/profile.ts';
import { seenOf, trafficOf } from '../../../src/conformance/client/traffic.ts';
import { launch, type ProcessGroup } from '../../../src/conformance/target/process-group.ts';
import { checkIns, exchanges } from './support/exchanges.ts';

const profile = profiles['agentradio'] as Profile;
const context = { contract: 'agentradio' };
const groups: ProcessGroup[] = [];

afterEach(() => {
  for (const group of groups.splice(0)) group.kill();
});

/** Plays a client whose time is the machine's, and which comes to so many heartbeats in each look. */
function played(...looks: number[]) {
  const rates: number[] = [];
  const play: LookOptions['play'] = async (scenario, { rate, onLaunch, onSeen, signal }) => {
    const group = launch({ command: ['sleep', '600'], env: process.env });
    groups.push(group);
    onLaunch(group);
    const heartbeats = looks[rates.length] ?? 0;
    rates.push(rate);
    const seen = exchanges(checkIns([0, 45].slice(0, heartbeats)));
    for (const exchange of seen) onSeen(seenOf(exchange, profile, context));
    if (heartbeats > 1) await once(signal, 'abort');
    const traffic = trafficOf(seen, profile, context);
    return { scenario, traffic, judgements: [], isCut: true, output: '', rate };
  };
  return { play, rates };
}

describe('the first look at a client whose program does not load the library', () => {
  // Programs are looked at by what Linux tells of them.
  const isTold = process.platform === 'linux';
  const look = ({ play }: Pick<LookOptions, 'play'>) => firstLook({ play, beat: 45_000, gaps: [] });

  it('says so where it comes no further, in a slower look either', async () => {
    const client = played(1, 1);
    expect(await look(client)).toBe(
      isTold
        ? 'Time cannot pass faster for sleep, which is linked statically or made with Go.'
        : undefined,
    );
    expect(client.rates).toEqual(isTold ? [30, 7.5] : [30]);
  });

  it('finds nothing where only a slower look lets it come any further', async () => {
    expect(await look(played(1, 2))).toBeUndefined();
  });

  it('finds nothing where it has reported again', async () => {
    const client = played(2);
    expect(await look(client)).toBeUndefined();
    expect(client.rates).toEqual([30]);
  });
});
