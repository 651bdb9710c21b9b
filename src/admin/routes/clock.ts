import * as z from 'zod';
import type { Session } from '../../mock/session.ts';
import { duration } from '../../mock/simulation/format.ts';
import { invalid } from '../refusal.ts';
import { route } from '../route.ts';
import { clock, isTime, scale, time } from '../schemas.ts';

/** The time of everything in the mock. */
export const clockRoutes = {
  clock: route({
    method: 'GET',
    path: '/clock',
    summary: 'What the clock says, and how fast it runs',
    answer: clock,
    handle: ({ session }) => clockOf(session),
  }),
  setClock: route({
    method: 'PUT',
    path: '/clock',
    summary: 'Set the clock, or its pace',
    body: z.strictObject({ now: time.optional(), scale: scale.optional() }),
    answer: clock,
    handle({ session, body: { now, scale: factor } }) {
      if (now !== undefined) session.clock.set(now);
      if (factor !== undefined) session.clock.scale(factor);
      return clockOf(session);
    },
  }),
  advanceClock: route({
    method: 'POST',
    path: '/clock/advance',
    summary: 'Move the clock on',
    body: z.strictObject({
      by: z
        .union([z.int().min(0), duration])
        .meta({ description: 'Milliseconds, or a duration such as 5m.' }),
    }),
    answer: clock,
    handle({ session, body: { by } }) {
      if (!isTime(session.clock.now() + by))
        throw invalid('by', 'must not lead past the year 9999');
      session.clock.advance(by);
      return clockOf(session);
    },
  }),
  freezeClock: route({
    method: 'POST',
    path: '/clock/freeze',
    summary: 'Stop the clock where it is; a scale makes it run again',
    answer: clock,
    handle({ session }) {
      session.clock.freeze();
      return clockOf(session);
    },
  }),
};

/** A clock as the control API tells it. */
export function clockOf({ clock: { state } }: Session): z.input<typeof clock> {
  return { now: new Date(state.now).toISOString(), scale: state.scale };
}
