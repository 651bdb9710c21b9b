import { beforeAll, describe, expect, it } from 'vitest';
import * as agentmc from '../../fixtures/broken/servers/agentmc.ts';
import * as agentradio from '../../fixtures/broken/servers/agentradio.ts';
import type { ServerReport, Verdict } from '../../src/conformance/report/types.ts';
import { checkInProcess } from './support/in-process.ts';

describe.each([
  ['agentmc', agentmc],
  ['agentradio', agentradio],
] as const)('%s', (contract, { broken, harmless }) => {
  let mock: ServerReport;

  beforeAll(async () => {
    mock = await checkInProcess(contract);
  });

  it('the mock itself fails nothing', () => {
    expect(idsWith('fail', mock)).toEqual([]);
    expect(mock.verdict).toBe('pass');
  });

  it('every requirement has a server that breaks it', () => {
    const broke = new Set(broken.map(({ breaks }) => breaks));
    expect([...broke].toSorted()).toEqual(mock.requirements.map(({ id }) => id).toSorted());
  });

  it('names are unique, in kebab case, and lists sorted', () => {
    const names = [...broken, ...harmless].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z\d]+(?:-[a-z\d]+)*$/.test(name))).toEqual([]);
    const lists = [
      ...broken.map(({ alsoFails }) => alsoFails),
      ...harmless.flatMap(({ notes = [], inconclusive = [] }) => [notes, inconclusive]),
    ];
    expect(lists).toEqual(lists.map((list) => list.toSorted()));
  });

  it.each(broken)('$name breaks $breaks', async ({ breaks, alsoFails, change, options }) => {
    const report = await checkInProcess(contract, change, options);
    expect(idsWith('fail', report)).toContain(breaks);
    expect(idsWith('fail', report)).toEqual([breaks, ...alsoFails].toSorted());
  });

  it.each(harmless)('$name is harmless', async (server) => {
    const { change, options, notes = [], inconclusive = [] } = server;
    const report = await checkInProcess(contract, change, options);
    expect(report.verdict).toBe('pass');
    expect(report.ending).toBeUndefined();
    expect(idsWith('fail', report)).toEqual(notes);
    const passed = idsWith('pass', mock);
    const lost = idsWith('inconclusive', report).filter((id) => passed.includes(id));
    expect(lost).toEqual(inconclusive);
  });
});

function idsWith(wanted: Verdict, { requirements }: ServerReport): string[] {
  return requirements.flatMap(({ id, verdict }) => (verdict === wanted ? [id] : [])).toSorted();
}
