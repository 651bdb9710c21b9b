import * as z from 'zod';
import { fits, waitForExchanges, type ExchangeFilter } from '../../mock/exchanges.ts';
import { toHar, toNdjson } from '../../mock/export.ts';
import type { Exchange } from '../../mock/journal.ts';
import type { Session } from '../../mock/session.ts';
import { VERSION } from '../../version.ts';
import { eventStream } from '../event-stream.ts';
import { route } from '../route.ts';
import { exchanges, filter, filterFields, limit } from '../schemas.ts';

/** Node's own fetch gives up after five minutes without an answer. */
const LONGEST_WAIT = 240_000;

/** What passed: find it, count it, wait for it, take it away. */
export const journalRoutes = {
  requests: route({
    method: 'GET',
    path: '/requests',
    summary: 'The requests that passed, the newest last',
    query: z.strictObject({ ...filterFields, limit }),
    answer: z.object({
      requests: exchanges,
      total: z.int().meta({ description: 'How many there are, those left out included.' }),
    }),
    handle({ session, query: { limit: most, ...wanted } }) {
      const found = find(session, wanted);
      return { requests: newest(found, most), total: found.length };
    },
  }),
  clearRequests: route({
    method: 'DELETE',
    path: '/requests',
    summary: 'Forget all requests',
    handle: ({ session }) => session.journal.clear(),
  }),
  countRequests: route({
    method: 'POST',
    path: '/requests/count',
    summary: 'How many requests fit',
    body: filter,
    answer: z.object({ count: z.int() }),
    handle: ({ session, body }) => ({ count: find(session, body).length }),
  }),
  findRequests: route({
    method: 'POST',
    path: '/requests/find',
    summary: 'The requests that fit',
    body: filter,
    answer: z.object({ requests: exchanges }),
    handle: ({ session, body }) => ({ requests: find(session, body) }),
  }),
  unmatchedRequests: route({
    method: 'GET',
    path: '/requests/unmatched',
    summary: 'The requests that no contract has a route for',
    answer: z.object({ requests: exchanges }),
    handle: ({ session }) => ({ requests: find(session, { matched: false, canary: false }) }),
  }),
  waitForRequests: route({
    method: 'POST',
    path: '/requests/wait',
    summary: 'Wait until so many requests fit, those included that have passed already',
    body: z.strictObject({
      ...filterFields,
      count: z.int().min(1).default(1),
      timeoutMs: z.int().min(0).max(LONGEST_WAIT).default(10_000).meta({
        description: "Milliseconds of the machine's clock after which to answer anyway.",
      }),
    }),
    answer: z.object({
      satisfied: z.boolean().meta({ description: 'Whether there were so many in time.' }),
      requests: exchanges,
    }),
    async handle({ session: { journal }, body: { count, timeoutMs: timeout, ...wanted }, signal }) {
      const requests = await waitForExchanges(journal, wanted, { count, timeout, signal });
      return { satisfied: requests.length >= count, requests };
    },
  }),
  exportRequests: route({
    method: 'GET',
    path: '/requests/export',
    summary: 'The requests as NDJSON or as an HTTP archive (HAR 1.2)',
    query: z.strictObject({
      format: z.enum(['ndjson', 'har']).default('ndjson'),
      ...filterFields,
      limit,
    }),
    mediaTypes: ['application/x-ndjson', 'application/json'],
    handle({ session, origin, query: { format, limit: most, ...wanted } }) {
      const found = newest(find(session, wanted), most);
      if (format === 'ndjson') return { mediaType: 'application/x-ndjson', body: toNdjson(found) };
      const har = toHar(found, { origin: origin + session.basePath, version: VERSION });
      return { mediaType: 'application/json', body: JSON.stringify(har) };
    },
  }),
  events: route({
    method: 'GET',
    path: '/events',
    summary: 'Each request as it passes, as server-sent events, until the caller goes away',
    query: z.strictObject(filterFields),
    mediaTypes: ['text/event-stream'],
    handle: ({ session: { journal }, query, signal }) => ({
      mediaType: 'text/event-stream',
      body: eventStream(journal, query, signal),
    }),
  }),
};

function find({ journal }: Session, wanted: ExchangeFilter): Exchange[] {
  return journal.find((one) => fits(wanted, one));
}

function newest(found: Exchange[], most: number | undefined): Exchange[] {
  return most === undefined ? found : found.slice(-most);
}
