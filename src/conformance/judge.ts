import { Pointer } from 'rfc6902';
import type { PlainReply } from '../mock/types.ts';
import { likelyCause } from './causes.ts';
import { curlLine } from './curl.ts';
import {
  describeStatus,
  matchesStatus,
  observe,
  unfit,
  type Answered,
  type Difference,
  type Observation,
} from './evaluate.ts';
import { Tallies, type Finding } from './observations.ts';
import type { RunOptions } from './run-types.ts';
import { replayFile } from './replay-file.ts';
import type { PlayedScenario } from './play.ts';
import type { Expectation, Given, RequestParts, RequestStep, Step } from './scenario/format.ts';
import type { Suite } from './scenario/load.ts';
import type { BuiltRequest } from './scenario/request.ts';
import type { TransportFailure } from './target/types.ts';

/** Of a long body, so many characters stand in a report; of a value, so many. */
const EXCERPT = 1500;
const VALUE_EXCERPT = 300;

/** Where what holds for all answers is seen, in place of the title of a scenario. */
export const EVERY_ANSWER = 'Every answer';

/** Where in the scenarios something was seen. */
interface Place {
  readonly scenario: string;
  readonly step: string;
  readonly about?: string;
}

/** What of a scenario a request was made from. */
export interface Origin {
  readonly scenario: PlayedScenario;
  readonly step: RequestStep;
  /** What its case changes. */
  readonly parts: RequestParts & { readonly case?: string | undefined };
}

/** What was sent, what came of it, and what it may be compared with. */
export interface Observed {
  readonly place: Place;
  readonly request: BuiltRequest;
  readonly outcome: Answered | TransportFailure;
  readonly origin?: Origin | undefined;
  /** The first answer to the same step. */
  readonly first: Answered | undefined;
  readonly captures: ReadonlyMap<string, unknown>;
  /** The last answers so far to the steps of the scenario that have names. */
  readonly answers: ReadonlyMap<string, Answered>;
}

/** Where there is nothing to compare with. */
const NOTHING = { captures: new Map<string, unknown>(), answers: new Map<string, Answered>() };

/** Judges answers by expectations, and keeps count by requirement. */
export class Judge {
  readonly tallies = new Tallies();
  readonly #options: RunOptions;
  readonly #levels: ReadonlyMap<string, Suite['requirements'][number]['level']>;
  readonly #always: readonly Expectation[];
  /** Answers without keys, by the answers that came. */
  readonly #replies = new WeakMap<PlainReply, PlainReply>();

  constructor(options: RunOptions) {
    const { requirements, defaults } = options.suite;
    this.#options = options;
    this.#levels = new Map(requirements.map(({ id, level }) => [id, level]));
    this.#always = (defaults.always ?? []).filter((entry) => this.selects(entry));
  }

  /** Whether something is expected of every answer that the control alone does not show. */
  get isPassive(): boolean {
    const control = this.#options.suite.scenarios.filter(({ role }) => role === 'control');
    const shown = control
      .flatMap(({ steps }) =>
        steps.flatMap((step) => ('expect' in step ? (step.expect ?? []) : [])),
      )
      .flatMap(({ requirement }) => requirement);
    return this.#always.some((entry) => this.#idsOf(entry).some((id) => !shown.includes(id)));
  }

  /** Whether an expectation is about a requirement that is asked for. */
  selects({ requirement }: Expectation): boolean {
    return this.#idsOf({ requirement }).length > 0;
  }

  /** The requirements that are asked for among those that something is expected for. */
  #idsOf({ requirement }: Pick<Expectation, 'requirement'>): string[] {
    return [requirement].flat().filter((id) => this.#options.selected.has(id));
  }

  /** Judges an answer by what is expected of every answer. */
  judgeAnswer(answered: Answered, origin?: Origin): void {
    // Who takes what is wrong may answer with it; that it was taken is told.
    if (origin?.step.valid === false && matchesStatus('2xx', answered.reply.status)) return;
    const { request, reply } = answered;
    const { operation } = request;
    const about = `${operation} ${reply.status}`;
    const place = { scenario: EVERY_ANSWER, step: operation, about };
    const observed = { ...NOTHING, place, request, outcome: answered, origin, first: answered };
    for (const expectation of this.#always) {
      for (const id of this.#idsOf(expectation)) {
        const observation = this.#observe(id, expectation, observed);
        // Most answers are not of the kind that something is said about.
        if (observation.kind !== 'unseen') this.#add(id, observed, expectation, observation, '');
      }
    }
  }

  /** Judges what came of a request by what its step expects. */
  judgeStep(expectations: readonly Expectation[], observed: Observed, given?: Given): void {
    for (const expectation of expectations) {
      for (const id of this.#idsOf(expectation)) {
        this.#add(id, observed, expectation, this.#observe(id, expectation, observed, given));
      }
    }
  }

