import type { PlainReply } from '../mock/types.ts';
import { describeStatus, matchesStatus, type Answered } from './evaluate.ts';
import { CoverageLog } from './coverage.ts';
import { Ended, Exchanges } from './exchanges.ts';
import { Judge } from './judge.ts';
import type { Tallies } from './observations.ts';
import type { Ending, RunOptions } from './run-types.ts';
import type { RequestStep, Step } from './scenario/format.ts';
import { caseParts, type Suite } from './scenario/load.ts';
import { buildRequest, get, type BuiltRequest } from './scenario/request.ts';
import { Schedule, together, type Course } from './schedule.ts';
import type { TransportFailure } from './target/types.ts';
import { retryAfter } from './time.ts';

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
type PauseStep = Extract<Step, { pause: unknown }>;

/** What the steps of a scenario leave for those after them. */
interface ScenarioState {
  readonly captures: Map<string, unknown>;
  /** The last answer to each step that has a name. */
  readonly answers: Map<string, Answered>;
  /** The last answer to each case of each step. */
  readonly all: Answered[];
  /** Why the rest cannot be looked at. */
  over?: string;
}

/** Replays the scenarios of a contract against a server, and notes what it sees. */
export async function runScenarios(options: RunOptions): Promise<RunResult> {
  return new Run(options).run();
}

class Run {
  readonly #options: RunOptions;
  readonly #judge: Judge;
  readonly #exchanges: Exchanges;
  readonly #coverage: CoverageLog;
  readonly #scenarios: readonly Scenario[];
  readonly #finished = new Set<Step>();
  readonly #played = new Map<string, boolean>();
  #problem: string | undefined;

