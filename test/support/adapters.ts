import { getResponse } from 'msw';
import { handlers } from '../../src/msw/index.ts';
import type { Mock, PlainReply, PlainRequest } from '../../src/index.ts';

/** What a test sends: a path and the rest where it matters. */
interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** One way to a mock; all must give the same replies. */
export interface Adapter {
  readonly name: string;
  /** Connects to a mock; the function it gives sends a request. */
  connect(mock: Mock): Promise<Send>;
}

/** Sends a request; the reply's body is parsed where it is JSON. */
export type Send = (sent: Sent) => Promise<Omit<PlainReply, 'body'> & { body: any; text: string }>;

export const adapters: readonly Adapter[] = [
  {
    name: 'handle',
    connect: async (mock) => async (sent) =>
      read(mock.handle({ ...plain(sent), origin: 'http://mock.test' })),
  },
  {
    name: 'fetch',
    connect: async (mock) => async (sent) => {
      const { method, path, headers, body } = plain(sent);
      const init = { method, headers, ...(body !== undefined && { body: body as string }) };
      return fromResponse(await mock.fetch(`http://mock.test${path}`, init));
    },
  },
  {
    name: 'msw',
    connect: async (mock) => {
      const all = handlers(mock);
      return async (sent) => {
        const { method, path, headers, body } = plain(sent);
        const init = { method, headers, ...(body !== undefined && { body: body as string }) };
        const request = new Request(`http://mock.test${path}`, init);
        // What no handler takes goes on to where it was sent.
        const response = (await getResponse(all, request.clone())) ?? (await mock.fetch(request));
        return fromResponse(response);
      };
    },
  },
  {
    name: 'node:http',
    connect: async (mock) => {
      const { url } = await mock.listen();
      return async (sent) => {
        const { method, path, headers, body } = plain(sent);
        const init = { method, headers, ...(body !== undefined && { body: body as string }) };
        return fromResponse(await fetch(url + path, init));
      };
    },
  },
];

function plain({ method = 'GET', path, headers = {}, body }: Sent): PlainRequest {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    path,
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(text !== undefined && { body: text }),
  };
}

async function fromResponse(response: Response): ReturnType<Send> {
  const headers = Object.fromEntries(response.headers);
  return read({ status: response.status, headers, body: await response.text() });
}

function read({ status, headers, body: text }: PlainReply): Awaited<ReturnType<Send>> {
  const isJson = /json/.test(headers['content-type'] ?? '') && text !== '';
  return { status, headers, text, body: isJson ? JSON.parse(text) : undefined };
}
