import * as z from 'zod';
import { faults } from '../../mock/simulation/faults.ts';
import type { RawExchange } from './raw.ts';

/** The parts of an HTTP archive, HAR 1.2, that matter here; what else stands in it is left alone. */

const headers = z
  .array(z.looseObject({ name: z.string(), value: z.string() }))
  .transform((list) => {
    const all: Record<string, string> = {};
    for (const { name, value } of list) {
      const key = name.toLowerCase();
      if (key === ':authority') all['host'] ??= value;
      // Others of HTTP/2 stand in the method and the URL too.
      if (key.startsWith(':')) continue;
      all[key] = key in all && key !== 'host' ? `${all[key]}, ${value}` : value;
    }
    return all;
  });

const postData = z
  .looseObject({
    text: z.string().optional(),
    params: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
  })
  .transform(({ text, params = [] }) => {
    if (text !== undefined && text !== '') return text;
    const pairs = params.map(({ name, value = '' }): [string, string] => [name, value]);
    return new URLSearchParams(pairs).toString();
  });

const content = z
  .looseObject({ text: z.string().optional(), encoding: z.string().optional() })
  .transform(({ text = '', encoding }) =>
    encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text,
  );

const entry = z
  .looseObject({
    startedDateTime: z
      .string()
      .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time in ISO 8601 form'),
    request: z.looseObject({
      method: z.string().min(1),
      url: z.string().refine((text) => /^https?:/i.test(text) && URL.canParse(text), {
        error: 'must be a full address, such as https://agentradio.com/api/heartbeat',
      }),
      headers,
      postData: postData.optional(),
    }),
    response: z.looseObject({
      status: z.int(),
      headers,
      content: content.optional(),
    }),
    _session: z.string().optional(),
    _simulated: z.string().optional(),
    _fault: z.enum(faults).optional(),
    _canary: z.string().optional(),
    _origin: z.literal('foreign').optional(),
  })
  .transform(
    ({
      startedDateTime,
      request,
      response,
      _session: session,
      _simulated: simulated,
      _fault: fault,
      _canary: canary,
      _origin: origin,
    }): RawExchange => ({
      at: Date.parse(startedDateTime),
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
    }),
  );

export const harFormat = z.looseObject({ log: z.looseObject({ entries: z.array(entry) }) });
