import { createMock } from '../../mock/create-mock.ts';
import type { Exchange } from '../../mock/journal.ts';
import type { Session } from '../../mock/session.ts';
import { judge } from './judge.ts';
import type { ClientScenario } from './load.ts';
import type { Profile } from './profile.ts';
import type { Stage } from './stage.ts';
import type { ClientEnvironment, ClientTarget, RunningClient } from './target.ts';
import { seenOf, trafficOf, type Traffic } from './traffic.ts';
import type { JudgeContext, Judgement } from './types.ts';

/** What a scenario is played with. */
export interface PlayOptions {
  readonly profile: Profile;
  readonly state: string | undefined;
  /** The client's usual interval, in milliseconds. */
  readonly beat: number;
  readonly stage: Pick<Stage, 'clock' | 'onExchange' | 'onStart' | 'onStop' | 'slack' | 'rate'>;
  /** Starts the client, for the first time or again. */
  readonly start: () => RunningClient | Promise<RunningClient>;
  /** Ends it early; what was seen until then is judged. */
  readonly signal?: AbortSignal | undefined;
}

/** What a scenario is run with, from a mock on. */
export interface ScenarioOptions extends Omit<PlayOptions, 'stage' | 'start'> {
  readonly seed: number;
  readonly apiKey: string;
  readonly stage: Stage;
  readonly target: ClientTarget;
}

/** What came of a scenario. */
export interface ScenarioRun {
  readonly scenario: ClientScenario;
  readonly traffic: Traffic;
  readonly judgements: readonly Judgement[];
  /** Whether its time was up before all was seen that was to be seen. */
  readonly isCut: boolean;
  /** The last lines that the client wrote. */
  readonly output: string;
  /** See `Stage.rate`; 1 where time passed as it does. */
  readonly rate: number;
}

/** So many exchanges are kept; who sends more has long shown what it does. */
const JOURNAL = 20_000;
/** Of a beat, so much passes between the heartbeat after which a client is stopped, and the end of it. */
const BEFORE_RESTART = 0.05;
/** So many intervals of the new cadence are looked at after a show has begun. */
const AFTER_SHOW = 8;

/** Plays a scenario to a client, and judges what the client does. */
export async function runScenario(
  scenario: ClientScenario,
  options: ScenarioOptions,
): Promise<ScenarioRun> {
  const { profile, stage, apiKey } = options;
  const mock = createMock({
    contracts: [profile.behaviour],
    clock: stage.clock,
    seed: options.seed,
    scenario: scenario.mock,
    journalSize: JOURNAL,
    // As the real server would be: nothing tells the client of what is put on.
    prefer: false,
    labels: false,
  });
  const aborted = new AbortController();
  try {
    const environment: ClientEnvironment = {
      baseUrl: await stage.open(mock),
      apiKey,
      fetch: (input, init) => mock.fetch(input as Request | string | URL, init),
      clock: stage.clock,
      signal: aborted.signal,
      memory: new Map(),
    };
    const start = () => options.target.start(environment);
    return await stage.run(playScenario(scenario, { ...options, start }, mock));
  } finally {
    aborted.abort();
    await mock.close();
    await stage.close();
  }
}

/**
 * Plays a scenario in a session whose mock plays its part already.
 *
 * @param from when it began, in milliseconds since the epoch; now by default.
 */
export function playScenario(
  scenario: ClientScenario,
  options: PlayOptions,
  session: Session,
  from = options.stage.clock.now(),
): Promise<ScenarioRun> {
  return new ScenarioPlay(scenario, options, session, from).play();
}

class ScenarioPlay {
  readonly #scenario: ClientScenario;
  readonly #options: PlayOptions;
  readonly #session: Session;
  readonly #from: number;
  readonly #restarts: number[] = [];
  #accepted = 0;
  /** Whether the client is being stopped; what it sends then is a farewell. */
  #isStopping = false;
  readonly #farewells = new Set<number>();
  /** Whether all has happened that was to be seen. */
  #isSeen = false;
  /** When the agent's own show begins, as soon as an answer has told it. */
  #show: number | undefined;
  #onRestart: (() => void) | undefined;
  #onSeen: (() => void) | undefined;

  constructor(scenario: ClientScenario, options: PlayOptions, session: Session, from: number) {
    this.#scenario = scenario;
    this.#options = options;
    this.#session = session;
    this.#from = from;
  }

