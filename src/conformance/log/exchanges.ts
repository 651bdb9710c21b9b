import type { Operation } from '../../contract/types.ts';
import { parseBody } from '../../mock/body.ts';
import { MAX_BODY, type Exchange } from '../../mock/journal.ts';
import type { Redactor } from '../../mock/redact.ts';
import type { Behaviour } from '../../mock/types.ts';
import { answerHeaders, hashIn, redactorOf, secretsOfAnswer } from './keys.ts';
import type { RawExchange } from './raw.ts';
import type { ReadLogOptions } from './read.ts';

/** What stands before the service's paths is not longer; paths may be of any length. */
const LONGEST_PREFIX = 1000;

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
    // A mock knows what was meant for it, and what was none of its operations although it looks so.
    const isNone = one.known.origin === 'foreign' || one.routed === false;
    return { one, place, match: isNone ? undefined : matcher(one.method, place) };
  });
  const prefixes = prefixesOf(placed);
  const redactor = redactorOf(ordered, behaviour);
  return placed.map(({ one, place, match: found }, index) => {
    const own = prefixes.get(place.origin);
    const isOwn = own !== undefined || one.routed !== undefined;
    const isForeign = one.known.origin === 'foreign' || !isOwn;
    const match = isForeign ? undefined : found;
    const { pathname, search } = split(place.path);
    const path = match?.path ?? (isForeign ? pathname : below(own, pathname));
    return redacted(redactor, behaviour, one, {
      id: index + 1,
      path: path + search,
      host: place.origin === undefined ? undefined : new URL(place.origin).host,
      operation: match?.operation.id,
      isForeign,
    });
  });
}

/**
 * What stands before the paths of the service, by its origins. An origin is the service's where an
 * operation was called that takes a key: many others have a page of the same name.
 */
function prefixesOf(
  placed: readonly { readonly place: Place; readonly match: Match | undefined }[],
): Map<string | undefined, Set<string>> {
  const called = placed.flatMap(({ place, match }) => (match ? [{ place, match }] : []));
  const secured = called.filter(({ match }) => match.operation.secured);
  const origins = new Set((secured.length > 0 ? secured : called).map(({ place }) => place.origin));
  const prefixes = new Map<string | undefined, Set<string>>();
  for (const { place, match } of called) {
    if (!origins.has(place.origin)) continue;
    const own = prefixes.get(place.origin) ?? new Set<string>();
    prefixes.set(place.origin, own.add(match.prefix));
  }
  return prefixes;
}

/** What is no operation stands beside one: the path below the longest prefix that it begins with. */
function below(prefixes: ReadonlySet<string> | undefined, path: string): string {
  for (
    let end = path.lastIndexOf('/', LONGEST_PREFIX);
    end > 0;
    end = path.lastIndexOf('/', end - 1)
  ) {
    if (prefixes?.has(path.slice(0, end))) return path.slice(end);
  }
  return path;
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
  const clean = (text: string | undefined) => text && redactor.text(text, secrets);
  const { value } = parseBody(request.body);
  const keyInBody = behaviour.keyOfBody?.(value);
  const own = [
    ...redactor.secretsOf(requestHeaders),
    ...(keyInBody ? [keyInBody] : []),
    ...secretsOfAnswer(redactor, responseHeaders),
  ];
  const secrets = redactor.withSeen(own);
  const headers = redactor.headers(requestHeaders, secrets);
  const body = redactor.body(request.body, secrets, value).slice(0, MAX_BODY);
  const carried = behaviour.keyOfHeaders(requestHeaders) ?? keyInBody;
  return {
    id,
    at,
    session: clean(known.session) ?? 'default',
    contract: operation === undefined ? undefined : behaviour.contract.id,
    operation,
    key: carried ? hashIn(redactor.mark(carried)) : undefined,
    simulated: clean(known.simulated),
    fault: known.fault,
    canary: clean(known.canary),
    origin: isForeign ? 'foreign' : undefined,
    request: {
      method: redactor.text(method, secrets),
      path: redactor.path(path, secrets).slice(0, MAX_BODY),
      headers: { ...(host !== undefined && { host }), ...headers },
      body,
    },
    response: {
      status: response.status,
      headers: answerHeaders(redactor, responseHeaders, secrets),
      body: redactor.body(response.body, secrets).slice(0, MAX_BODY),
    },
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
