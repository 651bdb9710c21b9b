import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../mock/clock.ts';
import { formatDuration } from '../../mock/simulation/duration.ts';
import { OptionError } from '../../errors.ts';
import type { CheckClientOptions } from '../check-client.ts';
import type { ClientReport } from '../report/client-types.ts';
import type { Secrets } from '../secrets.ts';
import type { ProcessGroup } from '../target/process-group.ts';
import { runClientCheck, type Played } from './client-check.ts';
import { commandLine } from './command-line.ts';
import { doubtOf } from './doubt.ts';
import { createFakeTime } from './faketime.ts';
import { findFaketime, type Faketime } from './find-faketime.ts';
import { firstLook } from './first-look.ts';
import type { ClientScenario } from './load.ts';
import { SLOWER } from './pace.ts';
import { processStage } from './process-stage.ts';
import { folderFor, processTarget, writable } from './process-target.ts';
import { runScenario, type ScenarioRun } from './run-scenario.ts';
import { keyFor, secretsOf, setUp, type Setup } from './setup.ts';
import type { Seen } from './traffic.ts';

/** What a program is checked with. */
export interface CheckCommandOptions extends CheckClientOptions {
  /** Program and arguments; `{baseUrl}`, `{apiKey}` and `{stateDir}` in them are filled in. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder in which all that the client writes is kept, by scenario; nothing is kept by default. */
  readonly output?: string | undefined;
  /** Pace of the client's time, always the same; by default it goes by what the client waits for. */
  readonly timeScale?: number | undefined;
  /** Milliseconds that each scenario has, in real time; by default time passes faster. */
  readonly realTime?: number | undefined;
  /** Scenarios at the same time. */
  readonly jobs?: number | undefined;
  /** Ends the programs that run at once, without asking. */
  readonly kill?: AbortSignal | undefined;
}

/** Where time cannot pass faster, each scenario has so many milliseconds. */
const REAL_TIME = 5 * 60_000;
/** Clients mostly sleep, so that a core has room for several. */
const PER_CORE = 4;

/**
 * Checks a program: starts it once for each scenario, against a mock that plays it, in time that
 * passes faster where that works.
 *
 * @throws OptionError, FileError, and StartError where the program cannot be started.
 */
export async function checkCommand(options: CheckCommandOptions): Promise<ClientReport> {
  const { command, failOn = 'must', signal, onProgress, jobs } = options;
  const setup = await setUp(options);
  const scratch = await mkdtemp(join(tmpdir(), 'heartbeat-kit-')).catch((error: Error): never => {
    throw new OptionError(`TMPDIR is no folder to write into: ${error.message}`);
  });
  const run = new CommandRun(options, setup, scratch);
  try {
    // Before anything is started: it may turn out to be no folder.
    if (options.output !== undefined) await writable(options.output);
    const notes = await run.prepare();
    return await runClientCheck({
      ...setup,
      client: commandLine(command),
      reached: 'command',
      failOn,
      notes,
      jobs: jobs ?? availableParallelism() * PER_CORE,
      clock: systemClock,
      secrets: run.secrets,
      signal,
      onProgress,
      play: (scenario) => run.play(scenario),
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

class CommandRun {
  readonly secrets: Secrets;
  readonly #options: CheckCommandOptions;
  readonly #setup: Setup;
  /** Folder for what clients keep over a restart. */
  readonly #scratch: string;
  #faketime: Faketime | undefined;
  #realTime: number | undefined;
  /** What runs now. */
  readonly #groups = new Set<ProcessGroup>();

  constructor(options: CheckCommandOptions, setup: Setup, scratch: string) {
    this.#options = options;
    this.#setup = setup;
    this.#scratch = scratch;
    this.#realTime = options.realTime;
    options.kill?.addEventListener('abort', () => {
      for (const group of this.#groups) group.kill();
    });
    this.secrets = secretsOf(setup);
  }

  /** Finds out whether time can pass faster for the client. @returns what the user should know. */
  async prepare(): Promise<string[]> {
    const { env, realTime } = this.#options;
    if (realTime !== undefined) return [];
    const found = await findFaketime(env);
    if ('why' in found) return this.#goOnInRealTime(found.why, found.cure);
    this.#faketime = found;
    const { timeScale: rate, signal } = this.#options;
    const obstacle = await firstLook({
      play: async (scenario, how) => (await this.#run(scenario, how)).run,
      beat: this.#setup.beat,
      gaps: found.gaps,
      rate,
      signal,
    });
    if (obstacle === undefined) return [];
    this.#faketime = undefined;
    return this.#goOnInRealTime(obstacle, '');
  }

  #goOnInRealTime(why: string, cure: string): string[] {
    this.#realTime = REAL_TIME;
    const so = `So each scenario has ${formatDuration(REAL_TIME)} of real time (--for gives more), and what takes longer stays open.`;
    return [`${why} ${so} ${cure}`.trim()];
  }

  /** Plays a scenario, and again more slowly where that may make a difference. */
  async play(scenario: ClientScenario): Promise<Played> {
    const { signal, output, timeScale: rate } = this.#options;
    const folder = output === undefined ? undefined : await folderFor(output, scenario.name);
    const first = await this.#run(scenario, { signal, rate, folder });
    const doubt =
      this.#faketime && !signal?.aborted ? doubtOf(first.run, first.abandoned) : undefined;
    if (doubt === undefined) return { ...first.run, folder };
    const slowly = rate === undefined ? undefined : Math.max(1, rate / SLOWER);
    const second = await this.#run(scenario, { signal, rate: slowly, slower: true, folder });
    // A run that was cut off says less than the one before.
    return signal?.aborted ? { ...first.run, folder } : { ...second.run, folder, rerun: doubt };
  }

  async #run(scenario: ClientScenario, how: RunHow): Promise<Outcome> {
    const { command, env, seed = 1 } = this.#options;
    const { profile, beat } = this.#setup;
    const { rate, slower, signal, onSeen } = how;
    const lasts = Math.min(scenario.lasts, this.#realTime ?? scenario.lasts);
    // A run of its own knows nothing of one before it.
    const stateDir = await mkdtemp(join(this.#scratch, `${scenario.name}-`));
    const time =
      this.#faketime && (await createFakeTime({ library: this.#faketime.library, rate }));
    const stage = processStage({ profile, beat, lasts, fixed: rate, slower, time, onSeen });
    const target = processTarget({
      profile,
      command,
      env,
      stateDir,
      folder: how.folder,
      secrets: this.secrets,
      withTime: time?.environment,
      onLaunch: (group) => {
        how.onLaunch?.(group);
        this.#groups.add(group);
        void group.exit.then(() => this.#groups.delete(group));
      },
    });
    const apiKey = keyFor(profile, scenario.name);
    const options = { ...this.#setup, seed, apiKey, stage, target, signal };
    const run = await runScenario({ ...scenario, lasts }, options);
    return { run, abandoned: stage.abandoned };
  }
}

/** How a scenario is run this time. */
interface RunHow {
  readonly signal: AbortSignal | undefined;
  /** A pace that stays the same. */
  readonly rate?: number | undefined;
  readonly slower?: boolean;
  /** Folder for all that the client writes. */
  readonly folder?: string | undefined;
  readonly onLaunch?: (group: ProcessGroup) => void;
  readonly onSeen?: (seen: Seen) => void;
}

/** What came of it, and how often the client gave up a request. */
interface Outcome {
  readonly run: ScenarioRun;
  readonly abandoned: number;
}
