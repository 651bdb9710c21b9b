import type { Contract, Operation, Violation } from '../contract/types.ts';
import type { Delivery } from './simulation/faults.ts';
import type { Scene } from './simulation/types.ts';
import type { Simulation } from './simulations.ts';

/** A request as plain data. Header names are lower case; repeated values are joined with `, `. */
export interface PlainRequest {
  readonly method: string;
  /** Path and query as they stand on the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or bytes that may turn out not to be UTF-8. */
  readonly body?: string | Uint8Array;
  /** Scheme and authority that the client used, `https://host:port`; made from `host` by default. */
  readonly origin?: string;
}

/** A reply as plain data. How it is sent is left to whoever sends it. */
export interface PlainReply extends Delivery {
  readonly status: number;
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where the reply has none. */
  readonly body: string;
}

/** A key that is listed by hand in the mock's options. */
export interface KeyOptions {
  /** The AgentMC agent the key belongs to; by default its first heartbeat decides. */
  readonly agentId?: number | undefined;
  /** The AgentRadio handle of the key's agent. */
  readonly handle?: string | undefined;
  /** What to put on for the key; suffixes of listed keys mean nothing. */
  readonly simulate?: Simulation | undefined;
  /** The scenario that runs for this key alone. */
  readonly scenario?: string | undefined;
}

/** What the mock knows of a key. */
export interface Account {
  /** Hash of the key: identifies it without telling it. */
  readonly id: string;
  readonly simulate: Simulation | undefined;
  readonly handle: string | undefined;
  /** What runs for this key alone. */
  readonly scenario: string | undefined;
  agentId: number | undefined;
  /** Requests seen with this key. */
  requests: number;
  /** Heartbeats seen with this key. */
  heartbeats: number;
}

/** Why a request is refused, before a behaviour sees it. */
export type Refusal =
  | { readonly kind: 'key-missing' | 'key-unknown' | 'key-inactive' | 'forbidden' | 'not-found' }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'invalid'; readonly violations: readonly Violation[] }
  | { readonly kind: 'rate-limited' | 'unavailable' };

/** What a behaviour answers; the body is turned into JSON unless the media type is another. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The body as it is sent, where that is at hand already; need not be JSON where it is put on. */
  readonly json?: string;
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An operation called: all a behaviour may look at. */
export interface Call<State> {
  readonly state: State;
  /** Milliseconds since the Unix epoch, by the mock's clock. */
  readonly now: number;
  readonly operation: Operation;
  readonly request: PlainRequest;
  /** Parsed and valid against the operation's request shape. */
  readonly body: unknown;
  /** Absent on operations that anyone may call. */
  readonly account: Account | undefined;
  /** Circumstances that a scenario asks for; absent where none does. */
  readonly scene: ActiveScene | undefined;
}

/** Circumstances that a scenario asks for. */
export interface ActiveScene {
  readonly settings: Scene;
  /** When they began, in milliseconds since the epoch. */
  readonly since: number;
}

/** What a behaviour's state is made from. */
export interface StateOptions<Options = unknown> {
  readonly seed: number;
  readonly options: Options;
}

/** Takes secrets out of a value that a client reported: its texts, and fields that hold credentials. */
export type Redact = <T>(reported: T) => T;

/**
 * What makes the mock of one contract stateful. A contract's data says which routes and shapes
 * there are; this says what happens.
 */
export interface Behaviour<State = unknown, Options = unknown> {
  readonly contract: Contract;
  /** Keys that begin so work at once, unless keys are listed by hand. */
  readonly keyPrefix: string;
  /**
   * How secrets of this contract begin, with the number of characters that follow at least. They
   * are taken out of the journal wherever they stand.
   */
  readonly secretPrefixes: Readonly<Record<string, number>>;
  /** Operation that reports presence. */
  readonly heartbeat: string;
  /** How often a client usually reports; twice that is what a simulated 429 asks for. */
  readonly usualIntervalSeconds: number;
  /** Simulations that the suffix of a key can ask for, in the order they are shown. */
  readonly simulations: readonly Simulation[];
  /** Circumstances that scenarios can ask for: their names, with the values of each. */
  readonly scenes?: Readonly<Record<string, readonly string[]>>;
  createState(options: StateOptions<Options>): State;
  /** The header line that carries a key. */
  keyHeader(key: string): string;
  /** The key as the headers carry it; undefined where they carry none. */
  keyOfHeaders(headers: Readonly<Record<string, string>>): string | undefined;
  /** The key as the body carries it, for contracts that allow it. */
  keyOfBody?(body: unknown): string | undefined;
  /** Rules that the request's schema cannot express. */
  check?(call: Call<State>): Violation[];
  /** Remarks on a request that is accepted although it does not do what the contract suggests. */
  remarks?(call: Call<State>): string[];
  /** By operation id; an alias is handled as the operation it stands for. */
  readonly handlers: Readonly<Record<string, (call: Call<State>) => Answer>>;
  /** A refusal in the contract's own shape. */
  refuse(refusal: Refusal): Answer;
  /** The state as plain JSON. */
  inspect(state: State, now: number): unknown;
  /**
   * The state for a snapshot, as plain JSON that `load` understands. Without these two methods there
   * are no snapshots of a mock of the contract.
   *
   * @param redact takes secrets out of a value. All that clients reported has to go through it, and
   *   nothing else: what holds an id, a time or a name of one's own may not be the same after it.
   */
  save?(state: State, redact: Redact): unknown;
  /**
   * The state that was saved; all later answers are those that the saved one would have given.
   *
   * @param saved from a file that anyone may have written: has to be checked before it is used.
   * @throws SnapshotError with the place in what was saved.
   */
  load?(saved: unknown, options: StateOptions<Options>): State | Promise<State>;
}
