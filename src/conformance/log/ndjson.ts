import * as z from 'zod';
import { faults } from '../../mock/simulation/faults.ts';
import type { RawExchange } from './raw.ts';

/** The parts of an exchange, as a mock exports it, that matter here. */

/** What `Date` can tell, in milliseconds to either side of the epoch. */
const LAST_TIME = 8.64e15;

const headers = z
  .record(z.string(), z.string())
  .transform((all) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value])),
  );

export const exchangeFormat = z
  .looseObject({
    at: z.number().min(-LAST_TIME).max(LAST_TIME),
    session: z.string().optional(),
    contract: z.string().optional(),
    operation: z.string().optional(),
    simulated: z.string().optional(),
    fault: z.enum(faults).optional(),
    canary: z.string().optional(),
    origin: z.literal('foreign').optional(),
    request: z.looseObject({
      method: z.string().min(1),
      path: z.string(),
      headers,
      body: z.string().default(''),
    }),
    response: z.looseObject({ status: z.int(), headers, body: z.string().default('') }),
  })
  .transform(({ at, request, response, ...known }): RawExchange => ({
    at,
    method: request.method.toUpperCase(),
    url: request.path,
    request: { headers: request.headers, body: request.body },
    response: { status: response.status, headers: response.headers, body: response.body },
    known,
  }));
