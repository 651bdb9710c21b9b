import type { Basis, Level } from '../contract/types.ts';
import type { Clock } from '../mock/clock.ts';
import { byOptions } from './check-options.ts';
import type { ClientProgress } from './client/client-check.ts';
import type { ClientFunction } from './client/target.ts';
import type { ClientReport } from './report/client-types.ts';

/** What a client is checked with, however it is reached. */
export interface CheckClientOptions {
  /** Id of a built-in contract. */
  readonly contract: string;
  /**
   * What the agent is doing, where the contract has a cadence for it: `on_shift`, `preparing`, `idle`
   * or `dormant` for AgentRadio.
   */
  readonly state?: string | undefined;
  /** The client's usual interval in milliseconds, where the contract has none; 60,000 by default. */
  readonly interval?: number | undefined;
  /** Judges only requirements with these ids; `*` stands for anything. All by default. */
  readonly only?: string | undefined;
  /** The weakest basis of requirements to judge; `assumed`, which is all, by default. */
  readonly basis?: Basis | undefined;
  /** The lightest level whose failure fails the run; `must` by default. */
  readonly failOn?: Level | undefined;
  /** Names of the scenarios to play; all that show what is judged by default. */
  readonly scenarios?: readonly string[] | undefined;
  /** A file with a recorded answer of the dashboard, as a pattern for what is put into it. */
  readonly home?: string | undefined;
  /** What chances of the mock are drawn from; 1 by default. */
  readonly seed?: number | undefined;
  /** Ends the run early; what was seen until then is reported. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ClientProgress) => void) | undefined;
}

/** What a client in this process is checked with. */
export interface CheckClientInProcess extends CheckClientOptions {
  /**
   * The client: runs until its `signal` is aborted, sends its requests with the `fetch` and waits with
   * the `clock` that it is given, and waits for nothing else.
   */
  readonly client: ClientFunction;
  /** The first time of the clock, in milliseconds since the epoch; the machine's by default. */
  readonly start?: number | undefined;
  /** The machine's clock by default; tells how long the run takes, and nothing else. */
  readonly clock?: Clock | undefined;
}

const OPTIONS = [
  'contract',
  'client',
  'state',
  'interval',
  'only',
  'basis',
  'failOn',
  'scenarios',
  'home',
  'seed',
  'start',
  'clock',
  'signal',
  'onProgress',
] as const satisfies readonly (keyof CheckClientInProcess)[];

/**
 * Checks a client that is a function of this process against a contract: plays the contract's
 * scenarios to it on a clock that moves on as soon as nobody has anything to do, so that hours pass
 * in milliseconds, and says for each requirement whether the client kept it.
 *
 * @throws OptionError, and FileError where a file is wrong. Whatever the client does is told in the report.
 */
export async function checkClient(options: CheckClientInProcess): Promise<ClientReport> {
  // Loaded late: who only wants a mock needs no YAML.
  const { checkInProcess } = await import('./client/check-in-process.ts');
  return byOptions('checkClient', options, OPTIONS, () => checkInProcess(options));
}
