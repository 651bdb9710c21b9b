import type { Difference, Observation } from './evaluate.ts';

/** A failed expectation with all that is needed to reproduce and to understand it. */
export interface Finding {
  readonly scenario: string;
  readonly step: string;
  /**
   * What it is about, the same in each run, where `step` is not: field and keyword of a payload that was
   * made up, operation and status of what holds for every answer.
   */
  readonly about?: string;
  readonly sent: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    /** The request as a shell command; keys stand in it as names of variables. */
    readonly curl: string;
  };
  /** Absent where no answer came. */
  readonly received?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Its beginning, where it is long. */
    readonly body: string;
  };
  readonly differences: readonly Difference[];
  /** What most likely lies behind it. */
  readonly cause?: string;
  /** How many others were seen that look alike; `step` tells of them too. */
  readonly similar?: number;
  /** The text of a scenario file that shows it again, where the request was generated. */
  readonly replay?: string;
}

/** A finding, and how many were seen that look alike. */
interface Entry {
  readonly finding: Finding;
  similar: number;
}

/** What a run saw of one requirement. */
export class Tally {
  passes = 0;
  /** Findings by what those have in common that look alike; by their number where there is no such. */
  readonly #entries = new Map<string, Entry>();
  /** Why something that should have been observed was not. */
  readonly blocked = new Set<string>();
  /** Why answers did not count. */
  readonly unseen = new Set<string>();

  get findings(): readonly Finding[] {
    return [...this.#entries.values()].map(({ finding, similar }) =>
      similar === 0
        ? finding
        : { ...finding, step: `${finding.step} (and ${similar} more like it)`, similar },
    );
  }

  /** What findings that were grouped have in common, for each group. */
  get groups(): ReadonlySet<string> {
    return new Set(this.#entries.keys());
  }

  /**
   * @param finding tells of a failure.
   * @param group what failures have in common that differ at the same places; each is told by default.
   */
  add(
    observation: Observation,
    finding: (differences: readonly Difference[]) => Finding,
    group?: string,
  ): void {
    switch (observation.kind) {
      case 'pass':
        this.passes += 1;
        break;
      case 'fail': {
        const { differences } = observation;
        const places = differences.map(({ where }) => where).join(' ');
        const key = group === undefined ? `${this.#entries.size}` : `${group}: ${places}`;
        const known = this.#entries.get(key);
        if (known) known.similar += 1;
        else this.#entries.set(key, { finding: finding(differences), similar: 0 });
        break;
      }
      default:
        this[observation.kind].add(observation.reason);
    }
  }

  /** Takes over what was seen elsewhere. */
  absorb(other: Tally): void {
    this.passes += other.passes;
    for (const [key, entry] of other.#entries) {
      const known = this.#entries.get(key);
      if (known) known.similar += entry.similar + 1;
      else this.#entries.set(key, { ...entry });
    }
    for (const kind of ['blocked', 'unseen'] as const) {
      for (const reason of other[kind]) this[kind].add(reason);
    }
  }
}

/** Tallies by the id of the requirement. */
export class Tallies {
  readonly #tallies = new Map<string, Tally>();

  of(requirement: string): Tally {
    let tally = this.#tallies.get(requirement);
    if (!tally) this.#tallies.set(requirement, (tally = new Tally()));
    return tally;
  }

  /** Takes over what was seen elsewhere. */
  absorb(other: Tallies): void {
    for (const [id, tally] of other.#tallies) this.of(id).absorb(tally);
  }

  /** Whether anything failed of these requirements that is about this. */
  knows(about: string, requirements: readonly string[]): boolean {
    return requirements.some((id) =>
      [...this.of(id).groups].some((group) => group.startsWith(`${about} `)),
    );
  }

  /** The requirements with failures here that look like none of another. */
  newSince(other: Tallies): string[] {
    return [...this.#tallies].flatMap(([id, { groups }]) =>
      [...groups].some((group) => !other.of(id).groups.has(group)) ? [id] : [],
    );
  }
}