  /** Notes why what a step looks at was not seen. */
  note(step: Step, kind: 'unseen' | 'blocked', reason: string): void {
    for (const { requirement } of 'expect' in step ? (step.expect ?? []) : []) {
      for (const id of [requirement].flat()) this.tallies.of(id)[kind].add(reason);
    }
  }

  /** Whether an answer is one that a step is about. */
  fits(
    given: Given | undefined,
    answered: Answered,
    { captures, answers }: Pick<Observed, 'captures' | 'answers'>,
  ): boolean {
    if (!given) return true;
    const { suite, keys: secrets } = this.#options;
    const around = { suite, secrets, captures, answers, first: answered };
    return unfit(given, answered, around) === undefined;
  }

  #add(
    id: string,
    observed: Observed,
    expectation: Expectation,
    observation: Observation,
    about = observed.origin?.step.about,
  ): void {
    const { outcome, origin } = observed;
    // What is in no group is told each time.
    const group =
      origin?.step.about === undefined || about === undefined
        ? undefined
        : `${about} ${'reply' in outcome ? outcome.reply.status : ''}`;
    const tally = this.tallies.of(id);
    tally.add(
      observation,
      (differences) => this.#findingOf(id, observed, expectation, differences),
      group,
    );
  }

  #observe(
    id: string,
    expectation: Expectation,
    { outcome, first, captures, answers }: Observed,
    given?: Given,
  ): Observation {
    const { status } = expectation;
    if (!('reply' in outcome)) {
      const expected = status === undefined ? 'an answer' : describeStatus(status);
      const difference = { where: 'answer', expected, actual: `none, twice: ${outcome.what}` };
      return { kind: 'fail', differences: [difference] };
    }
    if (needsAcceptance(expectation, given, outcome)) {
      const reason = `a heartbeat that should be accepted got ${outcome.reply.status}`;
      return { kind: 'blocked', reason };
    }
    const { suite, keys: secrets, basis } = this.#options;
    const level = this.#levels.get(id) ?? 'must';
    const around = { suite, secrets, captures, answers, first: first ?? outcome };
    return observe(expectation, outcome, around, { level, basis }, given);
  }

  #findingOf(
    id: string,
    { place, request, outcome, origin }: Observed,
    expectation: Expectation,
    differences: readonly Difference[],
  ): Finding {
    const { target, secrets } = this.#options;
    // Before anything is cut, so that no half of a key is left.
    const conceal = (text: string) => secrets.conceal(text);
    const cause = 'reply' in outcome ? this.causeOf(outcome) : outcome.cure;
    return {
      ...place,
      sent: {
        method: request.method,
        url: conceal(target.url + request.path),
        headers: secrets.concealAll(request.headers),
        ...(request.body !== undefined && { body: clip(conceal(String(request.body)), EXCERPT) }),
        curl: curlLine(request, target.url, secrets),
      },
      ...('reply' in outcome && {
        received: {
          status: outcome.reply.status,
          headers: this.#concealed(outcome.reply).headers,
          body: clip(this.#concealed(outcome.reply).body, EXCERPT),
        },
      }),
      differences: differences.map(({ where, expected, actual }) => ({
        where: concealPointer(where, conceal),
        expected: clip(conceal(expected), VALUE_EXCERPT),
        actual: clip(conceal(actual), VALUE_EXCERPT),
      })),
      ...(cause && { cause: conceal(cause) }),
      ...(origin?.step.about !== undefined && {
        replay: conceal(replayFile(id, expectation, origin)),
      }),
    };
  }

  /** What most likely lies behind an answer that was not expected, as a sentence. */
  causeOf(answered: Answered): string | undefined {
    const { suite, target } = this.#options;
    const known = suite.defaults.causes?.find(({ given }) => this.fits(given, answered, NOTHING));
    // A title is cut, and half of a key must not be left.
    const reply = this.#concealed(answered.reply);
    return likelyCause({ ...answered, reply }, target.url) ?? known?.say;
  }

  /** An answer without keys; one answer may show several failures. */
  #concealed(reply: PlainReply): PlainReply {
    const known = this.#replies.get(reply) ?? this.#options.secrets.concealAll(reply);
    this.#replies.set(reply, known);
    return known;
  }
}

/** What says nothing about the status is about answers that accept a request. */
function needsAcceptance(
  { status, like, secrets, given: own }: Expectation,
  given: Given | undefined,
  { reply }: Answered,
): boolean {
  const about = [own ?? [], given ?? []].flat().find((part) => part.status !== undefined);
  return !(status ?? about ?? like ?? secrets) && !matchesStatus('2xx', reply.status);
}

/** In a JSON Pointer, slashes and tildes of names are escaped. */
function concealPointer(where: string, conceal: (text: string) => string): string {
  if (!where.startsWith('/')) return conceal(where);
  const { tokens } = Pointer.fromJSON(where);
  return new Pointer(tokens.map(conceal)).toString();
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length} characters)`;
}
