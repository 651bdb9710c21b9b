import * as z from 'zod';
import { SnapshotError } from '../../errors.ts';
import type { Session } from '../../mock/session.ts';
import { invalid, Refusal } from '../refusal.ts';
import { route } from '../route.ts';
import { snapshot, snapshotEntry } from '../schemas.ts';

/** How things stood, under names. */
export const snapshotRoutes = {
  snapshots: route({
    method: 'GET',
    path: '/snapshots',
    summary: 'The snapshots that are kept',
    answer: z.object({ snapshots: z.array(snapshotEntry) }),
    handle: ({ session }) => ({ snapshots: session.snapshots.list() }),
  }),
  saveSnapshot: route({
    method: 'POST',
    path: '/snapshots/{name}',
    summary: 'Save how things stand, in place of what had the name before',
    status: 201,
    answer: snapshotEntry,
    handle: ({ session, name }) =>
      told(async () => {
        const { savedAt } = session.snapshots.save(name);
        return { name, savedAt };
      }),
  }),
  snapshot: route({
    method: 'GET',
    path: '/snapshots/{name}',
    summary: 'A snapshot, to be kept elsewhere',
    isClean: true,
    answer: snapshot,
    handle: ({ session, name }) => ({ ...(session.snapshots.get(name) ?? unknown(session)) }),
  }),
  putSnapshot: route({
    method: 'PUT',
    path: '/snapshots/{name}',
    summary: 'Keep a snapshot that was made elsewhere',
    body: snapshot,
    handle: ({ session, name, body }) => told(() => session.snapshots.put(name, body)),
  }),
  restoreSnapshot: route({
    method: 'POST',
    path: '/snapshots/{name}/restore',
    summary: 'Go back to a snapshot, clock included; the requests that passed stay',
    handle({ session, name }) {
      if (!session.snapshots.get(name)) return unknown(session);
      return told(() => session.snapshots.restore(name));
    },
  }),
  deleteSnapshot: route({
    method: 'DELETE',
    path: '/snapshots/{name}',
    summary: 'Forget a snapshot',
    handle({ session, name }) {
      if (!session.snapshots.delete(name)) unknown(session);
    },
  }),
};

/** The path is not repeated: what stands in it may have been meant for somewhere else. */
function unknown({ snapshots }: Session): never {
  const names = snapshots.list().map(({ name }) => name);
  const there = names.length > 0 ? `there is ${names.join(', ')}` : 'none was saved';
  throw new Refusal('unknown-snapshot', 404, `There is no snapshot of that name; ${there}.`);
}

async function told<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SnapshotError) throw invalid(error.path.join('.'), error.reason);
    if (error instanceof RangeError) throw new Refusal('invalid-call', 400, `${error.message}.`);
    throw error;
  }
}
