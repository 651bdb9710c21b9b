import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../mock/clock.ts';
import { formatDuration } from '../../mock/simulation/duration.ts';
import type { CheckClientOptions } from '../check-client.ts';
import type { ClientReport } from '../report/client-types.ts';
import { Secrets } from '../secrets.ts';
import type { ProcessGroup } from '../target/process-group.ts';
import { runClientCheck, type Played } from './client-check.ts';
import { createFakeTime, type FakeTime } from './faketime.ts';
import { findFaketime, type Faketime } from './find-faketime.ts';
import type { ClientScenario } from './load.ts';
import { processStage } from './process-stage.ts';
import { emptied, processTarget } from './process-target.ts';
import { runScenario, type ScenarioRun } from './run-scenario.ts';
import { keyFor, setUp, type Setup } from './setup.ts';
import type { Judgement } from './types.ts';
import { neverWaking, unfakeable } from './unfakeable.ts';

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
/** Milliseconds for which the first request of a client is waited for, to look at its programs. */
const FIRST_REQUEST = 30_000;

/**
 * Checks a program: starts it once for each scenario, against a mock that plays it, in time that
 * passes faster where that works.
 *
 * @throws OptionError, FileError, and StartError where the program cannot be started.
 */
export async function checkCommand(options: CheckCommandOptions): Promise<ClientReport> {
  const { command, failOn = 'must', signal, onProgress, jobs } = options;
  const setup = await setUp(options);
  const scratch = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
  const run = new CommandRun(options, setup, scratch);
  try {
    const notes = await run.prepare();
    return await runClientCheck({
      ...setup,
      client: command.join(' '),
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
    const keys = setup.suite.scenarios.map(({ name }) => keyFor(setup.profile, name));
    this.secrets = new Secrets(
      Object.fromEntries(
        keys.map((key, index) => [
          index === 0 ? '$HEARTBEAT_API_KEY' : `$HEARTBEAT_API_KEY_${index}`,
          key,
        ]),
      ),
    );
  }

  /** Finds out whether time can pass faster for the client. @returns what the user should know. */
  async prepare(): Promise<string[]> {
    const { env, realTime } = this.#options;
    if (realTime !== undefined) return [];
    const found = await findFaketime(env);
    const inRealTime = (why: string, cure: string) => {
      this.#realTime = REAL_TIME;
      return [
        `${why} So each scenario has ${formatDuration(REAL_TIME)} of real time (--for gives more), and what takes longer stays open. ${cure}`.trim(),
      ];
    };
    if ('why' in found) return inRealTime(found.why, found.cure);
    this.#faketime = found;
    const programs = await this.#programs(found);
    if (programs.unfakeable.length > 0) {
      this.#faketime = undefined;
      const names = programs.unfakeable.join(', ');
      return inRealTime(
        `Time cannot pass faster for ${names}, which is linked statically or made with Go.`,
        '',
      );
    }
    if (programs.neverWaking.length > 0) {
      const names = programs.neverWaking.join(', ');
      return [
        `${names} may wait in threads in a way that this libfaketime does not know (Event.wait and Queue.get of Python, for example), and then never wake; a newer libfaketime does.`,
      ];
    }
    return [];
  }

  /** Starts the client once, until its first request, to see what it is made of. */
  async #programs(faketime: Faketime): Promise<{ unfakeable: string[]; neverWaking: string[] }> {
    const found = { unfakeable: [] as string[], neverWaking: [] as string[] };
    const [scenario] = this.#setup.suite.scenarios;
    if (!scenario) return found;
    const enough = new AbortController();
    const { signal } = this.#options;
    const stop = AbortSignal.any([
      enough.signal,
      AbortSignal.timeout(FIRST_REQUEST),
      ...(signal ? [signal] : []),
    ]);
    let group: ProcessGroup | undefined;
    let looking: Promise<void> | undefined;
    const look = async () => {
      const { id } = group ?? {};
      if (id === undefined) return;
      found.unfakeable = await unfakeable(id);
      found.neverWaking = await neverWaking(id, faketime.gaps);
      enough.abort();
    };
    const run = await this.#run(
      { ...scenario, name: 'first-look', restartAfter: undefined },
      {
        signal: stop,
        onLaunch: (launched) => (group = launched),
        onRequest: () => (looking ??= look()),
        slower: false,
      },
    );
    await looking;
    void run;
    return found;
  }

  async play(scenario: ClientScenario): Promise<Played> {
    const { signal, output } = this.#options;
    const first = await this.#run(scenario, { signal, slower: false });
    const folder = output === undefined ? {} : { folder: join(output, scenario.name) };
    const doubt = this.#faketime && !signal?.aborted ? doubtOf(first) : undefined;
    if (doubt === undefined) return { ...first.run, ...folder };
    const second = await this.#run(scenario, { signal, slower: true });
    // A run that was cut off says less than the one before.
    return signal?.aborted
      ? { ...first.run, ...folder }
      : { ...second.run, ...folder, rerun: doubt };
  }

  async #run(scenario: ClientScenario, how: RunHow): Promise<Outcome> {
    const { command, env, output, timeScale, seed = 1 } = this.#options;
    const { profile, beat } = this.#setup;
    const { lasts } = scenario;
    const time = await this.#time(timeScale);
    const stage = processStage({
      profile,
      beat,
      lasts,
      fixed: timeScale,
      slower: how.slower,
      time,
    });
    const folder = output === undefined ? undefined : await emptied(join(output, scenario.name));
    const target = processTarget({
      profile,
      command,
      env,
      // A run of its own knows nothing of one before it.
      stateDir: await mkdtemp(join(this.#scratch, `${scenario.name}-`)),
      folder,
      secrets: this.secrets,
      withTime: time?.environment,
      onLaunch: (group) => {
        how.onLaunch?.(group);
        this.#groups.add(group);
        void group.exit.then(() => this.#groups.delete(group));
      },
    });
    const run = await runScenario(
      this.#realTime === undefined
        ? scenario
        : { ...scenario, lasts: Math.min(lasts, this.#realTime) },
      {
        ...this.#setup,
        seed,
        apiKey: keyFor(profile, scenario.name),
        stage: how.onRequest
          ? Object.assign(stage, {
              onExchange: how.onRequest,
            })
          : stage,
        target,
        signal: how.signal,
      },
    );
    return { run, abandoned: stage.abandoned };
  }

  async #time(rate: number | undefined): Promise<FakeTime | undefined> {
    if (!this.#faketime) return undefined;
    return createFakeTime({ library: this.#faketime.library, rate });
  }
}

interface RunHow {
  readonly signal: AbortSignal | undefined;
  readonly slower: boolean;
  readonly onLaunch?: (group: ProcessGroup) => void;
  readonly onRequest?: () => void;
}

interface Outcome {
  readonly run: ScenarioRun;
  readonly abandoned: number;
}

/**
 * Why a run in compressed time has to be confirmed by a slower one; undefined where it has not. Where
 * all went well although the client had to give up a request, it need not.
 */
function doubtOf({ run, abandoned }: Outcome): string | undefined {
  const idsOf = (test: (one: Judgement) => boolean) =>
    run.judgements.filter(test).map(({ requirement }) => requirement);
  const failed = idsOf(({ timed, verdict }) => timed && verdict === 'fail');
  if (failed.length > 0) return `to confirm that it fails ${failed.join(', ')}`;
  const unsure = idsOf(({ unsure: isUnsure }) => isUnsure === true);
  if (unsure.length > 0) return `to be surer of ${unsure.join(', ')}`;
  const open = idsOf(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  if (abandoned === 0 || open.length === 0) return undefined;
  return `as the client gave up a request, for which time may have been too fast, and ${open.join(', ')} did not pass`;
}
