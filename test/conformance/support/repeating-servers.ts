import type { PlainReply } from '../../../src/index.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const HTML_TYPE = { 'content-type': 'text/html' };

/** Where a server may repeat what it was sent. */
export const PLACES: Readonly<Record<string, (text: string) => PlainReply>> = {
  'in a plain body': (text) => ({ status: 500, headers: {}, body: `cannot: ${text}` }),
  'in a heartbeat': (text) => ({
    status: 200,
    headers: JSON_TYPE,
    body: JSON.stringify({ ok: text, server_time: text, host: { id: text, [text]: text } }),
  }),
  'in an error': (text) => ({
    status: 401,
    headers: JSON_TYPE,
    body: JSON.stringify({ error: { code: 1, message: [text], details: { fields: text } } }),
  }),
  'as the name of a field': (text) => ({
    status: 422,
    headers: JSON_TYPE,
    body: JSON.stringify({
      error: { code: 'x', message: 'x', details: { fields: { [text]: 1 } } },
    }),
  }),
  'in headers': (text) => ({
    status: 400,
    headers: { 'content-type': text, 'x-echo': text, 'set-cookie': `key=${text}` },
    body: '',
  }),
  'in the address of a redirect': (text) => ({
    status: 302,
    headers: { location: `/login?key=${text}` },
    body: '',
  }),
  'in the title of a page': (text) => ({
    status: 502,
    headers: HTML_TYPE,
    body: `<html><title>${text}</title>`,
  }),
  'as the kind of compression': (text) => ({
    status: 200,
    headers: { 'content-encoding': text },
    body: '',
  }),
  'in what limits the rate': (text) => ({
    status: 429,
    headers: { 'retry-after': text },
    body: text,
  }),
};
