import type { Operation } from '../../contract/types.ts';
import { FileError } from '../../errors.ts';
import { parseBody } from '../../mock/body.ts';
import type { Behaviour } from '../../mock/types.ts';
import { routesOf, type Match } from './match.ts';
import type { RawExchange } from './raw.ts';

/** What a request was, seen from the service. */
export interface Located {
  readonly operation: Operation | undefined;
  /** Path and query, as the service sees them; of a request that went elsewhere, all of its address. */
  readonly path: string;
  /** Absent where the record does not tell. */
  readonly host: string | undefined;
  readonly isForeign: boolean;
}

/** Where a request went. */
interface Place {
  /** Scheme and host; the host alone, or nothing, where the record tells no more. */
  readonly where: string;
  readonly host: string | undefined;
  readonly pathname: string;
  readonly search: string;
}

/**
 * Tells the service's requests from all others that a client made meanwhile.
 *
 * @param url base of the service; by default it is where requests that look like the contract's carry
 * a key, since other services have a `/skill.md` or `/api/heartbeat` too.
 * @throws FileError where that leaves several to choose from.
 */
export function locate(
  file: string,
  raw: readonly RawExchange[],
  behaviour: Behaviour,
  url: string | undefined,
): Located[] {
  const routes = routesOf(behaviour.contract, url);
  // A mock knows what it took for an operation: its paths say less.
  const isOfMock = raw.some(({ known }) => known.operation !== undefined);
  const all = raw.map((one) => {
    const place = placeOf(one, isOfMock);
    const isLost = one.known.origin === 'foreign' || !isBelow(url, place);
    const isTied = place.where !== '';
    const match = isLost
      ? undefined
      : isOfMock
        ? routes.named(one.known, place.pathname, isTied)
        : routes.fitting(one.method, place.pathname, isTied);
    return { one, place, match };
  });
  const homes = isOfMock || url !== undefined ? undefined : homesOf(file, all, behaviour);
  const prefixes = new Map<string, Set<string>>();
  for (const { place, match } of all) {
    if (!match || homes?.has(homeOf(place, match)) === false) continue;
    const known = prefixes.get(place.where) ?? new Set();
    prefixes.set(place.where, known.add(match.prefix));
  }
  return all.map(({ one, place, match }) => {
    const own = prefixes.get(place.where);
    const { host, pathname, search } = place;
    // What is no operation belongs to the service where it stands beside one.
    const isForeign = one.known.origin === 'foreign' || own === undefined;
    if (isForeign) {
      // A mock tells of its own foreign origin as it sees it.
      const origin = !isOfMock && place.where !== host ? place.where : '';
      return { operation: undefined, path: origin + pathname + search, host, isForeign };
    }
    const operation = match && own.has(match.prefix) ? match.operation : undefined;
    const path = match && operation ? match.path : below(own, pathname);
    return { operation, path: path + search, host, isForeign };
  });
}

function placeOf({ url, request }: RawExchange, isOfMock: boolean): Place {
  if (/^https?:/i.test(url) && URL.canParse(url)) {
    const { origin, host, pathname, search } = new URL(url);
    return { where: origin, host, pathname, search };
  }
  // A mock goes by several names, and is one service all the same.
  const host = isOfMock ? undefined : request.headers['host'];
  const start = url.indexOf('?');
  return start < 0
    ? { where: host ?? '', host, pathname: url, search: '' }
    : { where: host ?? '', host, pathname: url.slice(0, start), search: url.slice(start) };
}

function isBelow(url: string | undefined, { where, host }: Place): boolean {
  if (url === undefined || where === '') return true;
  const base = new URL(url);
  return where === base.origin || (where === host && where === base.host);
}

function homeOf({ where }: Place, { prefix }: Match): string {
  return `${where} ${prefix}`;
}

interface Candidate {
  readonly one: RawExchange;
  readonly place: Place;
  readonly match: Match | undefined;
}

/** Where the service is: by its keys, or else by its heartbeats, or else by all that fits. */
function homesOf(
  file: string,
  all: readonly Candidate[],
  behaviour: Behaviour,
): ReadonlySet<string> {
  const signs: ((candidate: Candidate & { match: Match }) => boolean)[] = [
    ({ one, match }) => match.operation.secured && keyOf(one, behaviour) !== undefined,
    ({ match: { operation } }) => (operation.aliasOf ?? operation.id) === behaviour.heartbeat,
    () => true,
  ];
  const fitting = all.filter((one): one is Candidate & { match: Match } => !!one.match);
  const found = signs.map((sign) => fitting.filter(sign)).find(({ length }) => length > 0) ?? [];
  const names = [...new Set(found.map(({ place }) => place.where))];
  if (names.length > 1) {
    throw new FileError(
      `${file}: requests of ${behaviour.contract.title} went to ${names.join(' and ')}; say with --url which is the service`,
    );
  }
  return new Set(found.map(({ place, match }) => homeOf(place, match)));
}

/** The key that a request was made with, as it stands there. */
export function keyOf(
  { request }: Pick<RawExchange, 'request'>,
  behaviour: Behaviour,
): string | undefined {
  const key =
    behaviour.keyOfHeaders(request.headers) ?? behaviour.keyOfBody?.(parseBody(request.body).value);
  return key === '' ? undefined : key;
}

/** The path without what stands before the service's own paths. */
function below(prefixes: ReadonlySet<string>, pathname: string): string {
  const fitting = [...prefixes].filter((prefix) => pathname.startsWith(`${prefix}/`));
  const [longest = ''] = fitting.toSorted((one, other) => other.length - one.length);
  return pathname.slice(longest.length);
}
