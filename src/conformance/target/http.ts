import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { PlainReply, PlainRequest } from '../../mock/types.ts';
import { explain } from './explain.ts';
import type { Outcome, Target } from './types.ts';

/** No answer of these contracts comes near it. */
const MAX_ANSWER = 1024 * 1024;

/** How a server is reached over HTTP. */
export interface HttpTargetOptions {
  /** Base URL, http or https, without query. */
  readonly url: string;
  /** Certificates of authorities to trust, in PEM form, beside the usual ones. */
  readonly ca?: string | undefined;
}

/**
 * A server that is reached over HTTP. Redirects are not followed, connections are kept, and an answer
 * must be complete in time and no larger than 1 MiB.
 */
export async function httpTarget({ url, ca }: HttpTargetOptions): Promise<Target> {
  const base = new URL(url);
  const secure = base.protocol === 'https:';
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, ...(ca && { ca: await withUsual(ca) }) })
    : new HttpAgent({ keepAlive: true });
  const send = secure ? httpsRequest : httpRequest;
  const prefix = `${base.origin}${base.pathname.replace(/\/$/, '')}`;

  const attempt = (
    { method, path, headers, body }: PlainRequest,
    timeout: number,
    signal: AbortSignal | undefined,
  ): Promise<{ outcome: Outcome; stale: boolean }> =>
    new Promise((resolve) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      let request: ClientRequest;
      try {
        request = send(prefix + path, { method, agent, headers: { ...headers, ...length } });
      } catch (error) {
        const what = `the request cannot be sent (${(error as Error).message})`;
        resolve({ outcome: { failure: { kind: 'other', what } }, stale: false });
        return;
      }
      let received = false;
      const settle = (outcome: Outcome, stale = false) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        // Nothing that comes later is of interest.
        request.on('error', () => {}).destroy();
        resolve({ outcome, stale });
      };
      const abort = () => settle({ failure: { kind: 'other', what: 'the request was stopped' } });
      const timer = setTimeout(() => {
        const seconds = timeout / 1000;
        const what = received
          ? `the answer was not complete after ${seconds} s`
          : `no answer within ${seconds} s`;
        settle({ failure: { kind: 'timeout', what } });
      }, timeout);
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) return abort();
      request.on('error', (error: NodeJS.ErrnoException) => {
        // A server may close a kept connection at any time; that says nothing about this request.
        const stale = request.reusedSocket && !received && isLost(error);
        const { cure, ...failure } = explain(error, base);
        // Once the head was read, address and protocol are right.
        settle({ failure: { ...failure, ...(cure && !received && { cure }) } }, stale);
      });
      request.on('upgrade', (response) => {
        const what = `it answered ${response.statusCode} and left HTTP`;
        settle({ failure: { kind: 'not-http', what } });
      });
      request.on('response', (response) => {
        received = true;
        read(response, (outcome) => {
          if (!outcome.reply) return settle(outcome);
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          resolve({ outcome, stale: false });
        });
      });
      request.end(body);
    });

  return {
    url: prefix,
    async send(request, timeout, signal) {
      const { outcome, stale } = await attempt(request, timeout, signal);
      return stale ? (await attempt(request, timeout, signal)).outcome : outcome;
    },
    close: () => agent.destroy(),
  };
}

function isLost({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

function read(response: IncomingMessage, done: (outcome: Outcome) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_ANSWER) return void chunks.push(chunk);
    const announced = response.headers['content-length'];
    const what = `the answer is larger than 1 MiB${announced ? ` (${announced} bytes announced)` : ''}`;
    done({ failure: { kind: 'too-large', what } });
  });
  response.on('error', () => {
    done({
      failure: { kind: 'reset', what: 'the connection was lost in the middle of the answer' },
    });
  });
  response.on('end', () => done({ reply: replyOf(response, Buffer.concat(chunks).toString()) }));
}

function replyOf({ statusCode = 0, headers }: IncomingMessage, body: string): PlainReply {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    status: statusCode,
    headers: Object.fromEntries(entries) as Record<string, string>,
    body,
  };
}

/** Node takes a list of authorities in place of its own, not beside it. */
async function withUsual(ca: string): Promise<string[]> {
  const { rootCertificates } = await import('node:tls');
  return [...rootCertificates, ca];
}