  constructor(options: RunOptions) {
    const judge = new Judge(options);
    this.#options = options;
    this.#judge = judge;
    this.#coverage = new CoverageLog(options.suite.operations, options.suite.states);
    this.#exchanges = new Exchanges(
      options,
      (answered) => {
        judge.judgeAnswer(answered);
        const { request, reply, json } = answered;
        this.#coverage.add({
          operation: request.operation,
          status: reply.status,
          json: () => json,
        });
      },
      (seconds) => this.#tell(`waiting ${Math.ceil(seconds)} s, as the server asks`),
    );
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
    // What provokes a limit comes last, when nothing else can suffer from it.
    await this.#runTogether(last, 1);
  }

  #isRunnable(scenario: Scenario): boolean {
    const { needs = [], role } = scenario;
    const missing = needs.filter((need) => !this.#options.available.has(need));
    if (missing.length > 0) {
      return this.#skip(scenario, 'unseen', `it needs --${missing.join(' and --')}`);
    }
    if (this.#problem === undefined || role === 'independent') return true;
    const reason = 'not even a plain valid heartbeat is accepted, so that refusals prove nothing';
    return this.#skip(scenario, 'blocked', reason);
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
    const states = scenarios.map((): ScenarioState => ({
      captures: new Map(),
      answers: new Map(),
      all: [],
    }));
    const courses = scenarios.map((scenario, index) =>
      this.#courseOf(scenario, states[index] as ScenarioState),
    );
    const sleepUntil = (until: number) => this.#exchanges.sleepUntil(until);
    await new Schedule(courses, this.#options.clock, sleepUntil).run(workers);
    return states.flatMap(({ all }) => all);
  }

  /** The steps of a scenario, one call after the other. */
  #courseOf(scenario: Scenario, state: ScenarioState): Course {
    const steps = scenario.steps.map((step, index) => async (): Promise<number> => {
      let until = 0;
      if (state.over !== undefined) this.#judge.note(step, 'unseen', state.over);
      else if (step.pause) until = this.#endOfPause(step, state);
      else await this.#runStep(scenario, step, index, state);
      const isLast = index === scenario.steps.length - 1;
      if (isLast && state.over === undefined) this.#played.set(scenario.title, true);
      this.#finish(scenario, step);
      return until;
    });
    const waits = scenario.steps.some((step) => step.pause);
    return { steps, alone: scenario.alone ?? false, waits };
  }

  #endOfPause({ pause }: PauseStep, state: ScenarioState): number {
    const since = state.answers.get(pause.after);
    if (!since) return 0;
    if (pause.seconds !== 'retry-after') return since.at + pause.seconds * 1000;
    const seconds = retryAfter(since.reply, since.at) ?? 0;
    const until = since.at + seconds * 1000;
    if (seconds <= 0) state.over = 'there was no valid Retry-After to wait for';
    else if (until < this.#exchanges.deadline) return until;
    else {
      state.over = `Retry-After asks to wait ${seconds} s, which is more than --max-time leaves`;
    }
    return 0;
  }

  /** Sends what a step says, once for each of its cases, and judges the answers. */
  async #runStep(
    scenario: Scenario,
    step: RequestStep,
    index: number,
    state: ScenarioState,
  ): Promise<void> {
    const { suite, inputs, path, headers } = this.#options;
    for (const entry of step.cases ?? [{}]) {
      const parts = caseParts(entry);
      const built = buildRequest(suite, inputs, [step.send ?? {}, parts], path);
      const request = { ...built, headers: { ...headers, ...built.headers } };
      const fixture = parts.fixture?.replace(/^.*\//, '');
      const label = parts.case ?? fixture ?? step.name ?? `step ${index + 1}`;
      const outcomes = await this.#sendStep(step, request, isAboutLimits(scenario));
      const answers = outcomes.filter((outcome) => 'reply' in outcome);
      if (step.until !== undefined && !answers.some(({ reply }) => reaches(step, reply))) {
        state.over = `${outcomes.length} requests in a row did not lead to ${describeStatus(step.until)}; --burst says how many are sent`;
        this.#judge.note(step, 'unseen', state.over);
        return;
      }
      const place = { scenario: scenario.title, step: label };
      const { captures, answers: named } = state;
      const expectations = (step.expect ?? []).filter((one) => this.#judge.selects(one));
      for (const outcome of step.until === undefined ? outcomes : outcomes.slice(-1)) {
        const observed = { place, request, outcome, first: answers[0], captures, answers: named };
        this.#judge.judgeStep(expectations, observed, step.given);
      }
      this.#remember(step, answers, state);
    }
  }

  #remember(
    step: RequestStep,
    outcomes: readonly Answered[],
    { all, answers, captures }: ScenarioState,
  ): void {
    const last = outcomes.at(-1);
    if (!last) return;
    all.push(last);
    if (step.name) answers.set(step.name, last);
    const source = outcomes.findLast(
      (one) =>
        matchesStatus('2xx', one.reply.status) &&
        this.#judge.fits(step.given, one, { captures, answers }),
    );
    if (!source) return;
    for (const [name, pointer] of Object.entries(step.capture ?? {})) {
      const value = get(source.json, pointer);
      if (value === undefined) captures.delete(name);
      else captures.set(name, value);
    }
  }

  async #sendStep(
    step: RequestStep,
    request: BuiltRequest,
    expects429: boolean,
  ): Promise<readonly (Answered | TransportFailure)[]> {
    const send = () => this.#exchanges.send(request, expects429);
    if (step['at-once']) return together(Array.from({ length: step['at-once'] }, send));
    const times = step.times === 'burst' ? this.#options.burst : (step.times ?? 1);
    const outcomes: (Answered | TransportFailure)[] = [];
    for (let count = 0; count < times; count += 1) {
      const outcome = await send();
      outcomes.push(outcome);
      if (!('reply' in outcome) || reaches(step, outcome.reply)) break;
    }
    return outcomes;
  }
}

/** Whether a scenario provokes a rate limit, so that 429 is an answer like any other. */
function isAboutLimits({ needs }: Scenario): boolean {
  return needs?.includes('burst') ?? false;
}

/** Whether an answer is the one that a step was repeated for. */
function reaches({ until }: RequestStep, { status }: PlainReply): boolean {
  return until !== undefined && matchesStatus(until, status);
}
