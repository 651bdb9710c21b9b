import { parseBody } from '../../mock/body.ts';
import { Redactor } from '../../mock/redact.ts';
import { builtIn } from '../../mock/registry.ts';
import type { Behaviour } from '../../mock/types.ts';
import type { RawExchange } from './raw.ts';

/** Marks that stand for keys are made with it; any will do, as long as it is always the same. */
const SEED = 1;
/** Shorter ones would be found in ordinary words. */
const LEAST = 8;
/** Each of them is looked for in every text. */
const MOST = 256;
const MARK = /^\[redacted:([0-9a-f]{8})\]$/;
/** Says how to authenticate, and holds no key. */
const CHALLENGE = /^(?:www|proxy)-authenticate$/;

/**
 * What takes the keys out of a log. It knows the keys of all contracts, as a client may have several,
 * and those that look like none before they are first used: an answer may have handed them out.
 */
export function redactorOf(raw: readonly RawExchange[], behaviour: Behaviour): Redactor {
  const prefixes = Object.assign(
    {},
    ...[...Object.values(builtIn), behaviour].map(({ secretPrefixes }) => secretPrefixes),
  ) as Record<string, number>;
  const plain = new Redactor(SEED, prefixes, []);
  const odd = new Set<string>();
  for (const one of raw) {
    for (const secret of keysIn(one, behaviour, plain)) {
      if (odd.size >= MOST) break;
      if (secret.length >= LEAST && !MARK.test(plain.text(secret, []))) odd.add(secret);
    }
  }
  return new Redactor(SEED, prefixes, [...odd]);
}

/** The keys that a request was made with, whoever they are meant for. */
function keysIn({ request }: RawExchange, behaviour: Behaviour, redactor: Redactor): string[] {
  const { authorization } = request.headers;
  return [
    behaviour.keyOfHeaders(request.headers),
    behaviour.keyOfBody?.(parseBody(request.body).value),
    ...(authorization === undefined ? [] : redactor.secretsOf({ authorization })),
  ].filter((key) => key !== undefined);
}

/** What tells a key from others: the hash in the mark that stands for it. */
export function hashIn(mark: string | undefined): string | undefined {
  return MARK.exec(mark ?? '')?.[1];
}

/** The credentials that an answer hands out in its headers. */
export function secretsOfAnswer(
  redactor: Redactor,
  headers: Readonly<Record<string, string>>,
): string[] {
  return redactor.secretsOf(withoutChallenge(headers)).filter(({ length }) => length >= LEAST);
}

/** Redacts the headers of an answer; unlike those of a mock they may set cookies and hand out tokens. */
export function answerHeaders(
  redactor: Redactor,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Record<string, string> {
  return {
    ...redactor.replyHeaders(headers, secrets),
    ...redactor.headers(withoutChallenge(headers), secrets),
  };
}

function withoutChallenge(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CHALLENGE.test(name)));
}
