import { describe, expect, it } from 'vitest';
import { AdminError } from '../../src/admin/client.ts';
import { checkedClient, sendSome, startMock, ways } from '../support/admin.ts';

describe.each(ways)('over $name', ({ connect }) => {
  const start = async () => {
    const mock = startMock();
    const way = await connect(mock);
    const send = (path: string, init: RequestInit = {}) => way.fetch(way.url + path, init);
    return { mock, send, way, admin: checkedClient(way) };
  };
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: unknown) => error as AdminError,
    );

  it('saves how things stand, and goes back to it', async () => {
    const { admin, mock, send } = await start();
    await sendSome(send);
    const state = await admin.state();
    const { savedAt } = await admin.saveSnapshot('before');
    expect(await admin.snapshots()).toEqual({ snapshots: [{ name: 'before', savedAt }] });
    await admin.reset();
    await admin.advanceClock('1h');
    expect(await admin.state()).not.toEqual(state);
    await admin.restoreSnapshot('before');
    expect(await admin.state()).toEqual(state);
    expect((await admin.clock()).now).toBe('2026-05-20T13:13:00.000Z');
    expect(mock.save().seed).toBe(1);
    await admin.deleteSnapshot('before');
    expect(await admin.snapshots()).toEqual({ snapshots: [] });
  });

  it('gives a snapshot away, for another session to go on from', async () => {
    const { admin, send, way } = await start();
    await sendSome(send);
    await admin.saveSnapshot('here');
    const snapshot = await admin.snapshot('here');
    const { id } = await admin.createSession();
    const other = checkedClient({ ...way, session: id });
    await other.putSnapshot('there', snapshot);
    await other.restoreSnapshot('there');
    expect(await other.state()).toEqual(await admin.state());
    expect(JSON.stringify(snapshot)).not.toContain('ar_agent_demo');
  });

  it('refuses what is none, and says where it is wrong', async () => {
    const { admin } = await start();
    await admin.saveSnapshot('good');
    const snapshot = await admin.snapshot('good');
    const wrong = { ...snapshot, clock: { ...snapshot.clock, scale: -1 } };
    expect(await refusal(admin.putSnapshot('bad', wrong))).toMatchObject({
      status: 400,
      problem: { field: 'clock.scale' },
    });
    expect(await refusal(admin.putSnapshot('bad', {} as typeof snapshot))).toMatchObject({
      status: 400,
      problem: { field: 'format', detail: expect.stringContaining('this is no snapshot') },
    });
    expect(await refusal(admin.saveSnapshot('a b'))).toMatchObject({ status: 400 });
    for (const call of [
      admin.snapshot('nothing'),
      admin.restoreSnapshot('nothing'),
      admin.deleteSnapshot('nothing'),
    ]) {
      expect(await refusal(call)).toMatchObject({
        status: 404,
        message: 'There is no snapshot of that name; there is good.',
      });
    }
  });
});
