import type { Clock } from '../../mock/clock.ts';
import type { Exchange } from '../../mock/journal.ts';
import type { Mock } from '../../mock/mock.ts';
import { virtualClock } from './virtual-clock.ts';

/** Where a scenario is played: whose time it is, and how the client reaches the mock. */
export interface Stage {
  readonly clock: Clock;
  /** Opens the mock to the client; resolves with its origin. */
  open(mock: Mock): Promise<string>;
  /** Is told of each exchange before its answer leaves, and of each start of the client, the first or another. */
  onExchange?(exchange: Exchange): void;
  onStart?(isAgain: boolean): void;
  /** Is told before the client is stopped. */
  onStop?(): void;
  /** See `JudgeContext.slack`; asked once the scenario is over. */
  slack?(): (exchange: Exchange) => number;
  /** The highest pace at which time passed: seconds in each second. */
  readonly rate?: number;
  /** Lets time pass until the promise is settled. */
  run<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A stage on which hours pass in milliseconds, for clients in this process. */
export function virtualStage(start: number): Stage {
  const clock = virtualClock(start);
  return {
    clock,
    // Reached by its `fetch` alone.
    open: async () => 'http://mock.test',
    run: (promise) => clock.run(promise),
    close: async () => {},
  };
}
