import type { Exchange } from '../../mock/journal.ts';
import type { Verdict } from '../report/types.ts';

/** How often a client reports in a state, in milliseconds: not more often than `from`, nor more rarely than `to`. */
export interface Cadence {
  readonly from: number;
  readonly to: number;
  /** How long it usually is; `to` by default. */
  readonly beat?: number;
}

/** What is known of a client beside its traffic; times are in milliseconds since the epoch. */
export interface JudgeContext {
  /** Id of the contract. */
  readonly contract: string;
  /** What the agent is doing, where the contract has a cadence for it: `on_shift`. */
  readonly state?: string | undefined;
  /**
   * The client's usual interval in milliseconds, where the contract has no cadence; by default it is
   * measured in the traffic itself.
   */
  readonly interval?: number | undefined;
  /** When it was first looked at; the first exchange by default. */
  readonly from?: number | undefined;
  /** Until when it was looked at; the last exchange by default. */
  readonly until?: number | undefined;
  /** Whether and when the client ended by itself. */
  readonly ended?: { readonly at: number; readonly how: string } | undefined;
  /** When it was stopped and started again. */
  readonly restarts?: readonly number[] | undefined;
  /** Whether the agent is on shift from the moment at which its own show begins. */
  readonly followsShows?: boolean | undefined;
  /**
   * Milliseconds by which an exchange may have been seen too late through no fault of the client:
   * where time is compressed, every delay of machine and network counts many times. None by default.
   */
  readonly slack?: ((exchange: Exchange) => number) | undefined;
}

/** What the traffic says about one requirement. */
export interface Judgement {
  readonly requirement: string;
  /** `inconclusive` is what should have been seen, `unseen` what the client gave no occasion for. */
  readonly verdict: Verdict | 'unseen';
  /** A sentence: what was measured, and what was allowed; or why there is no verdict. */
  readonly why: string;
  /** Ids of the exchanges that show it; of many, the first few. */
  readonly exchanges: readonly number[];
  /** Whether it rests on measured times, which a slower run would confirm. */
  readonly timed: boolean;
}

/** A judgement before it is known which requirement it is about. */
export type Finding = Omit<Judgement, 'requirement' | 'timed'>;
