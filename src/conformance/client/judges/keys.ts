import { MARK } from '../../../mock/redact.ts';
import { each, fail, inconclusive, pass, unseen } from '../findings.ts';
import { hasWholeBody, type Seen, type Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';

/** The same key leaves the same mark wherever it stood. */
const MARKS = new RegExp(MARK, 'g');
const BEARER = /^bearer +\S/i;

/** Whether a request carries a key as Bearer. */
function hasBearer({ exchange }: Seen): boolean {
  return BEARER.test(exchange.request.headers['authorization'] ?? '');
}

/** Where a request may carry its key, as texts with the key's mark in them. */
type Places = (seen: Seen) => readonly (string | undefined)[];

/** AgentMC: one header. */
export const inApiKeyHeader: Places = ({ exchange }) => [exchange.request.headers['x-api-key']];

/** AgentRadio: Bearer, and in heartbeats the body too. */
export const asBearerOrField: Places = (seen) => {
  const { authorization } = seen.exchange.request.headers;
  const field = seen.said?.apiKey;
  return [
    BEARER.test(authorization ?? '') ? authorization : undefined,
    typeof field === 'string' ? field : undefined,
  ];
};

function marksIn(text: string): string[] {
  return text.match(MARKS) ?? [];
}

/** The marks of the keys that a client uses where it may. */
function keysOf({ all }: Traffic, places: Places): ReadonlySet<string> {
  const own = all.filter(({ kind }) => kind !== 'foreign');
  return new Set(own.flatMap((seen) => places(seen).flatMap((text) => marksIn(text ?? ''))));
}

/** Where in a request one of the keys stands although it should not; undefined where nowhere. */
function strayKey(seen: Seen, keys: ReadonlySet<string>, places: Places): string | undefined {
  const { path, headers, body } = seen.exchange.request;
  const allowed = places(seen);
  const has = (text: string) => marksIn(text).some((mark) => keys.has(mark));
  if (has(path))
    return path.includes('?') && !has(path.split('?', 1)[0] as string)
      ? 'its query string'
      : 'its path';
  const header = Object.entries(headers).find(
    ([, value]) => has(value) && !allowed.includes(value),
  );
  if (header) return `the header ${header[0]}`;
  // A body may hold the key once, in the field that is made for it.
  const count = marksIn(body).filter((mark) => keys.has(mark)).length;
  const field = seen.said?.apiKey;
  const isOwn = typeof field === 'string' && allowed.includes(field);
  return count > (isOwn ? 1 : 0) ? 'the body' : undefined;
}

/** Whether the key stands in no place but its own, in any request to the service. */
export function keyNowhereElse(traffic: Traffic, places: Places): Finding {
  const own = traffic.all.filter(({ kind }) => kind !== 'foreign');
  const keys = keysOf(traffic, places);
  if (keys.size === 0) return inconclusive('no request carried a key in its place');
  if (traffic.heartbeats.length < 2) return inconclusive('fewer than two heartbeats came');
  return each(
    own,
    'requests',
    'have the key, where it stands in the clear, in its place alone',
    (seen) => {
      const place = strayKey(seen, keys, places);
      return place && `the key stands in ${place}`;
    },
  );
}

/** AgentRadio: every heartbeat has a key. */
export function authenticated({ heartbeats }: Traffic): Finding {
  // The key may stand in a body that was not written down.
  const told = heartbeats.filter((seen) => hasBearer(seen) || hasWholeBody(seen));
  if (heartbeats.length > 0 && told.length === 0) {
    return inconclusive('no body of a heartbeat was recorded whole');
  }
  return each(told, 'heartbeats', 'carry a key', (seen) =>
    asBearerOrField(seen).some((place) => place)
      ? undefined
      : 'there is neither Authorization: Bearer nor apiKey in the body',
  );
}

/** Whether all of them carry their key as Bearer. */
export function bearer(all: readonly Seen[], what: string): Finding {
  return each(all, what, 'carry the key as Bearer', (seen) =>
    hasBearer(seen) ? undefined : 'there is no Authorization: Bearer',
  );
}

/** Whether the key stays within the service, whoever asks for it or leads elsewhere. */
export function keyStaysHere(traffic: Traffic, places: Places, lure: string): Finding {
  const foreign = traffic.all.filter(({ kind }) => kind === 'foreign');
  const keys = keysOf(traffic, places);
  const given = foreign.filter(({ exchange: { request } }) => {
    const texts = [request.path, request.body, ...Object.values(request.headers)];
    return texts.some((text) => marksIn(text).some((mark) => keys.has(mark)));
  });
  if (given.length > 0) return fail('the key was sent to another origin', given);
  if (foreign.length > 0) {
    return pass(`${foreign.length} requests to another origin, none with the key`, foreign);
  }
  return unseen(lure);
}
