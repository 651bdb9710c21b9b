import { fetchWith } from './adapters/fetch.ts';
import { checkFaults } from './simulation/check-faults.ts';
import type { AgentmcState } from './behaviours/agentmc.ts';
import type { AgentradioState } from './behaviours/agentradio/index.ts';
import { steerableClock, type Clock, type SteerableClock, type SteerOptions } from './clock.ts';
import { CONTROL, isControlPath, type Control } from './control.ts';
import { handle, recordForeign } from './engine.ts';
import { saveWorld, type Snapshot } from './snapshots/save.ts';
import { Snapshots } from './snapshots/named.ts';
import type { Journal } from './journal.ts';
import { problem, problemReply } from './problem.ts';
import { redactRule } from './simulation/redact-rule.ts';
import type { LimitRule, Rule, Scenario } from './simulation/types.ts';
import type { Answer, Behaviour, PlainReply, PlainRequest } from './types.ts';
import { createWorld, type WorldOptions } from './world.ts';

/** The state of the contracts that are mocked, by their ids. */
export interface MockState {
  readonly agentmc?: AgentmcState;
  readonly agentradio?: AgentradioState;
  readonly [contract: string]: unknown;
}

/** A scenario that can be asked for, and the state it is in where it runs for all requests. */
export interface ScenarioStatus {
  readonly name: string;
  readonly title: string;
  readonly states: readonly string[];
  readonly state: string | null;
}

/** A world of its own: state, clock, seed, scenario, limits and journal. */
export interface Session {
  /** `default` for the mock itself. */
  readonly id: string;
  /** What stands before the paths of the contracts; empty for the mock itself. */
  readonly basePath: string;
  /** Ids of the contracts that are mocked. */
  readonly contracts: readonly string[];
  /** The contracts themselves, and what makes them stateful. */
  readonly behaviours: readonly Behaviour[];
  /** What names, schedules and chances are drawn from; a snapshot brings its own. */
  readonly seed: number;
  /** The time of everything in here; can be set, moved on, frozen and made faster. */
  readonly clock: SteerableClock;
  /** What passed, without secrets. */
  readonly journal: Journal;
  /** Handles a request given as plain data. */
  handle(request: PlainRequest): PlainReply;
  /** Handles a `Request`; the signature of the global `fetch`, without its network. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** The state of every contract as plain JSON, without secrets. */
  state(): MockState;
  /** Origin of the planted addresses that stand for a foreign one. */
  readonly canaryUrl: string;
  /**
   * Writes into the journal, without secrets, what something else than the mock answered, such as a handler
   * that stands before it: who judges the journal should see all that the client did.
   *
   * @param by what the exchange is marked with, in `simulated`; `override` by default.
   * @param at when the request came, in milliseconds since the epoch; now by default.
   */
  record(request: PlainRequest, reply: PlainReply, by?: string, at?: number): void;
  /** Takes keys out of a text, as the journal does; those included that were used before. */
  conceal(text: string): string;
  /** The same for a rule; patterns in it stay as they are. */
  concealRule(rule: Rule): Rule;
  /** Goes back to the first state, scenario and limits included; the journal is emptied. */
  reset(): void;
  /**
   * Everything that answers depend on, as plain JSON: what the contracts remember, scenarios, faults,
   * limits, seed and clock, but not the journal. Keys are in it by their hashes alone, and are taken
   * out of what clients reported; a fault that goes by a key fits no request once it is restored.
   *
   * @throws SnapshotError where the behaviour of a contract has no `save` and `load`.
   */
  save(): Snapshot;
  /**
   * Goes on exactly as the saved session would have, to the millisecond; the journal is kept. The
   * contracts, their options and the scenarios have to be there as they were.
   *
   * @param snapshot of this session or another one, also as it was read from a file.
   * @throws SnapshotError with the place of what is wrong; nothing is changed then.
   */
  restore(snapshot: unknown): Promise<void>;
  /** Snapshots that are kept under names, also when the session is reset. */
  readonly snapshots: Snapshots;
  /** The scenarios that there are. */
  scenarios(): ScenarioStatus[];
  /** Adds a scenario to those; one of the same name is replaced, and begins anew. */
  addScenario(scenario: Scenario): void;
  /**
   * Begins a scenario for all requests; undefined ends it.
   *
   * @param state where it begins; its first state by default.
   * @throws RangeError where there is no such scenario or state.
   */
  play(scenario: string | undefined, state?: string): void;
  /** Rules that come before any scenario: what happens to which requests. */
  faults: readonly Rule[];
  /** A rate limit for all requests; undefined, the default, is none. */
  limit: LimitRule | undefined;
}

