import type { PlainRequest } from './types.ts';

/** Where the control API is, below the mock or below a session. */
export const CONTROL = '/__admin';

/** Calls may have so many bytes; snapshots are larger than heartbeats. */
export const CONTROL_LIMIT = 16 * 1024 * 1024;

/** A call of the control API; whether its caller may make it has been checked before. */
export interface ControlRequest extends PlainRequest {
  /** Aborted once nobody waits for the answer any more, or the server closes. */
  readonly signal: AbortSignal;
  /** Ends the process; absent where it cannot be ended from outside. */
  readonly shutdown?: (() => void) | undefined;
}

/** What the control API answers. */
export interface ControlReply {
  readonly status: number;
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text, empty where there is none; or what comes bit by bit until it is cancelled. */
  readonly body: string | ReadableStream<Uint8Array>;
  /** To be called once the answer is out. */
  readonly after?: (() => void) | undefined;
}

/** Answers a call of the control API; never throws. */
export type Control = (request: ControlRequest) => Promise<ControlReply>;

/** Who may use the control API on a socket. */
export interface ControlOptions {
  /** Whether the control API is there; true by default. */
  readonly admin?: boolean | undefined;
  /**
   * A bearer token that calls of the control API need. By default none is needed where only this
   * machine can connect, and one is made elsewhere.
   */
  readonly adminToken?: string | undefined;
  /** Ends the process, for a call that asks for it; by default no call can. */
  readonly onShutdown?: (() => void) | undefined;
}

/** Whether a path, with or without a query, is one of the control API. */
export function isControlPath(path: string): boolean {
  // The paths of contracts are told apart by their first letters, which costs next to nothing.
  return path.startsWith('/__') && /^(?:\/__sessions\/[^/?]+)?\/__admin(?:[/?]|$)/.test(path);
}
