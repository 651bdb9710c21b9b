import { describe, expect, it } from 'vitest';
import { SnapshotError } from '../../../src/index.ts';
import {
  clone,
  agentmcBeat,
  agentradioBeat,
  start,
  busy,
  failureOf,
} from '../../support/snapshots.ts';

describe('a snapshot that is of no use', () => {
  const { mock: saved } = busy({ seed: 4 });
  saved.play('outage');
  saved.faults = [{ reply: { delay: 5 } }];
  saved.limit = { kind: 'fixed', requests: 100, window: 1000 };
  saved.handle({ ...agentmcBeat('mca_k_flaky'), headers: { prefer: 'scenario=flaky' } });
  const good = saved.save();

  const at = (place: string) =>
    place
      .split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], good);

  /** The good one with something else at a place, or with nothing there. */
  function changed(place: string, value?: unknown): unknown {
    const copy = clone(good) as unknown;
    const names = place.split('.');
    const last = names.pop() as string;
    let parent = copy as Record<string, unknown>;
    for (const name of names) parent = parent[name] as Record<string, unknown>;
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    return copy;
  }

  it.each<[string, unknown, string]>([
    [
      'null',
      null,
      'format: must be "heartbeat-kit/snapshot@1": this is no snapshot of heartbeat-kit',
    ],
    ['nothing', undefined, 'format: must be'],
    ['a time after all years', changed('clock.now', 8.64e15), 'clock.now: must be at most'],
    ['a pace beyond all', changed('clock.scale', 1e300), 'clock.scale: must be at most'],
    ['a list', [good], 'format: must be'],
    ['other JSON', { name: 'heartbeat-kit', version: '1' }, 'format: must be'],
    ['the state', saved.state(), 'format: must be'],
    [
      'another format',
      changed('format', 'heartbeat-kit/snapshot@2'),
      'format: is heartbeat-kit/snapshot@2, and this version of heartbeat-kit reads heartbeat-kit/snapshot@1',
    ],
    ['what is no JSON', { format: 1n }, 'a snapshot has to be plain JSON'],
    ['no clock', changed('clock'), 'clock: is missing'],
    ['a time that is none', changed('clock.now', 9e15), 'clock.now: must be at most'],
    ['a negative pace', changed('clock.scale', -1), 'clock.scale: must be at least 0'],
    ['a wrong seed', changed('seed', 1.5), 'seed: must be a whole number'],
    ['an unknown entry', changed('journal', []), 'journal: no such key is known here'],
    [
      'an unknown contract',
      changed('contracts.agentx', { accounts: [], state: {} }),
      'contracts.agentx: there is no such contract here, only agentmc, agentradio; mock the same contracts',
    ],
    [
      'a contract left out',
      changed('contracts.agentmc'),
      'contracts.agentmc: is missing, it holds only agentradio; mock the same contracts',
    ],
    [
      'an account without id',
      changed('contracts.agentmc.accounts.0.id'),
      'contracts.agentmc.accounts.0.id: is missing',
    ],
    [
      'an account id that is none',
      changed('contracts.agentmc.accounts.0.id', 'mca_key'),
      'contracts.agentmc.accounts.0.id: must be a hash of 13 digits',
    ],
    [
      'an account twice',
      changed('contracts.agentmc.accounts.1', at('contracts.agentmc.accounts.0')),
      'contracts.agentmc.accounts.1.id: stands there twice',
    ],
    [
      'a count that is none',
      changed('contracts.agentmc.accounts.0.requests', -1),
      'contracts.agentmc.accounts.0.requests: must be at least 0',
    ],
    ['no state', changed('contracts.agentmc.state'), 'contracts.agentmc.state: is missing'],
    [
      'no hosts',
      changed('contracts.agentmc.state.hosts'),
      'contracts.agentmc.state.hosts: is missing; it must be a list',
    ],
    [
      'a name that is none',
      changed('contracts.agentmc.state.hosts.0.name', 7),
      'contracts.agentmc.state.hosts.0.name: must be a text',
    ],
    [
      'meta that is none',
      changed('contracts.agentmc.state.hosts.0.meta', []),
      'contracts.agentmc.state.hosts.0.meta: must be an object',
    ],
    [
      'a host number left out',
      changed('contracts.agentmc.state.hosts.1.id', 3),
      'contracts.agentmc.state.hosts.1.id: must be 2',
    ],
    [
      'a host twice',
      changed('contracts.agentmc.state.hosts.1', at('contracts.agentmc.state.hosts.0')),
      'contracts.agentmc.state.hosts.1.key: stands there twice',
    ],
    [
      'an agent of a host that is not there',
      changed('contracts.agentmc.state.agents.2.host', 8),
      'contracts.agentmc.state.agents.2.host: there is no host 8',
    ],
    [
      'an agent twice',
      changed('contracts.agentmc.state.agents.1.id', 42),
      'contracts.agentmc.state.agents.1.id: stands there twice',
    ],
    [
      'a show that is not there',
      changed('contracts.agentradio.state.agents.0.show', 'show_99'),
      'contracts.agentradio.state.agents.0.show: there is no show "show_99"; there is show_1',
    ],
    [
      'a status that is none',
      changed('contracts.agentradio.state.agents.0.last.status', 'asleep'),
      'contracts.agentradio.state.agents.0.last.status: must be online or idle',
    ],
    [
      'an unknown scenario',
      changed('simulation.scenario', 'apocalypse'),
      'simulation.scenario: there is no scenario "apocalypse"; there is',
    ],
    [
      'a scenario that stands nowhere',
      changed('simulation.runs.outage'),
      'simulation.runs.outage: is missing',
    ],
    [
      'an unknown state',
      changed('simulation.runs.outage.state', 'up'),
      'simulation.runs.outage.state: scenario outage has no state "up"; it has down, well',
    ],
    [
      'faults in a state that they do not have',
      changed('simulation.runs.fault', {
        ...good.simulation.runs['outage'],
        scenario: 'fault',
        state: 'off',
      }),
      'simulation.runs.fault.state: scenario fault has no state "off"; it has on',
    ],
    [
      'an inherited state',
      changed('simulation.runs.outage.state', 'constructor'),
      'simulation.runs.outage.state: scenario outage has no state "constructor"',
    ],
    [
      'an unknown scenario under way',
      changed('simulation.runs.outage.scenario', 'x'),
      'simulation.runs.outage.scenario: there is no scenario "x"',
    ],
    [
      'a scenario in a strange place',
      changed('simulation.runs.flaky', { ...good.simulation.runs['outage'] }),
      'simulation.runs.flaky: is no place for the scenario outage',
    ],
    [
      'a fault without effect',
      changed('simulation.faults.0.reply'),
      'simulation.faults.0.reply: is missing',
    ],
    [
      'a fault in the form of files',
      changed('simulation.faults.0.reply.delay', '5s'),
      'simulation.faults.0.reply.delay: must be',
    ],
    [
      'an unknown kind of limit',
      changed('simulation.limit.kind', 'leaky'),
      'simulation.limit.kind: must be fixed or sliding or bucket',
    ],
    [
      'memory that is none',
      changed('simulation.limits', { '': ['1'] }),
      'simulation.limits..0: must be a number',
    ],
  ])('%s: the place is named, and nothing changes', async (_, snapshot, message) => {
    const { mock } = busy();
    const failure = await failureOf(mock, snapshot);
    expect(failure.message.startsWith(message), failure.message).toBe(true);
  });

  it('is found out wherever a value is of another kind, at its place', async () => {
    const places: string[][] = [];
    const walk = (value: unknown, path: string[]) => {
      if (path.length > 0) places.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [name, item] of Object.entries(value)) walk(item, [...path, name]);
    };
    walk(good, []);
    const { mock } = busy();
    // A string at the place of an object or number, and the other way round, is never right.
    for (const path of places.filter((one) => !one.includes('meta') && !one.includes('identity'))) {
      const place = path.join('.');
      const old = at(place);
      const failure = await failureOf(mock, changed(place, typeof old === 'string' ? 7 : 'x'));
      expect(failure.path).toEqual(path);
    }
  });

  it.each([
    '"__proto__":{"polluted":true}',
    '"constructor":{"prototype":{"polluted":true}}',
    '"__proto__":null',
  ])('cannot reach prototypes by %s', async (poison) => {
    const { mock } = start();
    const text = JSON.stringify(good);
    for (let place = text.indexOf('{'); place >= 0; place = text.indexOf('{', place + 1)) {
      const comma = text[place + 1] === '}' ? '' : ',';
      const poisoned = `${text.slice(0, place + 1)}${poison}${comma}${text.slice(place + 1)}`;
      await mock.restore(JSON.parse(poisoned)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(SnapshotError);
      });
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      expect(Object.prototype).not.toHaveProperty('polluted');
      for (const request of [agentmcBeat(), agentradioBeat()]) {
        expect(mock.handle(request).headers['x-mock-error']).toBeUndefined();
      }
    }
  });
});
