import * as z from 'zod';
import { timeOf } from '../time.ts';
import { isRouted, knownFields, type RawExchange } from './raw.ts';

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
    params: z.array(z.looseObject({ name: z.string(), value: z.string().nullish() })).nullish(),
  })
  .transform(({ text, params }) => {
    if (text) return text;
    const pairs = (params ?? []).map(({ name, value }): [string, string] => [name, value ?? '']);
    return new URLSearchParams(pairs).toString();
  });

const content = z
  .looseObject({ text: z.string().nullish(), encoding: z.string().nullish() })
  .transform(({ text, encoding }) =>
    encoding === 'base64' ? Buffer.from(text ?? '', 'base64').toString() : (text ?? ''),
  );

/** Browsers list sockets too, which begin as requests like others. */
const ADDRESS = /^(?:https?|wss?):/i;

const entry = z
  .looseObject({
    // `Date` would take "5" for one as well, and what has no zone for the time of this machine.
    startedDateTime: z
      .string()
      .refine((text) => timeOf(text) !== undefined, 'must be a time in ISO 8601 form')
      .transform((text) => Math.floor(timeOf(text) ?? 0)),
    request: z.looseObject({
      method: z.string().min(1),
      url: z
        .string()
        .refine((text) => ADDRESS.test(text) && URL.canParse(text), {
          error: 'must be a full address, such as https://agentradio.com/api/heartbeat',
        })
        .transform((text) => text.replace(/^ws/i, 'http')),
      headers,
      postData: postData.nullish(),
    }),
    response: z.looseObject({
      status: z.int(),
      headers,
      content: content.nullish(),
    }),
    _id: knownFields.id,
    _operation: knownFields.operation,
    _session: knownFields.session,
    _simulated: knownFields.simulated,
    _fault: knownFields.fault,
    _canary: knownFields.canary,
    _origin: knownFields.origin,
  })
  .transform(
    ({
      startedDateTime,
      request,
      response,
      _id: id,
      _operation: operation,
      _session: session,
      _simulated: simulated,
      _fault: fault,
      _canary: canary,
      _origin: origin,
    }): RawExchange => ({
      at: startedDateTime,
      method: request.method.toUpperCase(),
      url: request.url,
      request: { headers: request.headers, body: request.postData ?? '' },
      response: {
        // Browsers write 0 or less where nothing came.
        status: Math.max(0, response.status),
        headers: response.headers,
        body: response.content ?? '',
      },
      known: { session, simulated, fault, canary, origin },
      routed: isRouted({ id, session, operation }),
    }),
  );

export const harFormat = z.looseObject({ log: z.looseObject({ entries: z.array(entry) }) });
