import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { attempt } from '../attempt.ts';
import { BODY_LIMIT } from '../body.ts';
import { systemClock, type Clock } from '../clock.ts';
import { CONTROL_LIMIT, isControlPath, type Control, type ControlOptions } from '../control.ts';
import { perTurn } from '../turn.ts';
import type { PlainReply, PlainRequest } from '../types.ts';
import { checkToken, openDoor, type Door } from './node-control.ts';
import { sendFaulty } from './node-faults.ts';

/** Where to serve. */
export interface ListenOptions extends ControlOptions {
  /** 0, the default, picks a free port. */
  readonly port?: number | undefined;
  /** Host name or address to bind to; 127.0.0.1 by default. */
  readonly host?: string | undefined;
  /**
   * Whether to open a second socket on the same host that stands for a foreign origin, to see who
   * follows the addresses that scenarios plant; its port is a free one by default. None by default.
   */
  readonly canary?: boolean | { readonly port?: number | undefined } | undefined;
  /** Is called when a client gives up a connection before its request is complete. */
  readonly onAbandoned?: (() => void) | undefined;
}

/** A server that is up. */
export interface Listener {
  /** Origin without a trailing slash, `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  readonly host: string;
  /** Origin of the second socket; absent where none was asked for. */
  readonly canaryUrl?: string;
  /**
   * The bearer token that calls of the control API need; absent where only callers on this machine
   * reach it, and no token was asked for.
   */
  readonly adminToken?: string | undefined;
  /** Takes no more connections, answers what is under way, then resolves. */
  close(): Promise<void>;
}

type Handle = (request: PlainRequest) => PlainReply;
/** Sends an answer that is known. */
type Delivery = () => void;

/**
 * All requests that have come in a turn, to whichever socket, are answered in a row, and only then are their answers
 * sent: once a log has been written, which may wait for the end of the row. One that fails leaves the others alone.
 */
const ready = perTurn<() => Delivery>((answers) => {
  const deliveries = answers.map((answer) => attempt(answer));
  void Promise.resolve().then(() => {
    for (const deliver of deliveries) if (deliver) attempt(deliver);
  });
});

/** Longer than the usual minute between heartbeats, so that clients may keep their connection. */
const KEEP_ALIVE = 75_000;
/** On closing, requests that have not ended by then are cut off. */
const DRAIN = 2_000;

/**
 * Serves plain requests on a socket with `node:http`.
 *
 * @param clockOf what delays and slow bodies go by, by the path of the request.
 * @param control answers calls of the control API, from those who may make them.
 */
export async function listen(
  handle: Handle,
  options: ListenOptions = {},
  clockOf: (path: string) => Clock = () => systemClock,
  control?: Control,
): Promise<Listener> {
  const { port = 0, host = '127.0.0.1', onAbandoned } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`listen: port must be a whole number from 0 to 65535, not ${String(port)}`);
  }
  if (typeof host !== 'string' || host.trim() === '') {
    throw new TypeError('listen: host must be a host name or an address');
  }
  checkToken(options.adminToken);
  // Connections that have not sent anything yet; closing would wait for them.
  const silent = new Set<Socket>();
  // Connections with answers that are held back on purpose; closing does not wait for them. What tells
  // the answers that the connection is gone stands here: a listener each would be too many for a socket.
  const held = new Map<Socket, Set<AbortController>>();
  // The answer to the latest request of each connection.
  const latest = new WeakMap<Socket, ServerResponse>();
  let door: Door | undefined;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    const { socket } = request;
    silent.delete(socket);
    if (onAbandoned) request.once('close', () => void (request.complete || onAbandoned()));
    let queuedAfter = response.socket ? undefined : latest.get(socket);
    latest.set(socket, response);
    const answer = (chunks: readonly Buffer[]): Delivery => {
      const path = originForm(request.url ?? '/');
      const { method = 'GET' } = request;
      const headers = headersOf(request);
      const body = bodyOf(chunks);
      const plain =
        body === undefined ? { method, path, headers } : { method, path, headers, body };
      const open = door;
      if (open && isControlPath(path)) return () => void open.answer(plain, request, response);
      const reply = handle(plain);
      return () => deliver(reply, path);
    };
    const deliver = (reply: PlainReply, path: string) => {
      const before = queuedAfter;
      // Each answer would otherwise keep the one before it in memory, for as long as the connection lasts.
      queuedAfter = undefined;
      // A connection that is kept would hold the closing up.
      if (!server.listening) response.shouldKeepAlive = false;
      const isHead = request.method === 'HEAD';
      if (isAtOnce(reply)) return send(response, reply, isHead);
      if (socket.destroyed) return;
      const gone = new AbortController();
      const all = held.get(socket) ?? new Set();
      held.set(socket, all.add(gone));
      void sendFaulty({
        socket,
        response,
        before,
        reply,
        hasBody: !isHead && reply.status !== 204,
        clock: clockOf(path),
        gone: gone.signal,
        send: () => send(response, reply, isHead),
      }).finally(() => {
        all.delete(gone);
        if (all.size === 0) held.delete(socket);
      });
    };
    receive(request, (chunks) => ready(() => answer(chunks)));
  });
  server.on('clientError', refuse);
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => {
      if (silent.delete(socket) && server.listening) onAbandoned?.();
      for (const gone of held.get(socket) ?? []) gone.abort();
    });
  });
  await start(server, port, host);
  const { address, port: bound } = server.address() as AddressInfo;
  door = control && openDoor(control, { address, host, port: bound }, options);
  return {
    url: `http://${reachable(host)}:${bound}`,
    port: bound,
    host,
    ...(door?.token !== undefined && { adminToken: door.token }),
    close() {
      door?.close();
      return stop(server, [silent, held.keys()]);
    },
  };
}

