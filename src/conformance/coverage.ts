import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../contract/types.ts';
import { COVERAGE_KINDS, type CoverageKind } from './coverage-kinds.ts';
import type { Judged } from './report/types.ts';
import { get } from './scenario/request.ts';
import type { State } from './states.ts';

/** What there is of a kind, and what of it a run has exercised. */
interface Covered {
  readonly seen: readonly string[];
  readonly unseen: readonly string[];
}

/** What a run has exercised of a contract. */
export interface Coverage extends Readonly<Record<CoverageKind, Covered>> {
  /** Operations that were answered as the contract names it, by their ids. */
  readonly operations: Covered;
  /** Answers that the contract names: `heartbeat 429`. An alias counts as what it stands for. */
  readonly statuses: Covered;
  /** States that answers have shown. */
  readonly states: Covered;
  /** Requirements that there is a verdict on, by their ids. */
  readonly requirements: Covered;
  /** Scenarios that were played to their end. */
  readonly scenarios: Covered;
  /** Where it is less than it has to be, as sentences. */
  readonly problems?: readonly string[];
}

/** An answer, as far as coverage goes. */
export interface CoveredAnswer {
  readonly operation: string | undefined;
  readonly status: number;
  /** Reads the body; undefined where it is no JSON. */
  readonly json: () => unknown;
}

/** Keeps count of what answers show. */
export class CoverageLog {
  readonly #operations: readonly Operation[];
  readonly #states: readonly State[];
  readonly #answered = new Set<string>();
  readonly #statuses = new Set<string>();
  readonly #shown = new Set<string>();

  constructor(operations: readonly Operation[], states: readonly State[]) {
    this.#operations = operations;
    this.#states = states;
  }

  add({ operation: id, status, json }: CoveredAnswer): void {
    const operation = this.#operations.find((one) => one.id === id);
    if (!operation || status === 0) return;
    // Whatever fails in every other way shows nothing of the operation.
    if (String(status) in operation.responses) this.#answered.add(operation.id);
    this.#statuses.add(nameOf(operation, String(status)));
    const open = this.#states.filter(
      ({ name, operations }) => !this.#shown.has(name) && operations.includes(operation.id),
    );
    if (open.length === 0) return;
    const value = json();
    for (const { name, body } of open) {
      const isShown = Object.entries(body).every(([at, rule]) => fits(rule, get(value, at)));
      if (isShown) this.#shown.add(name);
    }
  }

  /**
   * @param judged all requirements that the run could have told something of.
   * @param scenarios names of all that could have been played, and whether they were.
   */
  result(
    judged: readonly Pick<Judged, 'id' | 'verdict'>[],
    scenarios: ReadonlyMap<string, boolean>,
  ): Coverage {
    const statuses = this.#operations.flatMap((operation) =>
      Object.keys(operation.responses).map((status) => nameOf(operation, status)),
    );
    const told = judged.filter(({ verdict }) => verdict !== 'inconclusive').map(({ id }) => id);
    return {
      operations: covered(
        this.#operations.map(({ id }) => id),
        this.#answered,
      ),
      statuses: covered(statuses, this.#statuses),
      states: covered(
        this.#states.map(({ name }) => name),
        this.#shown,
      ),
      requirements: covered(
        judged.map(({ id }) => id),
        new Set(told),
      ),
      scenarios: covered(
        [...scenarios.keys()],
        new Set([...scenarios].flatMap(([name, isPlayed]) => (isPlayed ? [name] : []))),
      ),
    };
  }
}

/** How much of a kind a run has exercised. */
export interface Share {
  readonly kind: CoverageKind;
  readonly seen: number;
  readonly total: number;
  /** From 0 to 100, not rounded. */
  readonly percent: number;
  /** Names of what was not exercised. */
  readonly unseen: readonly string[];
}

/** How much of each kind a run has exercised; kinds that there is nothing of are left out. */
export function sharesOf(coverage: Coverage): Share[] {
  return COVERAGE_KINDS.map((kind) => {
    const { seen, unseen } = coverage[kind];
    const total = seen.length + unseen.length;
    return { kind, seen: seen.length, total, percent: (seen.length / total) * 100, unseen };
  }).filter(({ total }) => total > 0);
}

function nameOf({ id, aliasOf }: Operation, status: string): string {
  return `${aliasOf ?? id} ${status}`;
}

function covered(all: readonly string[], seen: ReadonlySet<string>): Covered {
  const names = [...new Set(all)];
  return {
    seen: names.filter((name) => seen.has(name)),
    unseen: names.filter((name) => !seen.has(name)),
  };
}

function fits(rule: State['body'][string], value: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return isDeepStrictEqual(value, rule);
  if ('above' in rule) return typeof value === 'number' && value > rule.above;
  return (value !== undefined) === rule.present;
}
