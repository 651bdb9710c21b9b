import { chance } from '../random.ts';
import {
  countRequest,
  isSweepDue,
  sweepLimits,
  type LimitMemories,
  type Verdict,
} from './limits.ts';
import { matches, type Facts } from './match.ts';
import type { Effect, LimitRule, LimitScope, Rule, Scenario, ScenarioState } from './types.ts';

/** Where a scenario stands; plain JSON, so that it can be kept and restored. */
export interface ScriptRun {
  readonly scenario: string;
  state: string;
  /** When the state was entered, in milliseconds since the epoch. */
  since: number;
  /** How often the state was entered before; no two stays draw the same chances. */
  visits: number;
  /** How many requests fitted each rule, and each transition, of the state. */
  fitted: number[];
  counted: number[];
  /** What rate limits remember, by rule and by who is counted. */
  limits: LimitMemories;
  /** When rate limits were last rid of what is over; unset until there is one that counts. */
  swept?: number;
}

/** What a scenario does to a request. */
export interface Direction {
  readonly effect: Effect;
  /** Where a rate limit has decided. */
  readonly verdict?: Verdict;
}

/** Told of a limit, whether it was exceeded or not. */
export type LimitSeen = (rule: LimitRule, verdict: Verdict) => void;

/** A scenario at its beginning. */
export function beginScript({ name, states }: Scenario, now: number): ScriptRun {
  const [first = ''] = Object.keys(states);
  const run = { scenario: name, state: first, since: now, visits: 0, limits: {} };
  return { ...run, fitted: [], counted: [] };
}

/** The state that a scenario is in. */
export function stateOf({ states }: Scenario, { state }: ScriptRun): ScenarioState {
  return states[state] ?? {};
}

/** Puts a scenario into a state. */
export function enterState(run: ScriptRun, state: string, now: number): void {
  run.state = state;
  run.since = now;
  run.visits += 1;
  run.fitted = [];
  run.counted = [];
}

/**
 * Lets time pass: each state that has come to its end is left at the moment it ended, however long
 * ago that is, so that it makes no difference when a request happens to look.
 *
 * @param onEnter is called for each state that is entered.
 */
export function passTime(
  scenario: Scenario,
  run: ScriptRun,
  now: number,
  onEnter: (state: ScenarioState) => void,
): void {
  const seen = new Map<string, { readonly since: number; readonly visits: number }>();
  for (;;) {
    // Who comes round again skips the rounds that have passed since; those that take no time end here.
    const before = seen.get(run.state);
    if (before) {
      const round = run.since - before.since;
      if (round === 0) {
        run.visits = before.visits;
        return;
      }
      const rounds = Math.floor((now - run.since) / round);
      run.since += rounds * round;
      run.visits += rounds * (run.visits - before.visits);
      seen.clear();
    }
    seen.set(run.state, { since: run.since, visits: run.visits });
    const due = (stateOf(scenario, run).goto ?? [])
      .flatMap(({ after, to }) => (after === undefined ? [] : [{ at: run.since + after, to }]))
      .filter(({ at }) => at <= now)
      .toSorted((one, other) => one.at - other.at)[0];
    if (!due) return;
    enterState(run, due.to, due.at);
    onEnter(stateOf(scenario, run));
  }
}

/** What happens to a request, where something does. Counts the request for the rules it fits. */
export function direct(
  scenario: Scenario,
  run: ScriptRun,
  facts: Facts,
  now: number,
  seed: number,
  onLimit: LimitSeen,
): Direction | undefined {
  for (const [index, rule] of (stateOf(scenario, run).rules ?? []).entries()) {
    if (!matches(rule.on, facts)) continue;
    const nth = (run.fitted[index] ?? 0) + 1;
    run.fitted[index] = nth;
    if (!isDue(rule, nth, () => chance(drawName(run, index, nth), seed))) continue;
    if (!rule.limit) return { effect: rule.reply };
    sweepRun(scenario, run, now);
    const name = `${run.state}/${index}/${scopeOf(rule.limit.per, facts)}`;
    const { verdict, memory } = countRequest(rule.limit, run.limits[name], now);
    run.limits[name] = memory;
    onLimit(rule.limit, verdict);
    if (!verdict.allowed) return { effect: rule.reply, verdict };
  }
  return undefined;
}

/** Drops now and then what rate limits remember of those that they have no more to say of. */
function sweepRun(scenario: Scenario, run: ScriptRun, now: number): void {
  run.swept ??= now;
  if (!isSweepDue(run.swept, longestWindow(scenario), now)) return;
  run.swept = now;
  const limitOf = (name: string) => {
    const [state = '', rule] = name.split('/', 2);
    return scenario.states[state]?.rules?.[Number(rule)]?.limit;
  };
  sweepLimits(run.limits, limitOf, now);
}

/** Looked up with every request that a limit counts. */
const longestWindows = new WeakMap<Scenario, number>();

function longestWindow(scenario: Scenario): number {
  let longest = longestWindows.get(scenario);
  if (longest === undefined) {
    const rules = Object.values(scenario.states).flatMap((state) => state.rules ?? []);
    longest = Math.max(0, ...rules.map(({ limit }) => limit?.window ?? 0));
    longestWindows.set(scenario, longest);
  }
  return longest;
}

/**
 * Leads on to another state where a request does that; called once the request has its answer, so
 * that the next one finds the new state.
 */
export function passRequest(
  scenario: Scenario,
  run: ScriptRun,
  facts: Facts,
  now: number,
  onEnter: (state: ScenarioState) => void,
): void {
  for (const [index, { to, after, on, count = 1 }] of (
    stateOf(scenario, run).goto ?? []
  ).entries()) {
    if (after !== undefined || !matches(on, facts)) continue;
    const nth = (run.counted[index] ?? 0) + 1;
    run.counted[index] = nth;
    if (nth < count) continue;
    enterState(run, to, now);
    onEnter(stateOf(scenario, run));
    return;
  }
}

/** Milliseconds until the state ends by itself; undefined where it does not. */
export function remainingOf(scenario: Scenario, run: ScriptRun, now: number): number | undefined {
  const ends = (stateOf(scenario, run).goto ?? []).flatMap(({ after }) => after ?? []);
  return ends.length > 0 ? run.since + Math.min(...ends) - now : undefined;
}

function isDue({ times, every, probability }: Rule, nth: number, draw: () => number): boolean {
  if (times !== undefined && nth > times) return false;
  if (every !== undefined && nth % every !== 0) return false;
  return probability === undefined || draw() < probability;
}

function drawName({ scenario, state, visits }: ScriptRun, rule: number, nth: number): string {
  return `script/${scenario}/${state}/${visits}/${rule}/${nth}`;
}

/** Who is counted apart from whom. */
export function scopeOf(scope: LimitScope = 'key', facts: Facts): string {
  const { id, aliasOf = id } = facts.operation;
  switch (scope) {
    case 'key':
      return facts.key() ?? '';
    case 'route':
      return aliasOf;
    case 'key+route':
      return `${facts.key() ?? ''} ${aliasOf}`;
    case 'all':
      return '';
  }
}