  async play(): Promise<ScenarioRun> {
    const { stage, start, signal } = this.#options;
    const { clock } = stage;
    const until = this.#from + this.#scenario.lasts;
    const over = new AbortController();
    this.#onSeen = () => over.abort();
    signal?.addEventListener('abort', this.#onSeen);
    const release = this.#session.journal.subscribe((exchange) => this.#see(exchange));
    let ended: JudgeContext['ended'];
    let client: RunningClient | undefined;
    let last = this.#from;
    try {
      if (signal?.aborted) over.abort();
      const end = clock.sleep(until - clock.now(), over.signal);
      while (!over.signal.aborted) {
        const restart = new Promise<undefined>((resolve) => {
          this.#onRestart = () => resolve(undefined);
        });
        stage.onStart?.(this.#restarts.length > 0);
        const running = await start();
        client = running;
        const how = await Promise.race([running.ended, end.then(() => undefined), restart]);
        if (how !== undefined) {
          ended = { at: clock.now(), how };
          break;
        }
        if (over.signal.aborted || clock.now() >= until) break;
        await clock.sleep(this.#options.beat * BEFORE_RESTART);
        await this.#stop(running);
        this.#restarts.push(clock.now());
      }
    } finally {
      last = clock.now();
      over.abort();
      signal?.removeEventListener('abort', this.#onSeen);
      if (client) await this.#stop(client);
      release();
    }
    return this.#judge(last, ended, client?.output() ?? '');
  }

  async #stop(client: RunningClient): Promise<void> {
    this.#isStopping = true;
    this.#options.stage.onStop?.();
    await client.stop();
    this.#isStopping = false;
  }

  /** Looks whether there is nothing more to see, or whether it is time for a restart. */
  #see(exchange: Exchange): void {
    const { stage, profile } = this.#options;
    const { until, restartAfter, followsShows } = this.#scenario;
    if (this.#isStopping) {
      this.#farewells.add(exchange.id);
      return;
    }
    stage.onExchange?.(exchange);
    const [state] = this.#session.scenarios().flatMap((one) => one.state ?? []);
    if (until !== undefined && state === until) {
      this.#isSeen = true;
      this.#onSeen?.();
    }
    if (followsShows) {
      const contract = profile.behaviour.contract.id;
      this.#show ??= profile.onAir?.startsAt(seenOf(exchange, profile, { contract }));
    }
    const isHeartbeat = profile.kinds[exchange.operation ?? ''] === 'heartbeat';
    if (!isHeartbeat || exchange.response.status !== 200) return;
    this.#accepted += 1;
    if (this.#accepted === restartAfter) this.#onRestart?.();
    if (followsShows && this.#hasSeenShow(exchange)) this.#onSeen?.();
  }

  /** What a scenario is made to show was not seen where the client did not stay until the end of it. */
  #unlessCutShort(judgement: Judgement, ended: JudgeContext['ended']): Judgement {
    const { judges, until } = this.#scenario;
    const isMadeFor = judges.includes(judgement.requirement);
    if (judgement.verdict !== 'unseen' || !isMadeFor) return judgement;
    if (this.#isSeen || (until === undefined && !ended)) return judgement;
    const how = ended ? `the client ended: ${ended.how}` : 'the scenario was not over';
    return { ...judgement, verdict: 'inconclusive', why: `${judgement.why}; ${how}` };
  }

  #hasSeenShow({ at }: Exchange): boolean {
    const { onAir, cadences } = this.#options.profile;
    const live = cadences[onAir?.state ?? ''];
    return this.#show !== undefined && live !== undefined && at > this.#show + AFTER_SHOW * live.to;
  }

  #judge(until: number, ended: JudgeContext['ended'], output: string): ScenarioRun {
    const { profile, state, beat, stage } = this.#options;
    const { judges, followsShows } = this.#scenario;
    const context: JudgeContext = {
      contract: profile.behaviour.contract.id,
      state,
      interval: beat,
      from: this.#from,
      until,
      ended,
      restarts: this.#restarts,
      followsShows,
      slack: stage.slack?.(),
    };
    const exchanges = this.#session.journal.find(({ id }) => !this.#farewells.has(id));
    const isMeant = (id: string) => judges.includes(id) || profile.rules[id]?.always === true;
    return {
      scenario: this.#scenario,
      traffic: trafficOf(exchanges, profile, context),
      judgements: judge(exchanges, context)
        .filter(({ requirement }) => isMeant(requirement))
        .map((one) => this.#unlessCutShort(one, ended)),
      isCut: this.#scenario.until !== undefined && !this.#isSeen,
      output,
      rate: stage.rate ?? 1,
    };
  }
}
