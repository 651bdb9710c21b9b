import type { Basis, Level } from '../contract/types.ts';
import type { Clock } from '../mock/clock.ts';
import { byOptions } from './check-options.ts';
import type { ServerReport } from './report/types.ts';
import type { Progress } from './run-types.ts';
import type { Suite } from './scenario/load.ts';
import type { Target } from './target/types.ts';

/** What a server is checked with. */
export interface CheckServerOptions {
  /** Id of a built-in contract, or the path of a contract's folder. */
  readonly contract: string;
  /** Base URL, to which the contract's paths are appended: `https://host/api/v1` for AgentMC. */
  readonly url: string;
  /** A valid key. */
  readonly apiKey: string;
  /** Path of the heartbeat, where it is not the contract's. */
  readonly path?: string | undefined;
  /** The agent the key belongs to, where the contract names agents by number. */
  readonly agentId?: number | undefined;
  /** A valid key of another agent, and its id. */
  readonly secondKey?: string | undefined;
  readonly secondAgentId?: number | undefined;
  /** A genuine key that may not send heartbeats. */
  readonly forbiddenKey?: string | undefined;
  /** A key that was switched off. */
  readonly inactiveKey?: string | undefined;
  /** Sent with every request; their values are treated as secrets. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Judges only requirements with these ids; `*` stands for anything. All by default. */
  readonly only?: string | undefined;
  /** The weakest basis of requirements to judge; `assumed`, which is all, by default. */
  readonly basis?: Basis | undefined;
  /** The lightest level whose failure fails the run; `must` by default. */
  readonly failOn?: Level | undefined;
  /** Sends up to so many heartbeats in a row to see a rate limit; 0, which is off, by default. */
  readonly burst?: number | undefined;
  /** Also looks at what takes more than a minute; off by default. */
  readonly slow?: boolean | undefined;
  /**
   * Also sends payloads made from the schema of the request: each constraint of each field, on both
   * sides. Hundreds of requests, the same in every run; off by default.
   */
  readonly generated?: boolean | undefined;
  /**
   * Also sends so many heartbeats that are drawn at random, and more to find the smallest that fails
   * in the same way; 0, which is off, by default.
   */
  readonly fuzz?: number | undefined;
  /** What `fuzz` is drawn from: the same number gives the same heartbeats; 1 by default. */
  readonly fuzzSeed?: number | undefined;
  /** Files of scenarios that take the place of the contract's, save of its control. */
  readonly replay?: readonly string[] | undefined;
  /** Requests in a second, at the most; any number by default. */
  readonly rps?: number | undefined;
  /** Milliseconds in which an answer must be complete; 10,000 by default. */
  readonly timeout?: number | undefined;
  /** Seconds after which the run ends; 300 by default. */
  readonly maxTime?: number | undefined;
  /** Scenarios at the same time; 1 by default. */
  readonly concurrency?: number | undefined;
  /** Certificate authorities to trust beside the usual ones, in PEM form. */
  readonly ca?: string | undefined;
  /** What fingerprints of hosts are derived from, so that reruns reuse them. */
  readonly seed?: string | undefined;
  /** The machine's clock by default. */
  readonly clock?: Clock | undefined;
  /** Random text for a key that no server knows; drawn anew for each run by default. */
  readonly random?: string | undefined;
  /** How the server is reached; over HTTP by default. */
  readonly target?: Target | undefined;
  /** The scenarios, where they are at hand already. */
  readonly suite?: Suite | undefined;
  /** Ends the run early; what was seen until then is reported. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const OPTIONS = [
  'contract',
  'url',
  'apiKey',
  'path',
  'agentId',
  'secondKey',
  'secondAgentId',
  'forbiddenKey',
  'inactiveKey',
  'headers',
  'only',
  'basis',
  'failOn',
  'burst',
  'slow',
  'generated',
  'fuzz',
  'fuzzSeed',
  'replay',
  'rps',
  'timeout',
  'maxTime',
  'concurrency',
  'ca',
  'seed',
  'clock',
  'random',
  'target',
  'suite',
  'signal',
  'onProgress',
] as const satisfies readonly (keyof CheckServerOptions)[];

/**
 * Checks a server against a contract: replays the contract's scenarios, and says for each requirement
 * whether it holds.
 *
 * @throws OptionError, and FileError where the contract's files are wrong. Whatever the server does
 *   is told in the report.
 */
export async function checkServer(options: CheckServerOptions): Promise<ServerReport> {
  // Loaded late: who only wants a mock needs neither YAML nor schema compilers.
  const { runServerCheck } = await import('./server-check.ts');
  return byOptions('checkServer', options, OPTIONS, () => runServerCheck(options));
}

export { OptionError } from '../errors.ts';
