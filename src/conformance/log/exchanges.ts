import { anyRedactor } from '../../mock/any-redactor.ts';
import { BODY_LIMIT, isTooLarge, parseBody } from '../../mock/body.ts';
import type { Exchange } from '../../mock/journal.ts';
import { MARK, type Redactor } from '../../mock/redact.ts';
import type { Behaviour } from '../../mock/types.ts';
import type { RawExchange } from './raw.ts';
import type { ReadLogOptions } from './read.ts';
import { keyOf, locate, type Located } from './service.ts';

const TOO_LARGE = '[body too large]';
/** Shorter ones would be found in ordinary words. */
const LEAST_KEY = 8;
/** Each of them is looked for in every text. */
const MAX_KEYS = 64;
/** Headers of an answer that hand out a key; others, such as those of limits, only speak of some. */
const HANDS_OUT = /(?:(?:api|access|agent|secret)[_-]?key|token|secret|password|authorization)$/i;

/**
 * Brings recorded traffic into the form of a mock's journal: in order of time, and without keys.
 *
 * @throws FileError where it cannot be told which requests went to the service.
 */
export function toExchanges(
  file: string,
  raw: readonly RawExchange[],
  behaviour: Behaviour,
  { url }: ReadLogOptions,
): Exchange[] {
  const ordered = raw.toSorted((one, other) => one.at - other.at);
  const located = locate(file, ordered, behaviour, url);
  // A key may be given away before it is used, so that all must be known beforehand.
  const keys = new Set<string>();
  for (const [index, one] of ordered.entries()) {
    if (keys.size >= MAX_KEYS) break;
    if (located[index]?.operation === undefined) continue;
    const key = keyOf(one, behaviour);
    if (key !== undefined && key.length >= LEAST_KEY && !MARK.test(key)) keys.add(key);
  }
  const redactor = anyRedactor([...keys], behaviour.secretPrefixes);
  return ordered.map((one, index) =>
    redacted(redactor, behaviour, one, { ...(located[index] as Located), id: index + 1 }),
  );
}

/** Takes keys out, in the way in which a mock writes its journal. */
function redacted(
  redactor: Redactor,
  behaviour: Behaviour,
  raw: RawExchange,
  { id, path, host, operation, isForeign }: Located & { readonly id: number },
): Exchange {
  const { at, method, request, response, known } = raw;
  const { value } = parseBody(request.body);
  const keyInBody = behaviour.keyOfBody?.(value);
  const own = [...redactor.secretsOf(request.headers), ...(keyInBody ? [keyInBody] : [])];
  const secrets = redactor.withSeen(own);
  const clean = (text: string | undefined) => text && redactor.text(text, secrets);
  const headers = redactor.headers(request.headers, secrets);
  const body = bodyOf(redactor, request.body, secrets, value);
  const answered = [...secrets, ...handedOut(redactor, response.headers)];
  // An empty one leaves a mark too, but is nobody's.
  const key = keyOf(raw, behaviour) && keyOf({ request: { headers, body } }, behaviour);
  return {
    id,
    at,
    session: clean(known.session) ?? 'default',
    contract: operation === undefined ? undefined : behaviour.contract.id,
    operation: operation?.id,
    key: MARK.exec(key ?? '')?.[1],
    simulated: clean(known.simulated),
    fault: known.fault,
    canary: clean(known.canary),
    origin: isForeign ? 'foreign' : undefined,
    request: {
      method: redactor.text(method, secrets),
      path: redactor.path(path, secrets),
      headers: { ...(host !== undefined && { host }), ...headers },
      body,
    },
    response: {
      status: response.status,
      headers: redactor.replyHeaders(response.headers, answered),
      body: bodyOf(redactor, response.body, answered),
    },
  };
}

/** The keys that an answer hands out in its headers. */
function handedOut(redactor: Redactor, headers: Readonly<Record<string, string>>): string[] {
  const some = Object.entries(headers).filter(([name]) => HANDS_OUT.test(name));
  return redactor.secretsOf(Object.fromEntries(some)).filter(({ length }) => length >= LEAST_KEY);
}

/** What is as large as no answer of the service, such as a film, is left out, as in a mock's journal. */
function bodyOf(
  redactor: Redactor,
  text: string,
  secrets: readonly string[],
  value?: unknown,
): string {
  return isTooLarge(text, BODY_LIMIT) ? TOO_LARGE : redactor.body(text, secrets, value);
}
