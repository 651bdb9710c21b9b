import { matchesStatus, type Answered } from './evaluate.ts';
import { CoverageLog } from './coverage.ts';
import { Ended, Exchanges } from './exchanges.ts';
import { Judge } from './judge.ts';
import type { Tallies } from './observations.ts';
import { isAboutLimits, Player, ScenarioState } from './play.ts';
import type { Ending, RunOptions } from './run-types.ts';
import type { Step } from './scenario/format.ts';
import { sendsOf, type Suite } from './scenario/load.ts';
import { Schedule } from './schedule.ts';

/** What came of a run. */
export interface RunResult {
  readonly tallies: Tallies;
  readonly coverage: CoverageLog;
  /** Titles of the scenarios, and whether they were played to their end. */
  readonly played: ReadonlyMap<string, boolean>;
  /** Why most could not be looked at, where not even a plain heartbeat is accepted. */
  readonly problem?: string;
  readonly ending?: Ending;
  readonly requests: number;
}

type Scenario = Suite['scenarios'][number];

const NOT_ACCEPTED = 'not even a plain valid heartbeat is accepted, so that refusals prove nothing';

/** Replays the scenarios of a contract against a server, and notes what it sees. */
export async function runScenarios(options: RunOptions): Promise<RunResult> {
  return new Run(options).run();
}

class Run {
  readonly #options: RunOptions;
  readonly #judge: Judge;
  readonly #exchanges: Exchanges;
  readonly #coverage: CoverageLog;
  readonly #player: Player;
  readonly #scenarios: readonly Scenario[];
  readonly #finished = new Set<Step>();
  readonly #played = new Map<string, boolean>();
  #problem: string | undefined;

  constructor(options: RunOptions) {
    const judge = new Judge(options);
    this.#options = options;
    this.#judge = judge;
    this.#coverage = new CoverageLog(operationsIn(options.suite), options.suite.states);
    this.#exchanges = new Exchanges(
      options,
      ({ request, reply, json }) =>
        this.#coverage.add({
          operation: request.operation,
          status: reply.status,
          json: () => json,
        }),
      (seconds) => this.#tell(`waiting ${Math.ceil(seconds)} s, as the server asks`),
    );
    this.#player = new Player(options, this.#exchanges, judge);
    // What holds for every answer is best seen in all of them. The control always runs.
    this.#scenarios = options.suite.scenarios.filter(
      ({ role, steps }) =>
        judge.isPassive ||
        role === 'control' ||
        steps.some((step) => 'expect' in step && step.expect?.some((one) => judge.selects(one))),
    );
    for (const { title } of options.suite.scenarios) this.#played.set(title, false);
  }

  async run(): Promise<RunResult> {
    let ending: Ending | undefined;
    try {
      await this.#runAll();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      ending = error.ending;
      for (const step of this.#scenarios.flatMap(({ steps }) => steps)) {
        if (this.#finished.has(step)) continue;
        this.#judge.note(step, 'blocked', 'the run ended before it was tried');
      }
    }
    const { tallies } = this.#judge;
    const problem = this.#problem;
    const result = {
      tallies,
      coverage: this.#coverage,
      played: this.#played,
      requests: this.#exchanges.count,
    };
    return { ...result, ...(problem && { problem }), ...(ending && { ending }) };
  }

  async #runAll(): Promise<void> {
    const isControl = ({ role }: Scenario) => role === 'control';
    const control = await this.#runTogether(this.#scenarios.filter(isControl), 1);
    const refused = control.find(
      ({ reply, json }) => !matchesStatus('2xx', reply.status) || json === undefined,
    );
    if (refused) {
      const { status } = refused.reply;
      const what = refused.json === undefined ? `${status}, but no JSON` : status;
      const cause = this.#judge.causeOf(refused);
      this.#problem = `A plain valid heartbeat is not accepted (${what}).${cause ? ` ${cause}` : ''}`;
    }
    const rest = this.#scenarios.filter((scenario) => !isControl(scenario));
    const runnable = rest.filter((scenario) => this.#isRunnable(scenario));
    const last = runnable.filter(isAboutLimits);
    const usual = runnable.filter((scenario) => !isAboutLimits(scenario));
    const { concurrency } = this.#options;
    const isAlone = ({ alone }: Scenario) => concurrency > 1 && alone === true;
    await this.#runTogether(
      usual.filter((scenario) => !isAlone(scenario)),
      concurrency,
    );
    await this.#runTogether(usual.filter(isAlone), 1);
    await this.#explore();
    // What provokes a limit comes last, when nothing else can suffer from it.
    await this.#runTogether(last, 1);
  }

  /** Looks further than the scenarios do, where that was asked for. */
  async #explore(): Promise<void> {
    const { explore } = this.#options;
    if (!explore) return;
    const block = (reason: string) => {
      for (const id of explore.requirements) this.#judge.tallies.of(id).blocked.add(reason);
    };
    if (this.#problem !== undefined) return block(NOT_ACCEPTED);
    try {
      const { tallies } = this.#judge;
      const tell = (title: string) => this.#tell(title);
      await explore.run({ options: this.#options, exchanges: this.#exchanges, tallies, tell });
    } catch (error) {
      if (error instanceof Ended) block('the run ended before all was tried');
      throw error;
    }
  }

  #isRunnable(scenario: Scenario): boolean {
    const { needs = [], role } = scenario;
    const missing = needs.filter((need) => !this.#options.available.has(need));
    if (missing.length > 0) {
      return this.#skip(scenario, 'unseen', `it needs --${missing.join(' and --')}`);
    }
    if (this.#problem === undefined || role === 'independent') return true;
    return this.#skip(scenario, 'blocked', NOT_ACCEPTED);
  }

  #skip(scenario: Scenario, kind: 'unseen' | 'blocked', reason: string): false {
    for (const step of scenario.steps) {
      this.#judge.note(step, kind, reason);
      this.#finish(scenario, step);
    }
    return false;
  }

  #finish({ title }: Scenario, step: Step): void {
    this.#finished.add(step);
    this.#tell(title);
  }

  #tell(title: string): void {
    const total = this.#scenarios.reduce((sum, { steps }) => sum + steps.length, 0);
    this.#options.onProgress?.({ done: this.#finished.size, total, title });
  }

  /** @returns the last answer to each case of each step. */
  async #runTogether(
    scenarios: readonly Scenario[],
    workers: number,
  ): Promise<readonly Answered[]> {
    const states = scenarios.map(() => new ScenarioState());
    const courses = scenarios.map((scenario, index) => {
      const state = states[index] as ScenarioState;
      return this.#player.courseOf(scenario, state, (step) => {
        const isLast = step === scenario.steps.at(-1);
        if (isLast && state.over === undefined) this.#played.set(scenario.title, true);
        this.#finish(scenario, step);
      });
    });
    const sleepUntil = (until: number) => this.#exchanges.sleepUntil(until);
    await new Schedule(courses, this.#options.clock, sleepUntil).run(workers);
    return states.flatMap(({ all }) => all);
  }
}

/** The operations that scenarios ask for; others, such as pages for people, no run can show. */
function operationsIn({ operations, scenarios, defaults }: Suite): Suite['operations'] {
  const sends = [defaults.send, ...scenarios.flatMap(sendsOf)];
  return operations.filter(({ id }) => sends.some(({ operation }) => operation === id));
}
