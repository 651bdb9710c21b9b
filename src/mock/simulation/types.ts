import type { Fault } from './faults.ts';
import type { LimitHeaders, RetryAfterForm } from './limit-headers.ts';
import type { Limit } from './limits.ts';

/**
 * A script for the mock: states, what happens in each, and what leads from one to another. Plain
 * data; all times are in milliseconds of the mock's clock.
 */
export interface Scenario {
  readonly name: string;
  /** What happens, as a sentence. */
  readonly title: string;
  /** Contracts that it is made for; all by default. */
  readonly contracts?: readonly string[];
  /** By name; the first one is where it begins. */
  readonly states: Readonly<Record<string, ScenarioState>>;
}

/** What happens as long as a scenario is in a state. */
export interface ScenarioState {
  /** What happens once, when it is entered. */
  readonly enter?: {
    /** Counts of rate limits, or what the contracts remember: hosts, agents. */
    readonly forget?: readonly Forgettable[];
  };
  /** Circumstances that behaviours know of, by name: `queue: starving`. */
  readonly scene?: Scene;
  /** The first that applies decides; where none does, the contract's own answer goes out. */
  readonly rules?: readonly Rule[];
  /** The first that is due leads on. */
  readonly goto?: readonly Transition[];
}

export const FORGETTABLE = ['limits', 'state'] as const;
export type Forgettable = (typeof FORGETTABLE)[number];

/** Circumstances by name; which there are is for each behaviour to say. */
export type Scene = Readonly<Record<string, string>>;

/** Which requests are meant; all that is given must fit. */
export interface Matcher {
  /** Operation ids, or `heartbeat`, which stands for that of each contract; aliases are included. */
  readonly operation?: readonly string[];
  readonly method?: string;
  /** By name; `*` stands for anything. */
  readonly headers?: Readonly<Record<string, string>>;
  /** By JSON Pointer. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What is answered to some requests. */
export interface Rule {
  readonly on?: Matcher;
  /** Applies to the first so many requests after the state is entered; to all by default. */
  readonly times?: number;
  /** Applies to each so manieth request: 2 is every second one. */
  readonly every?: number;
  /** Share of the requests to which it applies, drawn by the seed. */
  readonly probability?: number;
  /** Applies to the requests that are too many. */
  readonly limit?: LimitRule;
  readonly reply: Effect;
}

/** A rate limit, and how it is told. */
export interface LimitRule extends Limit {
  /** Who is counted apart; `key` by default. */
  readonly per?: LimitScope;
  /** `seconds` by default. */
  readonly retryAfter?: RetryAfterForm;
  /** Headers on all answers; none by default. */
  readonly headers?: readonly LimitHeaders[];
}

export const LIMIT_SCOPES = ['key', 'route', 'key+route', 'all'] as const;
export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** What leads to another state: time, or a number of requests, one by default. */
export interface Transition {
  readonly to: string;
  readonly after?: number;
  readonly on?: Matcher;
  readonly count?: number;
}

/** How long an answer is held back. */
export type Delay =
  | number
  | { readonly uniform: readonly [from: number, to: number] }
  | { readonly lognormal: { readonly median: number; readonly sigma: number } };

/** What is done to an answer. */
export interface Effect {
  /** A refusal of the contract, by its code or by what is behind it: `rate-limited`. */
  readonly error?: string;
  /** A status; with a body or text of its own, or else with the refusal that comes closest. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body as it stands, JSON or not. */
  readonly text?: string;
  /** How long `Retry-After` asks to wait; `state` is until the state ends by time. */
  readonly retryAfter?: number | 'state';
  readonly retryAfterForm?: RetryAfterForm;
  /** Changes of the contract's own answer, by JSON Pointer; what is not there is left alone. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  /** As in JSON Patch, `/-` at the end appends to a list. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly delay?: Delay;
  readonly fault?: Fault;
  readonly bytesPerSecond?: number;
}
