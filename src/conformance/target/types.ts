import type { PlainReply, PlainRequest } from '../../mock/types.ts';

/** Why no complete HTTP answer came. */
export interface TransportFailure {
  readonly kind:
    | 'refused'
    | 'unknown-host'
    | 'reset'
    | 'timeout'
    | 'too-large'
    | 'tls'
    | 'not-http'
    | 'other';
  /** One clause that says what happened, for a sentence that names the server. */
  readonly what: string;
  /** What can be done about it, as a sentence. */
  readonly cure?: string;
}

/** What came of a request. */
export type Outcome =
  | { readonly reply: PlainReply; readonly failure?: never }
  | { readonly failure: TransportFailure; readonly reply?: never };

/** A server under test. */
export interface Target {
  /** Base URL without a trailing slash, to which paths are appended. */
  readonly url: string;
  /**
   * Sends a request; never rejects, save with the reason of an aborted signal.
   *
   * @param timeout milliseconds until the answer must be complete.
   */
  send(request: PlainRequest, timeout: number, signal?: AbortSignal): Promise<Outcome>;
  close(): void;
}
