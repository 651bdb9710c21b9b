import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A response as it stood on the wire. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One connection, for requests that no HTTP client would send. */
export class RawClient {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    // A reset is one way for a server to end a connection; the tests look at what came before.
    socket.on('error', () => {});
    socket.on('close', () => this.#wake());
  }

  /** @throws Error where nobody listens. */
  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    // Every write goes out by itself, as a chunk of its own.
    socket.setNoDelay(true);
    return new RawClient(socket);
  }

  /** Resolves once the bytes are handed to the system. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(data, () => resolve());
    });
  }

  /**
   * The next response; for one without a `content-length`, only its head.
   *
   * @throws Error where the connection ends before it is complete.
   */
  async response(method = 'GET'): Promise<RawResponse> {
    for (;;) {
      const response = this.#take(method);
      if (response) return response;
      if (this.#socket.closed) {
        throw new Error(`connection closed after ${JSON.stringify(this.#received.toString())}`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Resolves once the server has ended the connection. */
  async closed(): Promise<void> {
    // Not by `once`, for which an error on the way, such as a reset, is a failure.
    if (this.#socket.closed) return;
    await new Promise((resolve) => {
      this.#socket.once('close', resolve);
    });
  }

  /** Sends no more, but still listens. */
  end(): void {
    this.#socket.end();
  }

  /** Breaks the connection off without ceremony. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Ends the connection; for the end of a test. */
  destroy(): void {
    this.#socket.destroy();
  }

  #take(method: string): RawResponse | undefined {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const [statusLine = '', ...lines] = this.#received.subarray(0, end).toString().split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const length = method === 'HEAD' ? 0 : Number(headers['content-length'] ?? 0);
    const start = end + 4;
    if (this.#received.length < start + length) return undefined;
    const body = this.#received.subarray(start, start + length).toString();
    this.#received = this.#received.subarray(start + length);
    return { status: Number(statusLine.split(' ')[1]), headers, body };
  }
}

/** The text of a request with this head, and a body where one is given. */
export function rawRequest(
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string {
  const all = {
    host: 'mock.test',
    ...(body && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, ...lines, '', body].join('\r\n');
}
