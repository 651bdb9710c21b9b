import type { ActiveScene, Behaviour } from '../types.ts';
import { CommonLimit, type CommonLimitMemory } from './common-limit.ts';
import { limitHeaders } from './limit-headers.ts';
import { unknownScenario } from './library.ts';
import type { Facts } from './match.ts';
import { readPrefer, type Preference } from './prefer.ts';
import {
  beginScript,
  direct,
  enterState,
  passRequest,
  passTime,
  remainingOf,
  stateOf,
  type ScriptRun,
} from './script.ts';
import type { Effect, Forgettable, LimitRule, Rule, Scenario, ScenarioState } from './types.ts';

/** What is put on for one request, by all that has a say in it. */
export interface Guidance {
  /** Who decided, for the journal and for a header: the name of a scenario, `fault`, `prefer`. */
  by?: string;
  effect?: Effect;
  /** Milliseconds that `Retry-After` asks to wait. */
  wait?: number;
  /** Headers that tell of rate limits. */
  readonly headers: Record<string, string>;
  scene?: ActiveScene;
  /** The scenarios that see the request. */
  readonly runs: ScriptRun[];
}

/** What a director is made from. */
export interface DirectorOptions {
  readonly seed: number;
  /** All that can be asked for, by name. */
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** What runs from the beginning; nothing by default. */
  readonly scenario?: string | undefined;
  /** A limit for all requests; none by default. */
  readonly limit?: LimitRule | undefined;
  /** Whether the `Prefer` header of a request is heeded. */
  readonly prefer: boolean;
  readonly now: number;
}

/** What a director remembers, as plain JSON. */
export interface DirectorMemory extends CommonLimitMemory {
  readonly scenario: string | undefined;
  readonly runs: Readonly<Record<string, ScriptRun>>;
  readonly faults: readonly Rule[];
}

/** The name of the run that holds the faults which were asked for one by one. */
export const FAULTS = 'fault';
/** The only state that it has. */
const ON = 'on';
/** What the run of a scenario begins with that runs for one key alone. */
const KEY_RUN = 'key/';
/**
 * How many scenarios run for keys alone at a time. Whoever calls with ever new keys would fill the
 * memory; so the oldest run is dropped for a new one, and begins anew with the next request of its key.
 */
const MAX_KEY_RUNS = 10_000;

/** Decides what is put on: by the `Prefer` header, by faults, by scenarios, by a rate limit. */
export class Director {
  readonly #options: DirectorOptions;
  /** Scenarios under way: that of all requests by its name, others with what they are for. */
  #runs = new Map<string, ScriptRun>();
  /** Those that run for one key alone, from the oldest on. */
  #keyRuns = new Map<string, ScriptRun>();
  #active: string | undefined;
  #faults: Scenario = faultsOf([]);
  readonly #limit: CommonLimit;
  /** Told of what a scenario makes the mock forget. */
  onForget: (what: Forgettable) => void = () => {};

  constructor(options: DirectorOptions) {
    this.#options = options;
    this.#limit = new CommonLimit(options.limit);
    if (options.scenario !== undefined) this.play(options.scenario, options.now);
  }

