import * as z from 'zod';
import { CONTROL } from '../../mock/control.ts';
import type { Mock } from '../../mock/mock.ts';
import type { Session } from '../../mock/session.ts';
import { duration } from '../../mock/simulation/format.ts';
import { Refusal } from '../refusal.ts';
import { route } from '../route.ts';
import { scale, session, time } from '../schemas.ts';
import { clockOf } from './clock.ts';

/** Worlds of their own, beside the mock. */
export const sessionRoutes = {
  sessions: route({
    method: 'GET',
    path: '/sessions',
    summary: 'The sessions that there are, without the mock itself',
    ofMock: true,
    answer: z.object({ sessions: z.array(session) }),
    handle: ({ mock, origin }) => ({
      sessions: mock.sessions().map((one) => told(one, origin)),
    }),
  }),
  createSession: route({
    method: 'POST',
    path: '/sessions',
    summary: 'Make a world of its own: state, clock, seed, scenario, limits and journal',
    ofMock: true,
    status: 201,
    body: z.strictObject({
      id: z.string().optional().meta({ description: 'A number of its own by default.' }),
      seed: z.int().optional().meta({ description: 'That of the mock by default.' }),
      scenario: z.string().optional(),
      start: time.optional().meta({ description: "First time; that of the mock's clock." }),
      scale: scale.optional(),
      idle: z
        .union([z.int().min(1), duration])
        .optional()
        .meta({
          description: 'How long without requests until it ends by itself; 30m by default.',
        }),
    }),
    answer: session,
    handle({ mock, origin, body }) {
      if ([mock, ...mock.sessions()].some(({ id }) => id === body.id)) {
        throw new Refusal('session-exists', 409, 'There is a session of that name already.');
      }
      try {
        return told(mock.session(body), origin);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new Refusal('invalid-call', 400, `${error.message}.`);
      }
    },
  }),
  session: route({
    method: 'GET',
    path: '/sessions/{id}',
    summary: 'A session',
    ofMock: true,
    answer: session,
    handle: ({ mock, name, origin }) => told(find(mock, name), origin),
  }),
  endSession: route({
    method: 'DELETE',
    path: '/sessions/{id}',
    summary: 'End a session',
    ofMock: true,
    handle: ({ mock, name }) => void mock.endSession(find(mock, name).id),
  }),
};

function find(mock: Mock, id: string): Session {
  const found = mock.sessions().find((one) => one.id === id);
  if (found) return found;
  throw new Refusal(
    'unknown-session',
    404,
    'There is no such session; it may have ended after a time without requests.',
  );
}

function told(one: Session, origin: string): z.input<typeof session> {
  const url = origin + one.basePath;
  return {
    id: one.id,
    basePath: one.basePath,
    adminUrl: url + CONTROL,
    baseUrls: Object.fromEntries(
      one.behaviours.map(({ contract }) => [contract.id, url + contract.basePath]),
    ),
    seed: one.seed,
    clock: clockOf(one),
  };
}
