import type { Operation } from '../../contract/types.ts';
import { parseBody } from '../../mock/body.ts';
import { MAX_BODY, type Exchange } from '../../mock/journal.ts';
import { Redactor } from '../../mock/redact.ts';
import type { Behaviour } from '../../mock/types.ts';
import type { RawExchange } from './raw.ts';
import type { ReadLogOptions } from './read.ts';

/** Marks that stand for keys are made with it; any will do, as long as it is always the same. */
const SEED = 1;

/** Where a request went. */
interface Place {
  /** Absent where the request line names no host. */
  readonly origin: string | undefined;
  /** Path and query. */
  readonly path: string;
}

/** An operation, and what stood before its path. */
interface Match {
  readonly operation: Operation;
  /** The operation's own path. */
  readonly path: string;
  readonly prefix: string;
}

/** Brings recorded traffic into the form of a mock's journal: in order of time, and without keys. */
export function toExchanges(
  raw: readonly RawExchange[],
  behaviour: Behaviour,
  options: ReadLogOptions,
): Exchange[] {
  const ordered = raw.toSorted((one, other) => one.at - other.at);
  const matcher = matcherOf(behaviour, options.url);
  const placed = ordered.map((one) => {
    const place = placeOf(one);
    const match = one.known.origin === 'foreign' ? undefined : matcher(one.method, place);
    return { one, place, match };
  });
  // What is no operation belongs to the service where it stands beside one.
  const prefixes = new Map<string | undefined, string>();
  for (const { place, match } of placed) if (match) prefixes.set(place.origin, match.prefix);
  const redactor = new Redactor(SEED, behaviour.secretPrefixes, []);
  return placed.map(({ one, place, match }, index) => {
    const prefix = prefixes.get(place.origin);
    const isForeign = one.known.origin === 'foreign' || prefix === undefined;
    const { pathname, search } = split(place.path);
    const below =
      prefix && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
    return redacted(redactor, behaviour, one, {
      id: index + 1,
      path: match ? match.path + search : isForeign ? place.path : below + search,
      host: place.origin === undefined ? undefined : new URL(place.origin).host,
      operation: match?.operation.id,
      isForeign,
    });
  });
}

function placeOf({ url }: RawExchange): Place {
  if (!/^https?:/i.test(url)) return { origin: undefined, path: url };
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

function split(path: string): { pathname: string; search: string } {
  const start = path.indexOf('?');
  return start < 0
    ? { pathname: path, search: '' }
    : { pathname: path.slice(0, start), search: path.slice(start) };
}

function matcherOf(
  { contract }: Behaviour,
  url: string | undefined,
): (method: string, place: Place) => Match | undefined {
  const { basePath, operations } = contract;
  const routes = operations
    .flatMap((operation) =>
      operation.paths.map((path) => ({
        operation,
        path,
        own: path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path,
      })),
    )
    // The longest fits best: one path may end in another one.
    .toSorted((one, other) => other.own.length - one.own.length);
  const base = url === undefined ? undefined : new URL(url);
  const basePrefix = base?.pathname.replace(/\/$/, '');
  return (method, place) => {
    if (base && place.origin !== undefined && place.origin !== base.origin) return undefined;
    const { pathname } = split(place.path);
    for (const { operation, path, own } of routes) {
      if (operation.method !== (method === 'HEAD' ? 'GET' : method)) continue;
      if (!pathname.endsWith(own)) continue;
      const before = pathname.slice(0, -own.length);
      if (place.origin !== undefined && basePrefix !== undefined && before !== basePrefix) continue;
      // What stands before the base path is a prefix; the base path itself is none.
      const prefix = before.endsWith(basePath)
        ? before.slice(0, before.length - basePath.length)
        : before;
      return { operation, path, prefix };
    }
    return undefined;
  };
}

interface Details {
  readonly id: number;
  readonly path: string;
  readonly host: string | undefined;
  readonly operation: string | undefined;
  readonly isForeign: boolean;
}

/** Takes keys out, in the way in which a mock writes its journal. */
function redacted(
  redactor: Redactor,
  behaviour: Behaviour,
  { at, method, request, response, known }: RawExchange,
  { id, path, host, operation, isForeign }: Details,
): Exchange {
  const requestHeaders = lowerCase(request.headers);
  const responseHeaders = lowerCase(response.headers);
  const { value } = parseBody(request.body);
  const keyInBody = behaviour.keyOfBody?.(value);
  const own = [...redactor.secretsOf(requestHeaders), ...(keyInBody ? [keyInBody] : [])];
  const secrets = redactor.withSeen(own);
  const headers = redactor.headers(requestHeaders, secrets);
  const body = redactor.body(request.body, secrets, value).slice(0, MAX_BODY);
  const key = behaviour.keyOfHeaders(headers) ?? behaviour.keyOfBody?.(parseBody(body).value);
  return {
    id,
    at,
    session: known.session ?? 'default',
    contract: operation === undefined ? undefined : behaviour.contract.id,
    operation,
    key: key === undefined ? undefined : key.replaceAll(/[^0-9a-f]|redacted/g, ''),
    simulated: known.simulated,
    fault: known.fault,
    canary: known.canary,
    origin: isForeign ? 'foreign' : undefined,
    request: {
      method: redactor.text(method, secrets),
      path: redactor.path(path, secrets).slice(0, MAX_BODY),
      headers: { ...(host !== undefined && { host }), ...headers },
      body,
    },
    response: {
      status: response.status,
      headers: redactor.replyHeaders(responseHeaders, secrets),
      body: redactor.body(response.body, secrets).slice(0, MAX_BODY),
    },
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