  /** Names of all scenarios, and where each one is that is under way for all requests. */
  list(now: number): { name: string; title: string; states: string[]; state: string | null }[] {
    return [...this.#options.scenarios.values()].map(({ name, title, states }) => ({
      name,
      title,
      states: Object.keys(states),
      state: name === this.#active ? this.#current(name, now).state : null,
    }));
  }

  /** The scenario of all requests, and the state it is in. */
  active(now: number): { readonly name: string; readonly state: string } | undefined {
    if (this.#active === undefined) return undefined;
    return { name: this.#active, state: this.#current(this.#active, now).state };
  }

  /**
   * Begins a scenario for all requests, in place of the one before; undefined ends it.
   *
   * @param state where to begin; its first state by default.
   * @throws RangeError where there is no such scenario or state.
   */
  play(name: string | undefined, now: number, state?: string): void {
    if (name === undefined) {
      this.#active = undefined;
      return;
    }
    const scenario = this.#find(name);
    const run = beginScript(scenario, now);
    if (state !== undefined) {
      if (!Object.hasOwn(scenario.states, state)) {
        const names = Object.keys(scenario.states).join(', ');
        throw new RangeError(`scenario ${name} has no state "${state}"; it has ${names}`);
      }
      enterState(run, state, now);
    }
    this.#active = name;
    this.#runs.set(name, run);
    this.#entered(run, stateOf(scenario, run));
  }

  /** Lets a scenario begin anew wherever it runs. */
  forgetRuns(scenario: string): void {
    for (const runs of [this.#runs, this.#keyRuns]) {
      for (const [id, run] of runs) if (run.scenario === scenario) runs.delete(id);
    }
  }

  /** What was asked for one by one; it comes before scenarios. */
  get faults(): readonly Rule[] {
    return this.#faults.states[ON]?.rules ?? [];
  }

  set faults(rules: readonly Rule[]) {
    this.#faults = faultsOf(rules);
    this.#runs.delete(FAULTS);
  }

  /** The limit for all requests; undefined switches it off. What was counted is forgotten. */
  get limit(): LimitRule | undefined {
    return this.#limit.rule;
  }

  set limit(limit: LimitRule | undefined) {
    this.#limit.rule = limit;
  }

  /** Forgets what rate limits have counted. */
  forgetLimits(): void {
    this.#limit.forget();
    for (const run of this.#runs.values()) run.limits = {};
    for (const run of this.#keyRuns.values()) run.limits = {};
  }

  /** Guides a request; undefined where nobody has a say in it. */
  guide(facts: Facts, behaviour: Behaviour, now: number): Guidance | undefined {
    const asked = this.#options.prefer ? facts.request.headers['prefer'] : undefined;
    const isIdle =
      this.#active === undefined && this.limit === undefined && this.faults.length === 0;
    if (isIdle && asked === undefined) return undefined;
    const guidance: Guidance = { headers: {}, runs: [] };
    const preference = asked === undefined ? {} : readPrefer(asked);
    if (preference.scenario !== undefined && this.#options.scenarios.has(preference.scenario)) {
      this.#follow(guidance, preference.scenario, `prefer/${preference.scenario}`, facts, now);
    }
    this.#prefer(guidance, preference);
    if (this.faults.length > 0) this.#apply(guidance, FAULTS, this.#faults, FAULTS, facts, now);
    if (this.#active !== undefined) this.#follow(guidance, this.#active, this.#active, facts, now);
    this.#count(guidance, facts, now);
    return guidance.runs.length > 0 || guidance.effect || isLimited(guidance)
      ? this.#guarded(guidance, behaviour, facts)
      : undefined;
  }

  /** Guides a request by a scenario that its key asks for, and that runs for this key alone. */
  guideKey(
    guidance: Guidance | undefined,
    name: string,
    facts: Facts,
    behaviour: Behaviour,
    now: number,
  ): Guidance {
    const own = guidance ?? { headers: {}, runs: [] };
    this.#follow(own, name, `${KEY_RUN}${facts.key()}/${name}`, facts, now);
    return this.#guarded(own, behaviour, facts);
  }

  /** Lets the time pass for the scenario of all requests, which may make the mock forget. */
  pass(now: number): void {
    if (this.#active !== undefined) this.#current(this.#active, now);
  }

  /** Lets scenarios go on once a request has its answer. */
  answered({ runs }: Guidance, facts: Facts, now: number): void {
    for (const run of runs) {
      const scenario = this.#options.scenarios.get(run.scenario);
      if (scenario) passRequest(scenario, run, facts, now, (state) => this.#entered(run, state));
    }
  }

  /** What it remembers, which changes with it. */
  get memory(): DirectorMemory {
    return {
      scenario: this.#active,
      runs: Object.fromEntries(
        [...this.#runs, ...this.#keyRuns].map(([id, run]) => [id, withoutHoles(run)]),
      ),
      faults: this.faults,
      ...this.#limit.memory,
    };
  }

  /** Goes on where another director was. */
  restore({ scenario, runs, faults, ...limit }: DirectorMemory): void {
    this.#active = scenario;
    this.#faults = faultsOf(faults);
    const entries = Object.entries(structuredClone(runs));
    this.#runs = new Map(entries.filter(([id]) => !id.startsWith(KEY_RUN)));
    this.#keyRuns = new Map(entries.filter(([id]) => id.startsWith(KEY_RUN)));
    this.#limit.restore(limit);
  }

  #find(name: string): Scenario {
    const scenario = this.#options.scenarios.get(name);
    if (scenario) return scenario;
    throw new RangeError(unknownScenario(name, this.#options.scenarios));
  }

  #run(id: string, scenario: Scenario, now: number): ScriptRun {
    const isOfKey = id.startsWith(KEY_RUN);
    const runs = isOfKey ? this.#keyRuns : this.#runs;
    let run = runs.get(id);
    if (run) return run;
    if (isOfKey && runs.size >= MAX_KEY_RUNS) {
      const [oldest = ''] = runs.keys();
      runs.delete(oldest);
    }
    runs.set(id, (run = beginScript(scenario, now)));
    return run;
  }

  /** Where a scenario is once the time until now has passed. */
  #current(name: string, now: number, id = name): ScriptRun {
    const scenario = this.#find(name);
    const run = this.#run(id, scenario, now);
    passTime(scenario, run, now, (state) => this.#entered(run, state));
    return run;
  }

  #follow(guidance: Guidance, name: string, id: string, facts: Facts, now: number): void {
    const scenario = this.#find(name);
    const run = this.#current(name, now, id);
    if (scenario.contracts && !scenario.contracts.includes(facts.contract)) return;
    guidance.runs.push(run);
    const settings = stateOf(scenario, run).scene;
    if (settings) guidance.scene ??= { settings, since: run.since };
    this.#apply(guidance, id, scenario, name, facts, now);
  }

  #apply(
    guidance: Guidance,
    id: string,
    scenario: Scenario,
    by: string,
    facts: Facts,
    now: number,
  ): void {
    // Who comes first decides; those after it do not count the request.
    if (guidance.effect) return;
    const { seed } = this.#options;
    const run = this.#run(id, scenario, now);
    const direction = direct(scenario, run, facts, now, seed, (rule, verdict) => {
      Object.assign(guidance.headers, limitHeaders(rule, verdict, rule.headers ?? [], now));
    });
    if (!direction) return;
    const { effect, verdict } = direction;
    guidance.by = by;
    guidance.effect = effect;
    const { retryAfter } = effect;
    const wait =
      retryAfter === 'state'
        ? remainingOf(scenario, run, now)
        : (retryAfter ?? verdict?.retryAfter);
    if (wait !== undefined) guidance.wait = wait;
  }

  #prefer(guidance: Guidance, { code, fault, delay }: Preference): void {
    if (code === undefined && fault === undefined && delay === undefined) return;
    // An answer that is asked for by its status comes before what a scenario would do.
    const before = code === undefined ? guidance.effect : undefined;
    guidance.by ??= 'prefer';
    guidance.effect = {
      ...before,
      ...(code !== undefined && { status: code }),
      ...(fault !== undefined && { fault }),
      ...(delay !== undefined && { delay }),
    };
  }

  #count(guidance: Guidance, facts: Facts, now: number): void {
    if (guidance.effect) return;
    const counted = this.#limit.count(facts, now);
    if (!counted) return;
    const { verdict, headers } = counted;
    Object.assign(guidance.headers, headers);
    if (verdict.allowed) return;
    guidance.by = 'rate-limit';
    guidance.effect = {
      error: 'rate-limited',
      retryAfterForm: this.limit?.retryAfter ?? 'seconds',
    };
    guidance.wait = verdict.retryAfter;
  }

  /** What anyone may read is not refused for a key. */
  #guarded(guidance: Guidance, behaviour: Behaviour, { operation }: Facts): Guidance {
    const { effect } = guidance;
    const isOfKeys = effect?.error !== undefined && KEY_REFUSALS.includes(effect.error);
    if (isOfKeys && !operation.secured) {
      delete guidance.effect;
      delete guidance.by;
    }
    return guidance;
  }

  /** A scenario of some requests only has no business with what others are remembered by. */
  #entered(run: ScriptRun, { enter }: ScenarioState): void {
    const isOfAll = this.#active !== undefined && this.#runs.get(this.#active) === run;
    for (const what of enter?.forget ?? []) {
      if (!isOfAll) {
        if (what === 'limits') run.limits = {};
      } else if (what === 'limits') this.forgetLimits();
      else this.onForget(what);
    }
  }
}

const KEY_REFUSALS = ['key-missing', 'key-unknown', 'key-inactive', 'forbidden'];

/** Rules that no request has fitted yet are left out of a list that later ones are in. */
function withoutHoles(run: ScriptRun): ScriptRun {
  const whole = (counts: number[]) => Array.from(counts, (count) => count ?? 0);
  return { ...run, fitted: whole(run.fitted), counted: whole(run.counted) };
}

function isLimited({ headers }: Guidance): boolean {
  return Object.keys(headers).length > 0;
}

/** Faults as a scenario. */
export function faultsOf(rules: readonly Rule[]): Scenario {
  return { name: FAULTS, title: 'Faults that were asked for.', states: { [ON]: { rules } } };
}
