import type { Listener, ListenOptions } from './adapters/node.ts';
import { fetchWith } from './adapters/fetch.ts';
import type { AgentmcState } from './behaviours/agentmc.ts';
import type { AgentradioState } from './behaviours/agentradio/index.ts';
import type { Clock } from './clock.ts';
import { handle } from './engine.ts';
import type { Journal } from './journal.ts';
import type { PlainReply, PlainRequest } from './types.ts';
import { createWorld, type WorldOptions } from './world.ts';

/** The state of the contracts that are mocked, by their ids. */
export interface MockState {
  readonly agentmc?: AgentmcState;
  readonly agentradio?: AgentradioState;
  readonly [contract: string]: unknown;
}

/** A stateful mock of one or more contracts. */
export interface Mock {
  /** Ids of the contracts that are mocked. */
  readonly contracts: readonly string[];
  readonly clock: Clock;
  /** What passed, without secrets. */
  readonly journal: Journal;
  /** Handles a request given as plain data. */
  handle(request: PlainRequest): PlainReply;
  /** Handles a `Request`; the signature of the global `fetch`, without its network. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /**
   * Serves on a socket (Node only).
   *
   * @param options `port` 0 by default, which picks a free one; `host` 127.0.0.1 by default.
   * @throws Error in one sentence, where the port is taken or not allowed.
   */
  listen(options?: ListenOptions): Promise<Listener>;
  /** The state of every contract as plain JSON, without secrets. */
  state(): MockState;
  /** Goes back to the first state; the journal is emptied, listeners stay open. */
  reset(): void;
  /** Closes all listeners once what is under way is answered. */
  close(): Promise<void>;
}

/** Makes a mock from options that are complete and known to be right. */
export function buildMock(options: WorldOptions & { readonly clock: Clock }): Mock {
  const { clock } = options;
  const listeners = new Set<Listener>();
  let world = createWorld(options);
  const { journal } = world;
  const handleNow = (request: PlainRequest) => handle(world, request, clock.now());

  return {
    contracts: options.behaviours.map((behaviour) => behaviour.contract.id),
    clock,
    journal,
    handle: handleNow,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      return fetchWith(handleNow, request);
    },
    async listen(listenOptions) {
      // Loaded late, so that everything else runs where there is no Node.
      const { listen } = await import('./adapters/node.ts');
      const listener = await listen(handleNow, listenOptions);
      listeners.add(listener);
      return {
        ...listener,
        async close() {
          listeners.delete(listener);
          await listener.close();
        },
      };
    },
    state() {
      const now = clock.now();
      const sites = [...world.sites].map(([id, { behaviour, state }]) => [
        id,
        behaviour.inspect(state, now),
      ]);
      // What clients report is kept as it came, and may hold their keys.
      const { redactor } = world;
      return redactor.value(Object.fromEntries(sites), redactor.seen) as MockState;
    },
    reset() {
      journal.clear();
      world = createWorld(options, journal);
    },
    async close() {
      const open = [...listeners];
      listeners.clear();
      await Promise.all(open.map((listener) => listener.close()));
    },
  };
}
