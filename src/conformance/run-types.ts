import type { Basis } from '../contract/types.ts';
import type { Clock } from '../mock/clock.ts';
import type { Exchanges } from './exchanges.ts';
import type { Tallies } from './observations.ts';
import type { Need } from './requirements.ts';
import type { Suite } from './scenario/load.ts';
import type { Inputs } from './scenario/values.ts';
import type { Secrets } from './secrets.ts';
import type { Target } from './target/types.ts';

/** Why a run ended before all was done. */
export interface Ending {
  readonly kind: 'unreachable' | 'lost' | 'rate-limited' | 'time' | 'interrupted';
  readonly sentence: string;
}

/** How far a run has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly title: string;
}

/** What looks further than the scenarios do, after them. */
export interface Exploration {
  /** Ids of what it may show. */
  readonly requirements: readonly string[];
  run(around: {
    readonly options: RunOptions;
    readonly exchanges: Exchanges;
    readonly tallies: Tallies;
    /** Says how far it has come. */
    readonly tell: (title: string) => void;
  }): Promise<void>;
}

/** What a run is made from; times are in milliseconds. */
export interface RunOptions {
  readonly suite: Suite;
  readonly target: Target;
  readonly inputs: Inputs;
  readonly clock: Clock;
  /** Keys that must not be told. */
  readonly secrets: Secrets;
  /** Keys that must not be echoed. */
  readonly keys: Secrets;
  readonly basis: Basis;
  /** Ids of the requirements to judge. */
  readonly selected: ReadonlySet<string>;
  readonly available: ReadonlySet<Need>;
  readonly burst: number;
  readonly path?: string | undefined;
  /** Headers that go with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly maxTime: number;
  readonly concurrency: number;
  /** Requests in a second, at the most. */
  readonly rps?: number | undefined;
  readonly explore?: Exploration | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
