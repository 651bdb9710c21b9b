import type { PlainReply, PlainRequest } from '../types.ts';

/** Statuses whose responses must not have a body. */
const BODYLESS = [101, 204, 205, 304];

/** Answers a `Request` with a `Response`, both as in the Fetch standard. */
export async function fetchWith(
  handle: (request: PlainRequest) => PlainReply,
  request: Request,
): Promise<Response> {
  const { pathname, search, origin, host } = new URL(request.url);
  const reply = handle({
    method: request.method,
    path: pathname + search,
    headers: { host, ...Object.fromEntries(request.headers) },
    body: new Uint8Array(await request.arrayBuffer()),
    origin,
  });
  const { status, headers, body } = reply;
  return new Response(BODYLESS.includes(status) ? null : body, { status, headers });
}