/** What a session is made from. */
export interface SessionParts extends WorldOptions, SteerOptions {
  readonly id: string;
  readonly basePath: string;
  /** What the session's clock runs by. */
  readonly clock: Clock;
  /** Scenarios that can be asked for, by name; of this session alone, as it adds to them. */
  readonly scenarios: Map<string, Scenario>;
  /** What answers calls of the control API for this session. */
  readonly control: Control;
}

/** Makes a session in its first state. */
export function createSession(parts: SessionParts): Session {
  const clock = steerableClock(parts.clock, parts);
  let world = createWorld(parts, clock.now());
  const { journal } = world;
  const save = () => {
    world.director.pass(clock.now());
    return saveWorld(world, clock.state, parts.clock.now());
  };
  const read = async (snapshot: unknown) => {
    // Loaded late: what checks snapshots is needed by few, and costs start-up time.
    const { readWorld } = await import('./snapshots/restore.ts');
    return readWorld(snapshot, parts, world);
  };
  const restore = async (snapshot: unknown) => {
    const next = await read(snapshot);
    world = next.world;
    // Frozen first: a fast clock would run on between the two steps.
    clock.freeze();
    clock.set(next.clock.now);
    clock.scale(next.clock.scale);
  };
  const handleNow = (request: PlainRequest) =>
    isControlPath(request.path) && !world.canaries.isForeign(request)
      ? problemReply(onlyByFetch(), clock.now())
      : handle(world, request, clock.now());
  return {
    id: parts.id,
    basePath: parts.basePath,
    contracts: parts.behaviours.map((behaviour) => behaviour.contract.id),
    behaviours: parts.behaviours,
    get seed() {
      return world.seed;
    },
    clock,
    journal,
    handle: handleNow,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      return fetchWith(handleNow, request, () => clock, parts.control);
    },
    state() {
      const now = clock.now();
      world.director.pass(now);
      const sites = [...world.sites].map(([id, { behaviour, state }]) => [
        id,
        behaviour.inspect(state, now),
      ]);
      // What clients report is kept as it came, and may hold their keys.
      const { redactor } = world;
      return redactor.value(Object.fromEntries(sites), redactor.seen) as MockState;
    },
    get canaryUrl() {
      return parts.canaries.origin;
    },
    record: (request, reply, by = 'override', at = clock.now()) =>
      recordForeign(world, request, reply, at, by),
    concealRule: (rule) => redactRule(rule, world.redactor),
    conceal: (text) => world.redactor.text(text, world.redactor.seen),
    reset() {
      journal.clear();
      world = createWorld({ ...parts, seed: world.seed }, clock.now(), journal);
    },
    save,
    restore,
    snapshots: new Snapshots({ save, restore, check: read }),
    scenarios: () => world.director.list(clock.now()),
    addScenario(scenario) {
      parts.scenarios.set(scenario.name, scenario);
      world.director.forgetRuns(scenario.name);
      for (const { accounts } of world.sites.values()) accounts.forgetKeys();
    },
    play: (scenario, state) => world.director.play(scenario, clock.now(), state),
    get faults() {
      return world.director.faults;
    },
    set faults(rules) {
      checkFaults(rules, parts.behaviours);
      world.director.faults = rules;
    },
    get limit() {
      return world.director.limit;
    },
    set limit(limit) {
      world.director.limit = limit;
    },
  };
}

/** The control API takes its time: it waits for requests, and is loaded when it is first called. */
function onlyByFetch(): Answer {
  return problem(
    'only-by-fetch',
    400,
    `What is below ${CONTROL} is answered by fetch() and on the sockets of listen(), not by handle().`,
  );
}
