import { NOWHERE } from './canary.ts';
import type { Exchange, Message } from './journal.ts';

/** Exchanges as one JSON object per line. */
export function toNdjson(exchanges: readonly Exchange[]): string {
  return exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join('');
}

/** What an archive says of who made it. */
export interface HarOptions {
  /** What requests are completed with: the origin of the mock, and the base path of a session. */
  readonly origin: string;
  readonly version: string;
}

/**
 * Exchanges as an HTTP archive, HAR 1.2. What the mock knows beside stands in fields that begin with
 * an underscore, as the format asks for.
 */
export function toHar(exchanges: readonly Exchange[], { origin, version }: HarOptions): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'heartbeat-kit', version },
      entries: exchanges.map((exchange) => entryOf(exchange, origin)),
    },
  };
}

function entryOf(exchange: Exchange, origin: string): object {
  const { id, at, session, request, response, delay = 0 } = exchange;
  const { contract, operation, key, simulated, fault, violations, notes, canary } = exchange;
  const isPath = request.path.startsWith('/');
  const base = exchange.origin === 'foreign' ? foreignOrigin(request) : origin;
  const url = new URL(`${base}${isPath ? '' : '/'}${request.path}`);
  return {
    startedDateTime: new Date(at).toISOString(),
    time: delay,
    request: {
      method: request.method,
      url: url.href,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headersOf(request),
      queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: bytesOf(request.body),
      ...(request.body !== '' && {
        postData: { mimeType: request.headers['content-type'] ?? '', text: request.body },
      }),
    },
    response: {
      // An answer that never came has no status, which archives of browsers write as 0.
      status: fault === undefined ? response.status : 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headersOf(response),
      content: {
        size: bytesOf(response.body),
        mimeType: response.headers['content-type'] ?? '',
        text: response.body,
      },
      redirectURL: response.headers['location'] ?? '',
      headersSize: -1,
      bodySize: bytesOf(response.body),
    },
    cache: {},
    timings: { send: 0, wait: delay, receive: 0 },
    _id: id,
    _session: session,
    _contract: contract,
    _operation: operation,
    _key: key,
    _simulated: simulated,
    _fault: fault,
    _violations: violations,
    _notes: notes,
    _canary: canary,
    _origin: exchange.origin,
  };
}

/** Where a request went that left the mock, as far as its headers tell. */
function foreignOrigin({ headers }: Message): string {
  const origin = `http://${headers['host'] ?? ''}`;
  return URL.canParse(origin) ? new URL(origin).origin : NOWHERE;
}

function headersOf({ headers }: Message): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
