import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { piecesOf, randomBytes } from '../simulation/faults.ts';
import type { PlainReply } from '../types.ts';

/** An answer that is not sent as it should be, or not at once. */
export interface FaultyAnswer {
  readonly socket: Socket;
  readonly response: ServerResponse;
  /** The answer to the request before it on the same connection. */
  readonly before: ServerResponse | undefined;
  readonly reply: PlainReply;
  /** Whether a body may follow its headers. */
  readonly hasBody: boolean;
  readonly clock: Clock;
  /** Aborted once the connection is gone. */
  readonly gone: AbortSignal;
  /** Sends it as it should be. */
  readonly send: () => void;
}

/**
 * Sends an answer late, slowly or not as it should be, on the real socket.
 *
 * @returns a promise that settles once there is nothing more to do.
 */
export async function sendFaulty(answer: FaultyAnswer): Promise<void> {
  const { socket, reply, hasBody, clock, gone, send } = answer;
  const { delay, fault, bytesPerSecond } = reply;
  if (delay) await clock.sleep(delay, gone);
  // Node keeps an answer back by itself until those before it are out.
  const isPlain = fault === undefined && (bytesPerSecond === undefined || !hasBody);
  if (!isPlain) await turnOf(answer);
  if (gone.aborted) return;
  if (isPlain) return send();
  switch (fault) {
    case 'CONNECTION_RESET_BY_PEER':
      socket.resetAndDestroy();
      return;
    case 'EMPTY_RESPONSE':
      socket.end();
      return;
    case 'RANDOM_DATA_THEN_CLOSE':
      socket.end(randomBytes(reply.body));
      return;
    case 'MALFORMED_RESPONSE_CHUNK':
      socket.end(`${head(reply, { 'transfer-encoding': 'chunked' })}no chunk at all\r\n`);
      return;
    case 'NO_RESPONSE':
      await aborted(gone);
      return;
    case 'TRUNCATED_RESPONSE':
      await sendPieces(answer);
      return;
    case undefined:
      await sendSlowly(answer);
  }
}

/**
 * Resolves once the answers before it on the connection are out, or the connection is gone. With
 * several requests at once, bytes on the socket would otherwise overtake what Node still holds back.
 */
function turnOf({ response, before, gone }: FaultyAnswer): Promise<void> {
  // Node gives an answer its socket when it is its turn.
  if (response.socket || !before) return Promise.resolve();
  return Promise.race([
    new Promise<void>((resolve) => before.once('close', resolve)),
    aborted(gone),
  ]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The whole body, piece by piece; the connection can be used again after it. */
async function sendSlowly({ response, reply, clock, gone }: FaultyAnswer): Promise<void> {
  const bytes = Buffer.from(reply.body);
  response.sendDate = false;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
  response.flushHeaders();
  for (const { wait, piece } of piecesOf(bytes, reply)) {
    await clock.sleep(wait, gone);
    if (gone.aborted) return;
    response.write(piece);
  }
  response.end();
}

/** A part of a body that was announced as a whole. */
async function sendPieces({ socket, reply, hasBody, clock, gone }: FaultyAnswer): Promise<void> {
  // Without a body, the headers tell already how long one would have been.
  if (!hasBody) return void socket.end(head(reply, {}));
  const bytes = Buffer.from(reply.body);
  socket.write(head(reply, { 'content-length': String(bytes.length) }));
  for (const { wait, piece } of piecesOf(bytes, reply)) {
    await clock.sleep(wait, gone);
    if (gone.aborted) return;
    socket.write(piece);
  }
  socket.end();
}

/** Status line and headers as they stand on the wire. */
function head({ status, headers }: PlainReply, more: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n`;
}
