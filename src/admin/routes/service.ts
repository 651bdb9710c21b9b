import * as z from 'zod';
import { VERSION } from '../../version.ts';
import { metricsText } from '../metrics.ts';
import { Refusal } from '../refusal.ts';
import { route } from '../route.ts';

/** The mock as a whole. */
export const serviceRoutes = {
  health: route({
    method: 'GET',
    path: '/health',
    summary: 'Whether the mock is up, and what it mocks',
    answer: z.object({
      status: z.literal('ok'),
      version: z.string(),
      session: z.string(),
      contracts: z.array(z.string()),
    }),
    handle: ({ session }) => ({
      status: 'ok' as const,
      version: VERSION,
      session: session.id,
      contracts: [...session.contracts],
    }),
  }),
  state: route({
    method: 'GET',
    path: '/state',
    summary: 'The state of every contract, without secrets',
    answer: z.record(z.string(), z.unknown()).meta({ description: 'By contract id.' }),
    handle: ({ session }) => ({ ...session.state() }),
  }),
  reset: route({
    method: 'POST',
    path: '/reset',
    summary: 'Go back to the first state, scenario and limits included; forget all requests',
    handle: ({ session }) => session.reset(),
  }),
  metrics: route({
    method: 'GET',
    path: '/metrics',
    summary: 'Counts for Prometheus',
    mediaTypes: ['text/plain'],
    handle({ mock, session, tally }) {
      const sessions = session === mock ? [mock, ...mock.sessions()] : [session];
      return { mediaType: 'text/plain; version=0.0.4', body: metricsText(sessions, tally) };
    },
  }),
  openapi: route({
    method: 'GET',
    path: '/openapi',
    summary: 'This API as an OpenAPI 3.1 document',
    isClean: true,
    answer: z.record(z.string(), z.unknown()),
    handle: ({ document }) => ({ ...document() }),
  }),
  shutdown: route({
    method: 'POST',
    path: '/shutdown',
    summary: 'End the process, where it is one that the command line began',
    ofMock: true,
    handle({ shutdown }) {
      if (shutdown) return;
      throw new Refusal(
        'no-shutdown',
        409,
        'This mock runs within a program, which ends it; it cannot be ended from outside.',
      );
    },
    after: ({ shutdown }) => shutdown?.(),
  }),
};
