import * as z from 'zod';
import { faults } from '../../mock/simulation/faults.ts';
import { NOT_RECORDED } from '../../mock/journal.ts';
import type { RawExchange } from './raw.ts';

/** The parts of an HTTP archive, HAR 1.2, that matter here; what else stands in it is left alone. */

const headers = z
  .array(z.looseObject({ name: z.string(), value: z.string() }))
  .transform((list) => {
    const all = new Map<string, string>();
    for (const { name, value } of list) {
      const key = name.toLowerCase();
      if (key === ':authority' && !all.has('host')) all.set('host', value);
      // Others of HTTP/2 stand in the method and the URL too.
      if (key.startsWith(':')) continue;
      const before = key === 'host' ? undefined : all.get(key);
      all.set(key, before === undefined ? value : `${before}, ${value}`);
    }
    return Object.fromEntries(all);
  });

const postData = z
  .looseObject({
    text: z.string().nullish(),
    params: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
  })
  .transform(({ text, params = [] }) => {
    if (text) return text;
    const pairs = params.map(({ name, value = '' }): [string, string] => [name, value]);
    return new URLSearchParams(pairs).toString();
  });

const content = z
  .looseObject({
    text: z.string().nullish(),
    encoding: z.string().nullish(),
    size: z.number().nullish(),
  })
  .transform(({ text, encoding, size }) => {
    // Recorders may leave out what was answered, and tell no more than how long it was.
    if (text === undefined || text === null) return size === 0 ? '' : NOT_RECORDED;
    return encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text;
  });

/** A field of the mock's own; other tools may have one of the same name. */
function known<T>(format: z.ZodType<T>) {
  return format.optional().catch(undefined);
}

const entry = z
  .looseObject({
    startedDateTime: z
      .string()
      // Of other texts, `Date` would make a time as well: of "5" a day in May.
      .refine((text) => /^\d{4}-\d\d/.test(text) && !Number.isNaN(Date.parse(text)), {
        error: 'must be a time in ISO 8601 form, such as 2026-06-01T09:00:00.000Z',
      }),
    request: z.looseObject({
      method: z.string().min(1),
      url: z.string().refine((text) => URL.canParse(text), {
        error: 'must be a full address, such as https://agentradio.com/api/heartbeat',
      }),
      headers,
      postData: postData.nullish(),
      bodySize: z.number().nullish(),
    }),
    response: z.looseObject({
      status: z.int(),
      headers,
      content: content.nullish(),
    }),
    _session: known(z.string()),
    _contract: known(z.string()),
    _operation: known(z.string()),
    _simulated: known(z.string()),
    _fault: known(z.enum(faults)),
    _canary: known(z.string()),
    _origin: known(z.literal('foreign')),
  })
  .transform(
    ({
      startedDateTime,
      request,
      response,
      _session: session,
      _contract: contract,
      _operation: operation,
      _simulated: simulated,
      _fault: fault,
      _canary: canary,
      _origin: origin,
    }): RawExchange => ({
      at: Date.parse(startedDateTime),
      method: request.method.toUpperCase(),
      // A socket is opened by a request as well.
      url: request.url.replace(/^ws(?=s?:)/i, 'http'),
      request: {
        headers: request.headers,
        body: request.postData ?? ((request.bodySize ?? 0) > 0 ? NOT_RECORDED : ''),
      },
      response: {
        // Browsers write 0 or less where nothing came.
        status: Math.max(0, response.status),
        headers: response.headers,
        body: response.content ?? NOT_RECORDED,
      },
      known: { session, contract, operation, simulated, fault, canary, origin },
    }),
  );

/** Browsers also note what they load from elsewhere than the network. */
const entries = z.array(entry).transform((all) => all.filter(({ url }) => /^https?:/i.test(url)));

export const harFormat = z.looseObject({ log: z.looseObject({ entries }) });
