import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Control, ControlOptions, ControlReply } from '../control.ts';
import { problem, problemReply } from '../problem.ts';
import type { Answer, PlainRequest } from '../types.ts';
import { isLoopback } from './loopback.ts';

/** Where a server is bound to. */
export interface Bound {
  readonly address: string;
  /** As it was given; a name, or an address. */
  readonly host: string;
  readonly port: number;
}

/** The way from a socket to the control API. */
export interface Door {
  readonly token: string | undefined;
  /** Answers a call, or refuses it. */
  answer(request: PlainRequest, incoming: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends what waits or goes on. */
  close(): void;
}

/** Characters of a bearer token (RFC 6750, 2.1). */
const TOKEN = /^[\w.~+/=-]+$/;

/** @throws TypeError where the token is none. */
export function checkToken(token: string | undefined): void {
  // The token itself is left out: errors are written down.
  if (token === undefined || (typeof token === 'string' && TOKEN.test(token))) return;
  throw new TypeError('listen: adminToken must be letters, digits and any of - . _ ~ + / =');
}

/** Lets those in who may come in. */
export function openDoor(control: Control, bound: Bound, options: ControlOptions): Door {
  const { admin = true, adminToken, onShutdown } = options;
  const made = isLoopback(bound.address) ? undefined : randomBytes(24).toString('base64url');
  const token = admin ? (adminToken ?? made) : undefined;
  const closing = new AbortController();

  const refusalOf = async ({ headers }: PlainRequest, { socket }: IncomingMessage) => {
    if (!admin) return SWITCHED_OFF;
    // Loaded late, as the control API is.
    const { refusalOf: guard } = await import('../../admin/guard.ts');
    return guard({ headers, peer: socket.remoteAddress }, { ...bound, token });
  };
  return {
    token,
    close: () => closing.abort(),
    async answer(request, incoming, response) {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      try {
        const refusal = await refusalOf(request, incoming);
        const signal = AbortSignal.any([gone.signal, closing.signal]);
        const reply = refusal
          ? problemReply(refusal, Date.now())
          : await control({ ...request, signal, shutdown: onShutdown });
        await send(response, reply, request.method === 'HEAD', signal);
      } catch {
        // Nobody is there to be told.
        response.destroy();
      }
    },
  };
}

const SWITCHED_OFF: Answer = problem(
  'unknown-route',
  404,
  'The control API is switched off on this socket.',
);

async function send(
  response: ServerResponse,
  { status, headers, body, after }: ControlReply,
  isHead: boolean,
  signal: AbortSignal,
): Promise<void> {
  response.sendDate = false;
  // A server that ends, or is about to, would wait for a connection that is kept.
  if (after || signal.aborted) response.shouldKeepAlive = false;
  if (after) response.once('close', after);
  if (typeof body !== 'string')
    return sendStream(response.writeHead(status, headers), body, signal);
  if (isHead || status === 204) return void response.writeHead(status, headers).end();
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': length }).end(body);
}

async function sendStream(
  response: ServerResponse,
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const reader = body.getReader();
  let wake = () => {};
  const stop = () => {
    void reader.cancel();
    wake();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (response.write(value) || signal.aborted) continue;
    // A reader that is slower than what comes; what waits for it is bounded by the stream.
    await new Promise<void>((resolve) => {
      wake = resolve;
      response.once('drain', resolve);
    });
  }
  response.end();
}