/** How clients on this machine reach what is bound to a host; a wildcard is no address to call. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function start(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      // A connection that could not be accepted is the client's to notice.
      server.on('error', () => {});
      resolve();
    });
  });
}

function explain(cause: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} on ${host} is already in use; choose another, or 0 for a free one.`,
        {
          cause,
        },
      );
    case 'EACCES':
      return new Error(`Port ${port} on ${host} may not be used without more rights.`, { cause });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
      return new Error(`${host} is not an address of this machine.`, { cause });
    default:
      return new Error(`Cannot listen on ${host} port ${port}: ${cause.message}`, { cause });
  }
}

function stop(server: Server, waiting: readonly Iterable<Socket>[]): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    for (const sockets of waiting) for (const socket of sockets) socket.destroy();
  });
}

/** Reads the body; keeps no more of it than it takes to see that it is too large. */
function receive(request: IncomingMessage, done: (chunks: readonly Buffer[]) => void): void {
  const limit = isControlPath(request.url ?? '') ? CONTROL_LIMIT : BODY_LIMIT;
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    if (size <= limit) chunks.push(chunk);
    size += chunk.length;
  });
  request.on('end', () => done(chunks));
}

/** Text, or bytes that are no UTF-8. */
function bodyOf(chunks: readonly Buffer[]): string | Uint8Array | undefined {
  const [first, second] = chunks;
  if (!first) return undefined;
  const bytes = second ? Buffer.concat(chunks) : first;
  return isUtf8(bytes) ? bytes.toString() : bytes;
}

/** A target in absolute form names the server too, which is no part of the path (RFC 9112, 3.2.2). */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') || target === '*' ? path : `/${path}`;
}

/** Node joins all repeated headers by itself, except for one that only answers should have. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const cookies = headers['set-cookie'];
  return (cookies ? { ...headers, 'set-cookie': cookies.join(', ') } : headers) as Record<
    string,
    string
  >;
}

function isAtOnce({ delay, fault, bytesPerSecond }: PlainReply): boolean {
  return !delay && fault === undefined && bytesPerSecond === undefined;
}

function send(
  response: ServerResponse,
  { status, headers, body }: PlainReply,
  isHead: boolean,
): void {
  // The date comes with the reply, from the mock's clock.
  response.sendDate = false;
  if (isHead || status === 204) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** Answers what is not HTTP; Node closes such connections without a word that explains it. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, title] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const detail = `The request is not proper HTTP (${error.code ?? 'unknown'}).`;
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      'content-type: application/problem+json',
      'x-mock-error: malformed-http',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
