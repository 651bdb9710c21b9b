import type { Difference, Observation } from './evaluate.ts';

/** A failed expectation with all that is needed to reproduce and to understand it. */
export interface Finding {
  readonly scenario: string;
  readonly step: string;
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
}

/** What a run saw of one requirement. */
export class Tally {
  passes = 0;
  readonly findings: Finding[] = [];
  /** Why something that should have been observed was not. */
  readonly blocked = new Set<string>();
  /** Why answers did not count. */
  readonly unseen = new Set<string>();

  add(observation: Observation, finding: (differences: readonly Difference[]) => Finding): void {
    switch (observation.kind) {
      case 'pass':
        this.passes += 1;
        break;
      case 'fail':
        this.findings.push(finding(observation.differences));
        break;
      default:
        this[observation.kind].add(observation.reason);
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
}
