import { describe, expect, it } from 'vitest';
import { SnapshotError } from '../../../src/index.ts';
import { agentmcBeat, start, busy } from '../../support/snapshots.ts';

describe('snapshots by name', () => {
  it('are saved, listed, restored and deleted', async () => {
    const { mock, clock } = busy();
    mock.snapshots.save('two-hosts');
    clock.advance(1000);
    mock.handle(agentmcBeat('mca_new', 50, 'c'));
    mock.snapshots.save('three-hosts');
    mock.reset();
    expect(mock.snapshots.list()).toEqual([
      { name: 'two-hosts', savedAt: '2026-05-18T16:00:01.234Z' },
      { name: 'three-hosts', savedAt: '2026-05-18T16:00:02.234Z' },
    ]);
    await mock.snapshots.restore('two-hosts');
    expect(mock.state().agentmc?.hosts).toHaveLength(2);
    await mock.snapshots.restore('three-hosts');
    expect(mock.state().agentmc?.hosts).toHaveLength(3);
    expect(mock.snapshots.delete('two-hosts')).toBe(true);
    expect(mock.snapshots.delete('two-hosts')).toBe(false);
    await expect(mock.snapshots.restore('two-hosts')).rejects.toThrow(
      new RangeError('there is no snapshot "two-hosts"; there is three-hosts'),
    );
  });

  it('are replaced under the same name, and given out as copies', () => {
    const { mock } = busy();
    mock.snapshots.save('one');
    mock.handle(agentmcBeat('mca_new', 50, 'c'));
    const snapshot = mock.snapshots.save('one');
    const copy = mock.snapshots.get('one');
    expect(copy).toEqual(snapshot);
    Object.assign(copy as object, { seed: 99 });
    expect(mock.snapshots.get('one')?.seed).toBe(1);
    expect(mock.snapshots.get('two')).toBeUndefined();
    expect(mock.snapshots.list()).toHaveLength(1);
  });

  it('can be made elsewhere, if they are right', async () => {
    const { mock } = start();
    await mock.snapshots.put('other', busy().mock.save());
    await expect(mock.snapshots.put('wrong', { format: 'x' })).rejects.toThrow(SnapshotError);
    expect(mock.snapshots.list().map(({ name }) => name)).toEqual(['other']);
    expect(mock.state().agentmc?.hosts).toEqual([]);
    await mock.snapshots.restore('other');
    expect(mock.state().agentmc?.hosts).toHaveLength(2);
  });

  it('are of one session only', () => {
    const { mock } = start();
    mock.snapshots.save('one');
    expect(mock.session().snapshots.list()).toEqual([]);
  });

  it('have names that can stand in a URL', async () => {
    const { mock } = start();
    for (const name of ['', 'a b', '../x', 'é', 'x'.repeat(65)]) {
      expect(() => mock.snapshots.save(name)).toThrow(RangeError);
      await expect(mock.snapshots.put(name, mock.save())).rejects.toThrow(RangeError);
    }
    mock.snapshots.save('__proto__');
    expect(mock.snapshots.list()).toHaveLength(1);
  });

  it('are no more than a hundred', () => {
    const { mock } = start();
    for (let index = 0; index < 100; index++) mock.snapshots.save(`n${index}`);
    expect(() => mock.snapshots.save('more')).toThrow(
      new RangeError('there are 100 snapshots already; delete one first'),
    );
    mock.snapshots.save('n1');
    mock.snapshots.delete('n2');
    mock.snapshots.save('more');
  });
});
