import type { Clock } from '../../mock/clock.ts';

/** What a client is given to find its server, and to go by. */
export interface ClientEnvironment {
  /** Origin of the server, to which the contract's paths are appended, and a path where there is one. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Reaches the server; for clients in this process. */
  readonly fetch: typeof fetch;
  /** The time of client and server; for clients in this process. */
  readonly clock: Clock;
  /** Aborted when the client has to stop; for clients in this process. */
  readonly signal: AbortSignal;
  /** What the client keeps over a restart; for clients in this process. */
  readonly memory: Map<string, string>;
}

/** A client that was started. */
export interface RunningClient {
  /** Resolves once it ends by itself, with words that say how. */
  readonly ended: Promise<string>;
  /** Ends it, and all that it started. */
  stop(): Promise<void>;
  /** The last lines that it wrote. */
  output(): string;
}

/** How a client is started. */
export interface ClientTarget {
  start(environment: ClientEnvironment): RunningClient | Promise<RunningClient>;
}

/** A client that is a function of this process: it runs until the signal is aborted. */
export type ClientFunction = (environment: ClientEnvironment) => Promise<void>;

/** Milliseconds of its clock that a client has to end, once it is told to. */
const PATIENCE = 60_000;

/** Makes a target of a function. It may wait for the clock and for answers, and for nothing else. */
export function inProcess(client: ClientFunction): ClientTarget {
  return {
    start(environment) {
      const stopping = new AbortController();
      const signal = AbortSignal.any([environment.signal, stopping.signal]);
      let output = '';
      const run = (async () => client({ ...environment, signal }))().then(
        () => 'it returned',
        (error: unknown) => {
          output = error instanceof Error ? (error.stack ?? error.message) : String(error);
          return `it threw: ${error instanceof Error ? error.message : String(error)}`;
        },
      );
      return {
        ended: run.then((how) => (signal.aborted ? new Promise<string>(() => {}) : how)),
        async stop() {
          stopping.abort();
          // One that heeds no signal may wait for an answer that never comes.
          await Promise.race([run, environment.clock.sleep(PATIENCE)]);
        },
        output: () => output,
      };
    },
  };
}
