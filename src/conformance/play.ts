import type { PlainReply } from '../mock/types.ts';
import { describeStatus, matchesStatus, type Answered } from './evaluate.ts';
import type { Exchanges } from './exchanges.ts';
import type { Judge, Origin } from './judge.ts';
import type { RunOptions } from './run-types.ts';
import type { RequestStep, Step } from './scenario/format.ts';
import { caseParts, labelOf, type Suite } from './scenario/load.ts';
import { buildRequest, get, type BuiltRequest } from './scenario/request.ts';
import { together, type Course } from './schedule.ts';
import type { TransportFailure } from './target/types.ts';
import { retryAfter } from './time.ts';

/** A scenario as it is played; one that was made up has no file. */
export type PlayedScenario = Omit<Suite['scenarios'][number], 'file'>;
type PauseStep = Extract<Step, { pause: unknown }>;

/** What the steps of a scenario leave for those after them. */
export class ScenarioState {
  readonly captures = new Map<string, unknown>();
  /** The last answer to each step that has a name. */
  readonly answers = new Map<string, Answered>();
  /** The last answer to each case of each step. */
  readonly all: Answered[] = [];
  /** Why the rest cannot be looked at. */
  over?: string;
}

/** Plays scenarios to a server: sends what their steps say, and has the answers judged. */
export class Player {
  readonly #options: RunOptions;
  readonly #exchanges: Exchanges;
  readonly #judge: Judge;

  constructor(options: RunOptions, exchanges: Exchanges, judge: Judge) {
    this.#options = options;
    this.#exchanges = exchanges;
    this.#judge = judge;
  }

  /**
   * The steps of a scenario, one call after the other.
   *
   * @param onFinished is told of each step that is over.
   */
  courseOf(
    scenario: PlayedScenario,
    state: ScenarioState,
    onFinished: (step: Step) => void,
  ): Course {
    const steps = scenario.steps.map((step, index) => async (): Promise<number> => {
      let until = 0;
      if (state.over !== undefined) this.#judge.note(step, 'unseen', state.over);
      else if (step.pause) until = this.#endOfPause(step, state);
      else await this.#runStep(scenario, step, index, state);
      onFinished(step);
      return until;
    });
    const waits = scenario.steps.some((step) => step.pause);
    return { steps, alone: scenario.alone ?? false, waits };
  }

  /** Plays a scenario from its beginning to its end. */
  async play(scenario: PlayedScenario): Promise<void> {
    const { steps } = this.courseOf(scenario, new ScenarioState(), () => {});
    for (const step of steps) {
      const until = await step();
      if (until > 0) await this.#exchanges.sleepUntil(until);
    }
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
    scenario: PlayedScenario,
    step: RequestStep,
    index: number,
    state: ScenarioState,
  ): Promise<void> {
    const { suite, inputs, path, headers } = this.#options;
    for (const entry of step.cases ?? [{}]) {
      const parts = caseParts(entry);
      const built = buildRequest(suite, inputs, [step.send ?? {}, parts], path);
      const request = { ...built, headers: { ...headers, ...built.headers } };
      const origin = { scenario, step, parts };
      const outcomes = await this.#sendStep(request, isAboutLimits(scenario), origin);
      const answers = outcomes.filter((outcome) => 'reply' in outcome);
      if (step.until !== undefined && !answers.some(({ reply }) => reaches(step, reply))) {
        state.over = `${outcomes.length} requests in a row did not lead to ${describeStatus(step.until)}; --burst says how many are sent`;
        this.#judge.note(step, 'unseen', state.over);
        return;
      }
      const { title } = scenario;
      const { about } = step;
      const place = { scenario: title, step: labelOf(step, index, parts), ...(about && { about }) };
      const { captures, answers: named } = state;
      const expectations = (step.expect ?? []).filter((one) => this.#judge.selects(one));
      for (const outcome of step.until === undefined ? outcomes : outcomes.slice(-1)) {
        const around = { first: answers[0], captures, answers: named };
        const observed = { place, request, outcome, origin, ...around };
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
    request: BuiltRequest,
    expects429: boolean,
    origin: Origin,
  ): Promise<readonly (Answered | TransportFailure)[]> {
    const { step } = origin;
    const onAnswer = (answered: Answered) => this.#judge.judgeAnswer(answered, origin);
    const send = () => this.#exchanges.send(request, expects429, onAnswer);
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
export function isAboutLimits({ needs }: PlayedScenario): boolean {
  return needs?.includes('burst') ?? false;
}

/** Whether an answer is the one that a step was repeated for. */
function reaches({ until }: RequestStep, { status }: PlainReply): boolean {
  return until !== undefined && matchesStatus(until, status);
}
