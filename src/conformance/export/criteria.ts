import type { Conditions, Expectation, Given } from '../scenario/format.ts';
import { get, type BuiltRequest } from '../scenario/request.ts';
import type { Criterion } from './arazzo-types.ts';
import { bodyCriterion, equalTo, queryOf, rulesOf, sayRule } from './json-path.ts';
import { Unsayable, type Reason } from './left-out.ts';
import { ACCEPTED, ANY, isWithin, only, statusesOf, type Statuses } from './statuses.ts';

/** What criteria of a step are made in view of. */
export interface Surroundings {
  readonly request: BuiltRequest;
  /** The error codes' places, as in the defaults. */
  readonly codeAt: readonly string[];
  /**
   * The runtime expression for a captured value, which makes a step before give it out.
   *
   * @throws Unsayable where there is no such step.
   */
  captured(name: string): string;
  /** The runtime expression for the status of a named step's answer. */
  statusOf(step: string): string;
}

/** What of an expectation can be said, and what cannot. */
export interface Said {
  readonly criteria: readonly Criterion[];
  readonly leftOut: readonly { readonly what: string; readonly reason: Reason }[];
}

/**
 * The statuses that an expectation allows, in view of those it is about; all where nothing is said of
 * them, or only of some answers.
 */
export function allowedBy({ status }: Expectation, givens: readonly Given[]): Statuses {
  if (status === undefined || !givens.every(isOfAccepted)) return ANY;
  const [about, allowed] = [aboutStatuses(givens), statusesOf(status)];
  return only(ANY, (one) => !about.has(one) || allowed.has(one));
}

/**
 * Whether an expectation is about every answer with which the step succeeds.
 *
 * @returns `accepted` where it is, if the step asks for an answer that is accepted.
 */
export function isSure(
  expectation: Expectation,
  givens: readonly Given[],
  statuses: Statuses,
): boolean | 'accepted' {
  if (!givens.every(isOfAccepted)) return false;
  // What says nothing about the status is about answers that accept a request.
  const { status, like, secrets } = expectation;
  const says = [status, like, secrets, ...givens.map((given) => given.status)];
  const about = says.every((one) => one === undefined) ? ACCEPTED : aboutStatuses(givens);
  if (isWithin(statuses, about)) return true;
  return isWithin(ANY, statuses) && isWithin(ACCEPTED, about) && 'accepted';
}

/** Says what an expectation demands beyond the status. */
export function sayExpectation(expectation: Expectation, around: Surroundings): Said {
  const criteria: Criterion[] = [];
  const leftOut: { what: string; reason: Reason }[] = [];
  for (const [what, say] of partsOf(expectation)) {
    try {
      const { loose, ...criterion } = say(around);
      criteria.push(criterion);
      if (loose) leftOut.push({ what, reason: 'loose' });
    } catch (error) {
      if (!(error instanceof Unsayable)) throw error;
      leftOut.push({ what, reason: error.reason });
    }
  }
  return { criteria, leftOut };
}

/** A criterion, which may say a little less than what was meant. */
type Saying = Criterion & { readonly loose?: true };
type Part = readonly [what: string, say: (around: Surroundings) => Saying];

/** All that an expectation demands, in words. */
export function inWords(expectation: Expectation): string {
  const parts = partsOf(expectation).map(([what]) => what);
  return [...(expectation.status === undefined ? [] : ['status']), ...parts].join(', ');
}

/** What is demanded beyond the status, piece by piece, and how it is said. */
function partsOf({ headers = {}, body = {}, schema, code, like, secrets }: Conditions): Part[] {
  const parts: Part[] = [];
  for (const [name, rule] of Object.entries(headers)) {
    const rules = typeof rule === 'string' ? [['equals', rule] as const] : Object.entries(rule);
    for (const [key, value] of rules) {
      parts.push([`header ${name}: ${key}`, () => headerCriterion(name, key, value)]);
    }
  }
  for (const [pointer, expected] of Object.entries(body)) {
    for (const rule of rulesOf(expected)) {
      const what = `body ${pointer}: ${rule[0]}`;
      parts.push([what, (around) => valueCriterion(pointer, rule, around)]);
    }
  }
  if (schema !== undefined) parts.push([`schema ${schema}`, () => unsayable('schema')]);
  if (code !== undefined) {
    parts.push([
      `code ${code}`,
      ({ codeAt }) =>
        bodyCriterion(codeAt.map((place) => equalTo(queryOf(place), code)).join(' || ')),
    ]);
  }
  if (like !== undefined) {
    parts.push([
      `status like that of "${like}"`,
      ({ statusOf }) => ({ condition: `$statusCode == ${statusOf(like)}` }),
    ]);
    parts.push([`code like that of "${like}"`, () => unsayable('like')]);
  }
  if (secrets !== undefined) parts.push(['no secrets', () => unsayable('secrets')]);
  return parts;
}

function valueCriterion(
  pointer: string,
  rule: readonly [string, unknown],
  { request, captured }: Surroundings,
): Saying {
  const said = sayRule(pointer, rule, (place) =>
    place.startsWith('/') ? get(request.json, place) : request.headers[place.toLowerCase()],
  );
  if ('path' in said) return bodyCriterion(said.path);
  const { operator, capture } = said;
  return {
    condition: `$response.body#${pointer} ${operator} ${captured(capture)}`,
    loose: true,
  };
}

function headerCriterion(name: string, rule: string, value: unknown): Criterion {
  const context = `$response.header.${name.toLowerCase()}`;
  if (rule === 'equals')
    return { context, condition: `^${escaped(String(value))}$`, type: 'regex' };
  if (rule !== 'media-type') return unsayable(rule === 'retry-after' ? 'time' : 'header');
  // In either case, without a flag, for which there is no common notation.
  const type = escaped(String(value)).replaceAll(
    /[a-z]/g,
    (letter) => `[${letter.toUpperCase()}${letter}]`,
  );
  return { context, condition: `^ *${type} *(?:;|$)`, type: 'regex' };
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function unsayable(reason: Reason): never {
  throw new Unsayable(reason);
}

function aboutStatuses(givens: readonly Given[]): Statuses {
  const about = givens.map(({ status }) => statusesOf(status));
  return only(ANY, (one) => about.every((statuses) => statuses.has(one)));
}

/**
 * Whether no more is given than what belongs to an answer that is accepted. That there is an object
 * where one is looked into is asked for with the rest: what `check server` calls not observed fails here.
 */
export function isOfAccepted(given: Given): boolean {
  const { operation: _, method: __, status: ___, body = {}, ...rest } = given;
  const isObject = (expected: unknown) =>
    rulesOf(expected).every(([rule, type]) => rule === 'type' && type === 'object');
  return Object.keys(rest).length === 0 && Object.values(body).every(isObject);
}
