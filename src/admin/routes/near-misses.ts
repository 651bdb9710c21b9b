import * as z from 'zod';
import { MAX_BODY, type Exchange } from '../../mock/journal.ts';
import { nearMisses as nearMissesOf, type NearMiss } from '../../mock/near-misses.ts';
import type { Session } from '../../mock/session.ts';
import { route } from '../route.ts';
import { nearMiss } from '../schemas.ts';

const nearMisses = z.array(nearMiss).meta({ description: 'The closest first.' });

/** What requests came close to, and what keeps them apart. */
export const nearMissRoutes = {
  nearMisses: route({
    method: 'GET',
    path: '/near-misses',
    summary: 'What the requests came close to that did not match, or broke the contract',
    answer: z.object({
      requests: z.array(
        z.object({ id: z.int(), method: z.string(), path: z.string(), nearMisses }),
      ),
    }),
    handle: ({ session }) => ({
      requests: session.journal
        .find(
          ({ operation, violations, canary }) =>
            canary === undefined && (operation === undefined || violations !== undefined),
        )
        .map(({ id, request }) => ({
          id,
          method: request.method,
          path: request.path,
          nearMisses: missesOf(session, request),
        })),
    }),
  }),
  nearMissesOf: route({
    method: 'POST',
    path: '/near-misses/request',
    summary: 'What a request comes close to, without making it',
    body: z.strictObject({
      method: z.string().default('GET'),
      path: z.string(),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown().optional().meta({ description: 'Text as it is, anything else as JSON.' }),
    }),
    answer: z.object({ nearMisses }),
    handle({ session, body: { method, path, headers, body } }) {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const request = {
        method: method.toUpperCase(),
        path,
        headers: lowerCase(headers),
        ...(text !== undefined && { body: text }),
      };
      return { nearMisses: nearMissesOf(session.behaviours, request) };
    },
  }),
};

function missesOf({ behaviours }: Session, request: Exchange['request']): NearMiss[] {
  const misses = nearMissesOf(behaviours, request);
  if (request.body.length < MAX_BODY) return misses;
  // Of a body that the journal has cut off nothing can be said.
  return misses.map(({ differences, ...miss }) => ({
    ...miss,
    differences: differences.filter(({ where }) => where !== 'body'),
  }));
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
