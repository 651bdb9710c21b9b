import type { Basis, Contract, Level } from '../contract/types.ts';
import type { ShapeName } from '../contract/validate.ts';
import type { JudgeContext } from '../conformance/client/types.ts';

/**
 * The matchers of heartbeat-kit, as methods of what `expect` gives.
 *
 * What they say of a client is `pass` only where it was seen. Where too little was seen to tell, both
 * the matcher and its `.not` fail, and say what is missing.
 */
export interface HeartbeatMatchers<Result> {
  /**
   * The value, or the JSON text, has a shape of a contract.
   *
   * @param contract `agentmc`, `agentradio`, or what `loadContract` gives.
   * @param shape name of the shape, such as `heartbeat.request`.
   * @example
   * expect(body).toMatchContract('agentmc', 'heartbeat.request');
   * expect(call).toEqual({ body: expect.toMatchContract('agentradio', 'heartbeat.request') });
   */
  toMatchContract<C extends 'agentmc' | 'agentradio' | Contract>(
    contract: C,
    shape: ShapeName<C>,
  ): Result;
  /**
   * So many heartbeats came, whatever was answered; those by an alias count. Given is a mock, a
   * session, a journal or exchanges.
   *
   * @param count exactly so many.
   */
  toHaveReceivedHeartbeats(count: number, which?: WhichHeartbeats): Result;
  /**
   * The client's heartbeats came as often as its contract asks. Given is a mock, a session, a journal
   * or exchanges. AgentRadio has its cadence by `state` (AR-C-005 and AR-C-006); AgentMC has none, so
   * that `interval` is needed: the mean of its heartbeats has to be within a tenth of it.
   *
   * @example
   * expect(mock).toHaveKeptCadence({ state: 'on_shift' });
   * expect(mock).toHaveKeptCadence({ interval: 60_000 });
   */
  toHaveKeptCadence(client: WhichClient): Result;
  /**
   * After a 429, the client sent nothing more to the route until its `Retry-After` had passed
   * (AMC-C-008, AR-C-007). Given is a mock, a session, a journal or exchanges.
   */
  toHaveHonoredRetryAfter(client?: WhichClient): Result;
  /**
   * The client kept all requirements for clients that there was occasion for, and at least one. Given
   * is a mock, a session, a journal or exchanges.
   *
   * @example
   * expect(mock).toConformTo('agentradio', { state: 'on_shift' });
   */
  toConformTo(contract: 'agentmc' | 'agentradio', options?: ConformOptions): Result;
}

/** Which heartbeats count; all by default. */
export interface WhichHeartbeats {
  /** Those of this contract. */
  readonly contract?: string | undefined;
  /** Those with this API key, or with the key of this mark. */
  readonly key?: string | undefined;
  /** Those that were answered with this status. */
  readonly status?: number | undefined;
}

/** Which client is judged, and what is known of it; see `judge`. */
export interface WhichClient extends Omit<JudgeContext, 'contract'> {
  /** Needed where there is traffic of several contracts. */
  readonly contract?: string | undefined;
  /** Its API key, or the mark of it; needed where there is traffic of several keys. */
  readonly key?: string | undefined;
  /**
   * When it was last looked at, in milliseconds since the epoch; by default what the clock of the mock
   * says, or else when the last exchange came.
   */
  readonly until?: number | undefined;
}

/** What a client has to conform to. */
export interface ConformOptions extends Omit<WhichClient, 'contract'> {
  /** Judges only requirements with these ids; `*` stands for anything. All by default. */
  readonly only?: string | undefined;
  /** The weakest basis of requirements to judge; `assumed`, which is all, by default. */
  readonly basis?: Basis | undefined;
  /** The lightest level whose requirements count; `must` by default. */
  readonly failOn?: Level | undefined;
  /** Passes although too little was seen of something; false by default. */
  readonly allowInconclusive?: boolean | undefined;
}
