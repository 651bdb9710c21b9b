import type { Clock } from '../clock.ts';
import { isControlPath, type Control } from '../control.ts';
import { piecesOf, type Fault } from '../simulation/faults.ts';
import type { PlainReply, PlainRequest } from '../types.ts';

/** Statuses whose responses must not have a body. */
const BODYLESS = [101, 204, 205, 304];

/** What Node's fetch says of the same fault on a socket: code, message and name of its cause. */
const CAUSES: Partial<Record<Fault, readonly [code: string, message: string, name?: string]>> = {
  CONNECTION_RESET_BY_PEER: ['ECONNRESET', 'read ECONNRESET'],
  EMPTY_RESPONSE: ['UND_ERR_SOCKET', 'other side closed'],
  RANDOM_DATA_THEN_CLOSE: [
    'HPE_INVALID_CONSTANT',
    'Response does not match the HTTP/1.1 protocol',
    'HTTPParserError',
  ],
};

/**
 * Answers a `Request` with a `Response`, both as in the Fetch standard. Faults become what they are to
 * a caller of `fetch`: a rejection, a body that breaks off, or a promise that nothing settles.
 *
 * @param clockOf what delays and slow bodies go by, by the path of the request.
 * @param control answers calls of the control API. Whoever calls has the mock in hand, and may.
 */
export async function fetchWith(
  handle: (request: PlainRequest) => PlainReply | Promise<PlainReply>,
  request: Request,
  clockOf: (path: string) => Clock,
  control: Control,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const { signal } = request;
  const plain = await plainOf(request);
  if (isControlPath(pathname)) {
    const { body, after, ...init } = await control({ ...plain, signal });
    signal.throwIfAborted();
    after?.();
    return new Response(request.method === 'HEAD' || body === '' ? null : body, init);
  }
  const reply = await handle(plain);
  const { status, headers, fault, delay, bytesPerSecond } = reply;
  const clock = clockOf(pathname);
  if (delay) await clock.sleep(delay, signal);
  if (fault === 'NO_RESPONSE') await aborted(signal);
  signal.throwIfAborted();
  const cause = fault && CAUSES[fault];
  if (cause) throw new NetworkError(...cause);
  if (BODYLESS.includes(status)) return new Response(null, { status, headers });
  const isPlain = fault === undefined && bytesPerSecond === undefined;
  const body = isPlain ? reply.body : streamOf(reply, clock, signal);
  return new Response(body, { status, headers });
}

/** A `Request` as plain data. */
export async function plainOf(request: Request): Promise<PlainRequest> {
  const { pathname, search, origin, host } = new URL(request.url);
  return {
    method: request.method,
    path: pathname + search,
    headers: { host, ...Object.fromEntries(request.headers) },
    body: new Uint8Array(await request.arrayBuffer()),
    origin,
  };
}

/** A body that comes bit by bit, or that breaks off. */
function streamOf(
  reply: PlainReply,
  clock: Clock,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const { body, fault } = reply;
  // What comes of a chunk that is none is the same as of half a body.
  const isWhole = fault !== 'MALFORMED_RESPONSE_CHUNK' && fault !== 'TRUNCATED_RESPONSE';
  const pieces =
    fault === 'MALFORMED_RESPONSE_CHUNK'
      ? [].values()
      : piecesOf(new TextEncoder().encode(body), reply);
  return new ReadableStream({
    async pull(controller) {
      const next = pieces.next();
      if (next.done && isWhole) return controller.close();
      if (next.done) return controller.error(new TypeError('terminated'));
      await clock.sleep(next.value.wait, signal);
      if (signal.aborted) controller.error(signal.reason);
      else controller.enqueue(next.value.piece);
    },
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

/** What `fetch` rejects with where a fault lets nothing come back; looks like the one of Node. */
export class NetworkError extends TypeError {
  constructor(code: string, message: string, name = 'Error') {
    super('fetch failed', { cause: Object.assign(new Error(message), { name, code }) });
  }
}
