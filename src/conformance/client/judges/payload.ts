import type { Violation } from '../../../contract/types.ts';
import { namesIn } from '../../../contract/json-pointer.ts';
import { violationsOf } from '../../../contract/violations.ts';
import { cut } from '../../report/lines.ts';
import { each, inconclusive, pass, unseen, fail } from '../findings.ts';
import { hasWholeBody, type Seen, type Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';
import { parseJson } from '../../../json.ts';

/** Of what stands where something else should, so many characters are told. */
const MAX_VALUE = 60;
const FINGERPRINT_HEADER = 'x-host-fingerprint';

/**
 * Whether the body of every heartbeat has the shape that the contract's request has.
 *
 * @param counts which violations are those of the rule.
 */
export function validBodies(
  { heartbeats, contract }: Traffic,
  counts: (violation: Violation, seen: Seen) => boolean,
): Finding {
  const { request } = contract.operations.find(({ id }) => id === heartbeats[0]?.route) ?? {};
  const validate = request && contract.validators[request.shape];
  return eachWhole(heartbeats, 'have a valid body', (seen) => {
    const body = parseJson(seen.exchange.request.body);
    if (body === undefined) return 'the body is not JSON';
    const violations = validate ? violationsOf(validate, body) : [];
    const first = violations.find((violation) => counts(violation, seen));
    return first && differenceOf(first, body);
  });
}

/** What is wrong where, and what stands there in its place. */
function differenceOf({ pointer, message }: Violation, body: unknown): string {
  let value = body;
  for (const name of namesIn(pointer)) value = (value as Record<string, unknown> | null)?.[name];
  const what = value === undefined ? '' : ` It is ${cut(JSON.stringify(value), MAX_VALUE)}.`;
  return `${pointer === '' ? '' : `${pointer}: `}${message}${what}`;
}

/** Judges each heartbeat whose body was written down; what was cut off or left out cannot be read. */
function eachWhole(
  heartbeats: readonly Seen[],
  kept: string,
  test: (seen: Seen) => string | undefined,
): Finding {
  const whole = heartbeats.filter(hasWholeBody);
  return heartbeats.length > 0 && whole.length === 0
    ? inconclusive('no body of a heartbeat was recorded whole')
    : each(whole, 'heartbeats', kept, test);
}

/** AgentMC leaves `meta.models`, and a fingerprint that stands in the header, to other rules. */
export function isAboutTelemetry({ pointer, keyword }: Violation, { exchange }: Seen): boolean {
  const isModels = pointer === '/meta/models';
  const isFallback =
    pointer === '/host/fingerprint' &&
    keyword === 'required' &&
    exchange.request.headers[FINGERPRINT_HEADER] !== undefined;
  return !isModels && !isFallback;
}

/** AgentRadio asks for JSON and a status that it knows. */
export function isAboutStatus({ pointer }: Violation): boolean {
  return pointer === '' || pointer === '/status';
}

/** Whether every heartbeat says that it is JSON and has its key in a header of its own. */
export function keyAndContentType({ heartbeats }: Traffic): Finding {
  return each(heartbeats, 'heartbeats', 'have X-Api-Key and a JSON content type', (seen) => {
    const { headers } = seen.exchange.request;
    if (!headers['x-api-key']) return 'X-Api-Key is missing';
    const type = headers['content-type'];
    if (type === undefined) return 'there is no content-type; application/json is asked for';
    return /^application\/(?:[\w.-]+\+)?json\b/i.test(type)
      ? undefined
      : `content-type is ${type}; application/json is asked for`;
  });
}

export function models({ heartbeats }: Traffic): Finding {
  return eachWhole(heartbeats, 'name a model', (seen) => {
    const count = seen.said?.models;
    if (count === undefined) return 'meta.models is missing';
    return count > 0 ? undefined : 'meta.models is empty';
  });
}

function fingerprints(seen: Seen): { body: unknown; header: string | undefined } {
  return {
    body: seen.said?.fingerprint,
    header: seen.exchange.request.headers[FINGERPRINT_HEADER],
  };
}

export function fingerprintGiven({ heartbeats }: Traffic): Finding {
  return eachWhole(heartbeats, 'give a fingerprint', (seen) => {
    const { body, header } = fingerprints(seen);
    const isGiven = (value: unknown) => typeof value === 'string' && value !== '';
    if (isGiven(body) || isGiven(header)) return undefined;
    return 'neither host.fingerprint nor X-Host-Fingerprint is there';
  });
}

export function fingerprintsAgree({ heartbeats }: Traffic): Finding {
  const both = heartbeats.filter((seen) => {
    const { body, header } = fingerprints(seen);
    return body !== undefined && header !== undefined;
  });
  if (both.length === 0) {
    return heartbeats.length > 0
      ? unseen('no heartbeat gives the fingerprint in both places')
      : inconclusive('no heartbeats came');
  }
  return each(both, 'heartbeats with both fingerprints', 'agree', (seen) => {
    const { body, header } = fingerprints(seen);
    return body === header ? undefined : 'X-Host-Fingerprint differs from host.fingerprint';
  });
}

export function fingerprintStays({ heartbeats }: Traffic): Finding {
  const given = heartbeats.flatMap((seen) => {
    const { body, header } = fingerprints(seen);
    const value = body ?? header;
    return typeof value === 'string' ? [{ seen, value }] : [];
  });
  const [first] = given;
  if (!first || given.length < 2) {
    return inconclusive('fewer than two heartbeats with a fingerprint came');
  }
  const other = given.find(({ value }) => value !== first.value);
  return other
    ? fail('the fingerprint changed from one heartbeat to another', [first.seen, other.seen])
    : pass(`the same fingerprint in ${given.length} heartbeats`, [first.seen]);
}
