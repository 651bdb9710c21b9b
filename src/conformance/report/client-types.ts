import type { Level } from '../../contract/types.ts';
import type { Outcome } from '../client/traffic.ts';
import type { Coverage } from '../coverage.ts';
import type { BaselineResult, Judged, Verdict } from './types.ts';

/** What a run says of clients, requirement by requirement; plain JSON, without keys. */
export interface ClientReport {
  readonly format: 'heartbeat-kit/client-report@1';
  readonly contract: { readonly id: string; readonly title: string };
  /** The command, as a line for a shell, or what else was judged. */
  readonly client: string;
  /** Whether it was started, came by itself, is a function, or was recorded elsewhere. */
  readonly reached: 'command' | 'attached' | 'function' | 'log';
  /** What the agent was doing; absent where the contract has no cadence. */
  readonly state?: string;
  readonly verdict: Verdict;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Of this machine. */
  readonly durationMs: number;
  readonly requests: number;
  readonly failOn: Level;
  readonly totals: Readonly<Record<Verdict, number>>;
  /** What could not be done, and what to do about it. */
  readonly notes: readonly string[];
  /** Whether the run was ended before all scenarios were over. */
  readonly interrupted: boolean;
  readonly requirements: readonly ClientResult[];
  /** What the client, or this run, gave no occasion to see. */
  readonly unexercised: readonly Unexercised[];
  readonly scenarios: readonly ScenarioResult[];
  readonly coverage: Coverage;
  readonly baseline?: BaselineResult;
}

/** What a run says about one requirement. */
export interface ClientResult extends Judged {
  readonly evidence: readonly Evidence[];
}

/** What one scenario shows of a requirement. */
export interface Evidence {
  readonly scenario: string;
  readonly verdict: Verdict;
  /** What was measured, and what was allowed. */
  readonly why: string;
  /** Ids in the scenario's timeline. */
  readonly exchanges: readonly number[];
}

/** A requirement that nothing was seen of. */
export interface Unexercised extends Omit<Judged, 'verdict' | 'reasons' | 'known'> {
  readonly why: string;
}

/** How a scenario went. */
export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  /** Milliseconds that passed for the client. */
  readonly lasted: number;
  /** The highest pace at which its time passed: seconds in each second. */
  readonly rate: number;
  /** Why it was run again, more slowly; absent where it was not. */
  readonly rerun?: string;
  /** How the client ended, where it ended by itself. */
  readonly ended?: string;
  /** The last lines that it wrote, where there is something to explain. */
  readonly output?: string;
  /** Folder with all that it wrote. */
  readonly folder?: string;
  readonly timeline: readonly TimelineEntry[];
}

/** A request, in the order in which they came. */
export interface TimelineEntry {
  readonly id: number;
  /** Milliseconds since the scenario began, for the client. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly outcome: Outcome;
  /** Status of the answer, or what came in its place. */
  readonly answer: string;
  /** Milliseconds that the answer asked to wait. */
  readonly retryAfter?: number;
  /** When it should have come, in milliseconds since the scenario began; `to` is open where absent. */
  readonly allowed?: { readonly from: number; readonly to?: number };
}
