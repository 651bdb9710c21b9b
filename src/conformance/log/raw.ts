import type { Fault } from '../../mock/simulation/faults.ts';

/** A request and its answer as a file has them, before secrets are taken out. */
export interface RawExchange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** With scheme and host where they are known, or as it stood on the request line. */
  readonly url: string;
  readonly request: RawMessage;
  /** Status 0 where no answer came. */
  readonly response: RawMessage & { readonly status: number };
  /** What the mock knew beside. */
  readonly known: Known;
}

/** Names of headers are lower case. */
interface RawMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a mock writes beside what passed. */
export interface Known {
  readonly session?: string | undefined;
  readonly contract?: string | undefined;
  readonly operation?: string | undefined;
  readonly simulated?: string | undefined;
  readonly fault?: Fault | undefined;
  readonly canary?: string | undefined;
  readonly origin?: 'foreign' | undefined;
}
