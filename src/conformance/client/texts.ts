import type { Exchange } from '../../mock/journal.ts';
import { type Seen } from './traffic.ts';
import { parseJson } from '../../json.ts';

/** Where in an answer an address stands. */
type Place = 'link' | 'hint' | 'inbox' | 'station' | 'text';

/** An address in an answer. */
export interface Address {
  /** Without what is no part of it for a server. */
  readonly url: string;
  readonly place: Place;
  /** For one in a hint: whether `quick_links` names another address for the same action. */
  readonly hasLink: boolean;
}

/** An action of a dashboard whose address is named by `quick_links`. */
export interface PlannedAction {
  readonly url: string;
  readonly order: number;
}

const URLS = /https?:\/\/[^\s"'<>`|\\^{}]+/g;
/** What ends a sentence is no part of an address. */
const ENDINGS = /[.,;:!?)\]]+$/;
const MAX_ADDRESSES = 1000;

/** All addresses in an answer, by where they stand. Text that is no JSON counts as text. */
export function addressesIn({ exchange, kind }: Seen): Address[] {
  const { body } = exchange.response;
  if (!body.includes('http')) return [];
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) return urlsIn(body).map(asText);
  const found: Address[] = [];
  const walk = (node: unknown, place: Place, hasLink: boolean): void => {
    if (found.length > MAX_ADDRESSES) return;
    if (typeof node === 'string') {
      // A value that is an address and nothing else is data; in a hint it is a hint all the same.
      const isData = place !== 'hint' && /^https?:\S+$/.test(node);
      for (const url of urlsIn(node)) {
        found.push({ url, place: isData ? 'link' : place, hasLink });
      }
    } else if (Array.isArray(node)) {
      for (const item of node) walk(item, place, hasLink);
    } else if (typeof node === 'object' && node !== null) {
      for (const [name, item] of Object.entries(node)) {
        walk(item, placeOf(name, place), hasLink);
      }
    }
  };
  const links = linksOf(value);
  for (const [name, item] of Object.entries(value)) {
    if (name === 'actions' && Array.isArray(item)) {
      for (const action of item) walk(action, 'hint', linkOf(action, links) !== undefined);
    } else {
      walk(item, placeOf(name, kind === 'inbox' ? 'inbox' : 'text'), false);
    }
  }
  return found;
}

function placeOf(name: string, place: Place): Place {
  if (name === 'quick_links' || /(?:^|[a-z_])(?:url|href|link)s?$/i.test(name)) return 'link';
  if (name === 'station' || name === 'inbox') return name;
  return name === 'what_to_do_next' ? 'hint' : place;
}

function asText(url: string): Address {
  return { url, place: 'text', hasLink: false };
}

function urlsIn(text: string): string[] {
  return (text.match(URLS) ?? []).flatMap((url) => {
    const clean = url.replace(ENDINGS, '');
    return URL.canParse(clean) ? [normalised(clean)] : [];
  });
}

/** An address as servers see it. */
function normalised(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search}`;
}

function linksOf(value: object): Readonly<Record<string, string>> {
  const { quick_links: links } = value as { quick_links?: unknown };
  if (typeof links !== 'object' || links === null) return {};
  const texts = Object.entries(links).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string';
  });
  return Object.fromEntries(texts);
}

/** The entry of `quick_links` that one of an action's fields names, whatever the field is called. */
function linkOf(action: unknown, links: Readonly<Record<string, string>>): string | undefined {
  if (typeof action !== 'object' || action === null) return undefined;
  const values = Object.values(action);
  const name = values.find((value): value is string => {
    return typeof value === 'string' && Object.hasOwn(links, value);
  });
  if (name !== undefined) return links[name];
  return values.find((value): value is string => Object.values(links).includes(value as string));
}

/**
 * The actions of a dashboard in their order, with addresses that no other action has.
 *
 * @param base what relative addresses are resolved by.
 */
export function plannedActions({ exchange }: Seen, base: string): PlannedAction[] {
  const value = parseJson(exchange.response.body);
  if (typeof value !== 'object' || value === null) return [];
  const { actions } = value as { actions?: unknown };
  if (!Array.isArray(actions)) return [];
  const links = linksOf(value);
  const planned = actions.flatMap((action, order): PlannedAction[] => {
    const link = linkOf(action, links);
    if (link === undefined || !URL.canParse(link, base)) return [];
    return [{ url: normalised(new URL(link, base).href), order }];
  });
  const counts = new Map<string, number>();
  for (const { url } of planned) counts.set(url, (counts.get(url) ?? 0) + 1);
  return planned.filter(({ url }) => counts.get(url) === 1);
}

/** The address that a request went to. */
export function urlOf(exchange: Exchange): string {
  const { path, headers } = exchange.request;
  const url = /^https?:/i.test(path) ? path : `http://${headers['host'] ?? 'localhost'}${path}`;
  return URL.canParse(url) ? normalised(url) : url;
}
