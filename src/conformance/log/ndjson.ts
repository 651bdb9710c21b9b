import * as z from 'zod';
import { isRouted, knownFields, type RawExchange } from './raw.ts';

/** The parts of an exchange, as a mock exports it, that matter here. */

/** The farthest that a date can be from 1970, in milliseconds. */
const FARTHEST = 8.64e15;

/** As a whole: the place of what is wrong in it would be a name that a client sent, perhaps a key. */
const headers = z.custom<Record<string, string>>(
  (value) => z.record(z.string(), z.string()).safeParse(value).success,
  'must be a map of names and texts',
);

export const exchangeFormat = z
  .looseObject({
    at: z.number().min(-FARTHEST).max(FARTHEST),
    ...knownFields,
    request: z.looseObject({
      method: z.string().min(1),
      path: z.string(),
      headers,
      body: z.string().default(''),
    }),
    response: z.looseObject({ status: z.int(), headers, body: z.string().default('') }),
  })
  .transform(
    ({
      at,
      id,
      operation,
      session,
      simulated,
      fault,
      canary,
      origin,
      request,
      response,
    }): RawExchange => ({
      at,
      method: request.method,
      url: request.path,
      request: { headers: request.headers, body: request.body },
      response: { status: response.status, headers: response.headers, body: response.body },
      known: { session, simulated, fault, canary, origin },
      routed: isRouted({ id, session, operation }),
    }),
  );
