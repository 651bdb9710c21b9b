import { describe, expect, it } from 'vitest';
import type { Handle } from '../../../fixtures/broken/servers/types.ts';
import type { ServerReport } from '../../../src/conformance/report/types.ts';
import { parseJson } from '../../../src/json.ts';
import { checkInProcess } from '../support/in-process.ts';

type Json = Record<string, any>;
type Change = (handle: Handle) => Handle;

/** A server that reads bodies in its own way. */
const reading =
  (read: (body: Json) => unknown): Change =>
  (handle) =>
  (request) => {
    const body = parseJson(String(request.body));
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return handle(request);
    return handle({ ...request, body: JSON.stringify(read(structuredClone(body))) });
  };

/** A server that answers 422 to some bodies. */
const refusing =
  (isRefused: (body: Json) => boolean): Change =>
  (handle) =>
  (request) => {
    const body = parseJson(String(request.body)) as Json | undefined;
    if (handle(request).status !== 200 || !body || !isRefused(body)) return handle(request);
    return handle({ ...request, body: '{}' });
  };

/** What a function makes of all texts in a value. */
const eachText = (value: unknown, of: (text: string) => unknown): unknown => {
  if (typeof value === 'string') return of(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachText(item, of)]));
};

const heavyFailures = ({ requirements }: ServerReport) =>
  requirements.filter(({ verdict, level }) => verdict === 'fail' && level === 'must');

const agentmc: Record<string, Change> = {
  'takes spaces away, and an empty text for null': reading((body) =>
    eachText(body, (text) => text.trim() || null),
  ),
  'brings texts into one form of Unicode': reading((body) =>
    eachText(body, (text) => text.normalize()),
  ),
  'takes models that are null for none, which it does without': reading((body) => {
    if (body['meta']?.runtime && !body['meta'].models) body['meta'].models = ['unknown'];
    return body;
  }),
  'has no more free than there is, nor used': refusing(
    ({ host, meta }) =>
      host?.meta?.disk?.free_bytes > host?.meta?.disk?.total_bytes ||
      meta?.context_tokens_used > (meta?.context_tokens_max ?? Infinity),
  ),
};

const agentradio: Record<string, Change> = {
  'takes spaces away': reading((body) => eachText(body, (text) => text.trim())),
  'brings texts into one form of Unicode': reading((body) =>
    eachText(body, (text) => text.normalize()),
  ),
};

describe.each([
  ['agentmc', agentmc],
  ['agentradio', agentradio],
] as const)('payloads that are made up for %s', (contract, servers) => {
  it.each(Object.entries(servers))('do not blame a server that %s', async (_, change) => {
    for (const fuzzSeed of [1, 2]) {
      const options = { generated: fuzzSeed === 1, fuzz: 300, fuzzSeed };
      const report = await checkInProcess(contract, change, options);
      const failures = heavyFailures(report).map(({ id, findings }) => [id, findings[0]?.step]);
      expect(failures).toEqual([]);
    }
  });
});

it('a lighter failure does not take the place of a heavier one', async () => {
  const isEmpty = refusing(({ agent }) => agent?.name === '');
  const isLong = refusing(({ agent }) => String(agent?.name ?? '').length > 40);
  const change: Change = (handle) => isEmpty(isLong(handle));
  let heavy = 0;
  for (const fuzzSeed of [1, 2, 3, 4, 5]) {
    const options = { fuzz: 300, fuzzSeed };
    const failsAt = async (basis: 'vendor' | 'assumed') =>
      heavyFailures(await checkInProcess('agentmc', change, { ...options, basis })).map(
        ({ id }) => id,
      );
    const failures = await failsAt('vendor');
    expect(await failsAt('assumed'), `seed ${fuzzSeed}`).toEqual(failures);
    heavy += failures.length;
  }
  expect(heavy).toBeGreaterThan(1);
});
