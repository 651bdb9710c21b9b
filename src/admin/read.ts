import * as z from 'zod';
import { isTooLarge, parseBody } from '../mock/body.ts';
import { CONTROL_LIMIT } from '../mock/control.ts';
import { firstIssue } from '../issues.ts';
import { invalid, Refusal } from './refusal.ts';
import type { Route } from './route.ts';

const NO_QUERY = z.strictObject({});

/**
 * The query of a call, checked.
 *
 * @throws Refusal that names what is wrong.
 */
export function readQuery({ query = NO_QUERY }: Route, path: string): Record<string, unknown> {
  const { searchParams } = new URL(path, 'http://mock');
  const given: Record<string, unknown> = {};
  for (const [name, text] of searchParams) {
    const schema = Object.hasOwn(query.shape, name) ? query.shape[name] : undefined;
    if (!(schema instanceof z.ZodType)) throw unknownParameter(Object.keys(query.shape));
    if (Object.hasOwn(given, name)) throw invalid(name, 'must be given once');
    given[name] = valueOf(text, schema);
  }
  return checked(query, given, 'The query');
}

/** The name is not repeated: what stands in a URL may have been meant for somewhere else. */
function unknownParameter(known: readonly string[]): Refusal {
  const there = known.length > 0 ? `there is ${known.join(', ')}` : 'this route has none';
  return invalid('', `has a parameter that is not known; ${there}`, 'The query');
}

/** What a text in a query stands for: true, false or a number where those fit, or else itself. */
function valueOf(text: string, schema: z.ZodType): unknown {
  const candidates: unknown[] = [];
  if (text === 'true' || text === 'false') candidates.push(text === 'true');
  if (/^-?\d+$/.test(text)) candidates.push(Number(text));
  candidates.push(text);
  return candidates.find((value) => schema.safeParse(value).success) ?? candidates[0];
}

/**
 * The body of a call, checked; none at all stands for an empty object.
 *
 * @throws Refusal that names what is wrong.
 */
export function readBody({ body: schema }: Route, body: string | Uint8Array | undefined): unknown {
  if (isTooLarge(body, CONTROL_LIMIT)) {
    throw new Refusal('body-too-large', 413, 'The request body is larger than 16 MiB.');
  }
  if (!schema) return undefined;
  if (body === undefined || body.length === 0) return checked(schema, {}, 'The body');
  const { value, error } = parseBody(body);
  if (error !== undefined) throw new Refusal('malformed-json', 400, error);
  return checked(schema, value, 'The body');
}

function checked<T>(schema: z.ZodType<T>, value: unknown, whole: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = firstIssue(result.error);
  throw invalid(path.map(String).join('.'), message, whole);
}
