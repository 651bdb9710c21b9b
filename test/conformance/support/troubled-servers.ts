import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as httpServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as httpsServer } from 'node:https';
import { createServer as netServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { createMock, type Clock, type PlainRequest } from '../../../src/index.ts';
import { virtualClock } from './in-process.ts';

/** Starts a server that ends with the test; gives back the URL to check. */
export type Start = () => Promise<string>;

const BASE_PATH = '/api/v1';
const MEBIBYTE = 1024 * 1024;
const HUGE = 100 * MEBIBYTE;

const JSON_TYPE = { 'content-type': 'application/json' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };
const page = (title: string) =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

const pem = (name: string) => readFileSync(new URL(`tls/${name}.pem`, import.meta.url), 'utf8');

/** For `localhost`, valid for a hundred years, all of one key; the authority's is thrown away. */
export const CERTIFICATES = {
  selfSigned: pem('self-signed'),
  authority: pem('authority'),
  issued: pem('issued'),
};
const KEY = pem('server.key');

/** Listens on a free port until the test is over. */
async function serve(server: Server, scheme = 'http', host = '127.0.0.1'): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Clients that hang up are what this is about.
    socket.on('error', () => {});
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  const { port } = server.address() as AddressInfo;
  return `${scheme}://${host}:${port}${BASE_PATH}`;
}

/** A server that answers every request in the same way. */
export const answering =
  (listener: RequestListener): Start =>
  () =>
    serve(httpServer(listener));

/** A server that does something with a connection once a request has come on it. */
const speaking =
  (speak: (socket: Socket) => unknown): Start =>
  () =>
    serve(netServer((socket) => socket.once('data', () => speak(socket))));

/** A server with TLS, at the name that its certificate is for. */
export const secured =
  (cert: string, listener: RequestListener): Start =>
  () =>
    serve(httpsServer({ key: KEY, cert }, listener), 'https', 'localhost');

/** One request on its way to the mock. */
export interface Passing {
  /** 1 for the first request of all. */
  readonly count: number;
  /** 1 for the first request on its connection. */
  readonly onConnection: number;
  readonly request: PlainRequest;
  readonly response: ServerResponse;
  /** Takes no more connections, and breaks off those there are. */
  die(): void;
}

/**
 * The mock of AgentMC with trouble in front of it.
 *
 * @param trouble whether it took care of the request in place of the mock.
 */
export function mockBehind(
  trouble: (passing: Passing) => boolean,
  clock: Clock = virtualClock(),
): Promise<string> {
  const mock = createMock({ contracts: ['agentmc'], clock });
  const onConnections = new Map<Socket, number>();
  let count = 0;
  const server = httpServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', url: path = '/', socket } = incoming;
      const headers = incoming.headers as Record<string, string>;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
      const onConnection = (onConnections.get(socket) ?? 0) + 1;
      onConnections.set(socket, onConnection);
      count += 1;
      const die = () => {
        server.close();
        server.closeAllConnections();
      };
      if (trouble({ count, onConnection, request, response, die })) return;
      const reply = mock.handle(request);
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  return serve(server);
}

/** Sends as much as the connection takes, up to 100 MiB. */
function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(MEBIBYTE / 16, 'x');
  let left = HUGE;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}

/** Says one letter after the other, without an end. */
function drip(socket: Socket, start: string, letter: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(letter), 5);
  socket.once('close', () => clearInterval(timer));
}

/** A port on which nothing listens: one that was free a moment ago. */
async function nobody(): Promise<string> {
  const server = netServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}${BASE_PATH}`;
}

const fine: RequestListener = (_, response) => {
  response.writeHead(200, JSON_TYPE).end('{"ok":true}');
};
const withScheme = (scheme: string, start: Start) => async () =>
  (await start()).replace(/^https?/, scheme);
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

/** Servers that never give a whole answer. */
export const MUTE = {
  'is down': nobody,
  'has an unknown host name': async () => `http://nothing.invalid${BASE_PATH}`,
  'resets connections at once': () => serve(netServer((socket) => socket.resetAndDestroy())),
  'closes without a word': speaking((socket) => socket.end()),
  'never answers': speaking(() => {}),
  'drips a status line': speaking((socket) => drip(socket, 'HTTP/1.1 200 ', 'O')),
  'drips a body': speaking((socket) => drip(socket, `${HEAD}content-length: 99999\r\n\r\n`, ' ')),
  'announces 100 MiB and sends them': answering((_, response) => {
    pour(response.writeHead(200, { ...JSON_TYPE, 'content-length': HUGE }));
  }),
  'sends 100 MiB in chunks': answering((_, response) => pour(response.writeHead(200, JSON_TYPE))),
  'speaks TLS at http:': withScheme('http', secured(CERTIFICATES.selfSigned, fine)),
  'speaks HTTP at https:': withScheme('https', answering(fine)),
  'has a certificate of its own': secured(CERTIFICATES.selfSigned, fine),
  'has a certificate of an unknown authority': secured(CERTIFICATES.issued, fine),
  'answers garbage': speaking((socket) => socket.end('Hello! What can I do for you?\r\n\r\n')),
  'ends in the middle of a chunk': speaking((socket) =>
    socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n20\r\n{"ok":`),
  ),
  'breaks off before the announced length': speaking((socket) =>
    socket.end(`${HEAD}content-length: 500\r\n\r\n{"ok":true`),
  ),
  'sends chunks without a length': speaking((socket) =>
    socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\nno length\r\n`),
  ),
  'switches to another protocol': speaking((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  ),
} as const satisfies Record<string, Start>;

/** Servers that answer, but not as an API does. */
export const STRANGE = {
  'answers 200 with a page': answering((_, response) => {
    response.writeHead(200, HTML_TYPE).end(page('Welcome to nginx!'));
  }),
  'has a proxy that answers 502': answering((_, response) => {
    response.writeHead(502, HTML_TYPE).end(page('502 Bad Gateway'));
  }),
  'redirects in circles': answering(({ url }, response) => {
    response.writeHead(301, { location: url }).end();
  }),
  'redirects to https:': answering(({ headers, url }, response) => {
    const location = `https://${headers.host?.replace(/:.*/, '')}${url}`;
    response.writeHead(308, { location }).end();
  }),
  'compresses unasked': answering((_, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
    response.end(gzipSync('{"ok":true}'));
  }),
  'answers invalid UTF-8': answering((_, response) => {
    response.writeHead(200, JSON_TYPE);
    response.end(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0xc3, 0x7d]));
  }),
  'answers 200 with nothing': answering((_, response) => response.writeHead(200).end()),
  'has nothing at this address': answering((_, response) => response.writeHead(404).end('no')),
} as const satisfies Record<string, Start>;
