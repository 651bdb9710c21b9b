import type { Expectation, Given, RequestStep } from '../scenario/format.ts';
import { caseParts, labelOf, type Suite } from '../scenario/load.ts';
import type { BuiltRequest } from '../scenario/request.ts';
import type { ArazzoStep } from './arazzo-types.ts';
import { allowedBy, inWords, isSure, sayExpectation } from './criteria.ts';
import { add, captured, finished, freeId, idOf, statusOf, type Draft } from './draft.ts';
import { Unsayable, type LeftOut, type Reason } from './left-out.ts';
import { buildStepRequest } from './requests.ts';
import { ANY, isWithin, only, statusCriterion } from './statuses.ts';

/** Why a requirement is not asked for; undefined where it is. */
export type Refusal = (requirement: string) => Reason | undefined;

/** Says a scenario as steps of a workflow, as far as Arazzo can. */
export class ScenarioInWords {
  readonly #suite: Suite;
  readonly #refusal: Refusal;
  readonly #file: string;
  /** The workflow's. */
  readonly id: string;
  readonly #drafts: Draft[] = [];
  /** Number of the step that is being said. */
  #number = 0;
  /** What does not stand in the document. */
  readonly leftOut: LeftOut[] = [];

  constructor(suite: Suite, scenario: Suite['scenarios'][number], refusal: Refusal) {
    this.#suite = suite;
    this.#refusal = refusal;
    this.#file = scenario.file;
    this.id = idOf(scenario.file.replace(/\.yaml$/, ''));
    let isOver = false;
    for (const step of scenario.steps) {
      this.#number += 1;
      // What comes after a step that waits for an answer rests on that answer.
      isOver ||= !step.pause && step.until !== undefined;
      if (step.pause) this.#leave(`pause after "${step.pause.after}"`, 'time');
      else if (isOver) this.#leaveAll(step, 'repeated');
      else this.#step(step);
    }
  }

  /** The steps; none where nothing would be judged. */
  steps(): readonly ArazzoStep[] {
    if (this.#drafts.every(({ criteria }) => criteria.length === 0)) return [];
    const isOfUse = ({ source, criteria, outputs }: Draft) =>
      criteria.length > 0 || Object.keys(outputs).length > 0 || source.expect === undefined;
    return this.#drafts.filter(isOfUse).map(finished);
  }

  #step(source: RequestStep): void {
    const { send = {}, cases = [{}], times } = source;
    if (source['at-once']) this.#leave(`${source['at-once']} requests at once`, 'parallel');
    for (const entry of cases) {
      const parts = caseParts(entry);
      const label = labelOf(source, this.#number - 1, parts);
      try {
        const request = buildStepRequest(this.#suite, [send, parts]);
        const labels =
          typeof times === 'number'
            ? Array.from({ length: times }, (_, index) => `${label} (${index + 1} of ${times})`)
            : [label];
        for (const one of labels) this.#request(one, source, request);
      } catch (error) {
        if (!(error instanceof Unsayable)) throw error;
        this.#leaveAll(source, error.reason, ` (${label})`);
      }
    }
  }

  #request(label: string, source: RequestStep, request: BuiltRequest): void {
    const before = [...this.#drafts];
    const id = freeId(this.id, label, before);
    const common = { criteria: [], outputs: {}, statuses: ANY, needsAcceptance: false };
    const draft: Draft = { id, label, source, request, ...common };
    const asked = (source.expect ?? []).flatMap((expectation) => {
      const givens = [source.given ?? [], expectation.given ?? []].flat();
      const ids = this.#asked(expectation);
      const isAbout = ids.length > 0 && givens.every((given) => isOf(given, request));
      return isAbout ? [{ expectation, givens, ids }] : [];
    });
    for (const { expectation, givens, ids } of asked) {
      const allowed = allowedBy(expectation, givens);
      if (isWithin(ANY, allowed)) continue;
      draft.statuses = only(draft.statuses, (status) => allowed.has(status));
      add(draft, statusCriterion(allowed), ids);
    }
    const around = {
      request,
      codeAt: this.#suite.defaults['code-at'] ?? ['/error/code'],
      captured: (name: string) => captured(name, before),
      statusOf: (step: string) => statusOf(step, before),
    };
    for (const { expectation, givens, ids } of asked) {
      const sure = isSure(expectation, givens, draft.statuses);
      const { criteria, leftOut } = sure
        ? sayExpectation(expectation, around)
        : { criteria: [], leftOut: unsure(expectation, givens) };
      for (const criterion of criteria) add(draft, criterion, ids);
      for (const { what, reason } of leftOut) {
        for (const requirement of ids) this.#leave(what, reason, requirement);
      }
      if (sure === 'accepted' && criteria.length > 0) draft.needsAcceptance = true;
    }
    this.#drafts.push(draft);
  }

  /** The requirements that are asked for among those of an expectation; the others are left out. */
  #asked(expectation: Expectation): string[] {
    return [expectation.requirement].flat().filter((id) => {
      const reason = this.#refusal(id);
      if (reason) this.#leave(inWords(expectation), reason, id);
      return reason === undefined;
    });
  }

  #leaveAll({ expect = [] }: RequestStep, reason: Reason, suffix = ''): void {
    for (const expectation of expect) {
      for (const id of this.#asked(expectation)) {
        this.#leave(inWords(expectation) + suffix, reason, id);
      }
    }
  }

  #leave(what: string, reason: Reason, requirement?: string): void {
    const place = { scenario: this.#file, step: this.#number };
    this.leftOut.push({ ...place, ...(requirement && { requirement }), what, reason });
  }
}

/** What of an expectation is left out that is about some answers only: its status may be said all the same. */
function unsure({ status, ...rest }: Expectation, givens: readonly Given[]) {
  const isSaid = !isWithin(ANY, allowedBy({ status, ...rest }, givens));
  const what = inWords(isSaid ? rest : { status, ...rest });
  return what === '' ? [] : [{ what, reason: 'accepted' as const }];
}

/** Whether something is given of this request at all. */
function isOf({ operation, method }: Given, request: BuiltRequest): boolean {
  const operations = operation === undefined ? [request.operation] : [operation].flat();
  return operations.includes(request.operation) && (method ?? request.method) === request.method;
}
