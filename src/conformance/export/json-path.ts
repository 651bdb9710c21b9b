import { namesIn } from '../../contract/json-pointer.ts';
import { isCapture } from '../scenario/captures.ts';
import type { Operators } from '../scenario/format.ts';
import { Unsayable, type Reason } from './left-out.ts';

/**
 * Conditions in JSONPath as of RFC 9535, which compares exactly, unlike Arazzo's simple conditions.
 * `@` is the whole body, as in the example of Arazzo's specification, `$[?count(@.pets) > 0]`, and in
 * Respect; a runner that keeps to RFC 9535 there takes it for each member of the body.
 */

/** A criterion for a body. */
export function bodyCriterion(condition: string) {
  return { context: '$response.body', condition: `$[?${condition}]`, type: 'jsonpath' } as const;
}

/** The query for the value at a JSON Pointer. */
export function queryOf(pointer: string): string {
  const steps = namesIn(pointer).map((name) => {
    if (name === '*') throw new Unsayable('value');
    if (/^\d+$/.test(name)) return `[${name}]`;
    return /^[a-z_]\w*$/i.test(name) ? `.${name}` : `[${literal(name)}]`;
  });
  return `@${steps.join('')}`;
}

/**
 * The condition that a value is equal to a known one; undefined stands for none at all.
 *
 * @throws Unsayable for what is no scalar.
 */
export function equalTo(query: string, value: unknown): string {
  return value === undefined ? `!${query}` : `${query} == ${literal(value)}`;
}

/** In double quotes, a text is written as in JSON. */
function literal(value: unknown): string {
  if (typeof value === 'object' && value !== null) throw new Unsayable('value');
  const text = JSON.stringify(value);
  // Arazzo has no way to say that something is no expression.
  if (text.includes('{$')) throw new Unsayable('text');
  return text;
}

/** Comparisons with anything but a number do not hold. */
const isNumber = (query: string) => `(${query} < 0 || ${query} >= 0)`;

/** Conditions that a value is of a type. */
const TYPES: Readonly<Record<string, (query: string) => string>> = {
  // No function but those for texts takes nothing else, and an empty pattern is found in all of them.
  string: (query) => `search(${query}, "")`,
  number: isNumber,
  boolean: (query) => `(${query} == true || ${query} == false)`,
  null: (query) => `${query} == null`,
  absent: (query) => `!${query}`,
};

const COMPARISONS = { 'at-least': '>=', 'at-most': '<=', above: '>', below: '<' } as const;

/** How a captured value is compared, which JSONPath cannot do: another answer is out of its reach. */
const CAPTURED = { 'same-as': '==', 'differs-from': '!=', ...COMPARISONS } as const;

/** Rules that nothing can say. */
const UNSAYABLE: Readonly<Record<string, Reason>> = {
  format: 'time',
  'later-than': 'time',
  within: 'time',
  'falls-from': 'value',
  'same-in-all': 'parallel',
  'as-many-as': 'array',
  names: 'names',
};

/** How a rule for a value can be said: of the body alone, or by comparing with a captured value. */
export type Said =
  | { readonly path: string }
  | { readonly operator: string; readonly capture: string };

/**
 * Says one rule for the value at a place.
 *
 * @param sent gives the value that was sent, for a rule that asks for it again.
 * @throws Unsayable
 */
export function sayRule(
  pointer: string,
  [rule, operand]: readonly [string, unknown],
  sent: (place: string) => unknown,
): Said {
  const reason = UNSAYABLE[rule];
  if (reason) throw new Unsayable(reason);
  const query = queryOf(pointer);
  if (isCapture(rule, operand)) {
    return { operator: CAPTURED[rule as keyof typeof CAPTURED], capture: operand };
  }
  switch (rule) {
    case 'equals':
      return { path: equalTo(query, operand) };
    case 'one-of':
      return { path: (operand as unknown[]).map((value) => equalTo(query, value)).join(' || ') };
    case 'echoes':
      return { path: equalTo(query, sent(operand as string)) };
    case 'present':
      return { path: operand === true ? query : `!${query}` };
    case 'type':
      return {
        path: [operand as string]
          .flat()
          .map((type) => typeCondition(query, type))
          .join(' || '),
      };
    case 'number-from':
      return { path: `!(${query} < ${String(operand)})` };
    case 'number-to':
      return { path: `!(${query} > ${String(operand)})` };
    default: {
      const sign = COMPARISONS[rule as keyof typeof COMPARISONS];
      if (typeof operand === 'number') return { path: `${query} ${sign} ${operand}` };
      // Two texts can be compared as well, and two values that are not there are equal.
      return { path: `${query} ${sign} ${queryOf(String(operand))} && ${isNumber(query)}` };
    }
  }
}

/** The rules for a value one by one. */
export function rulesOf(expected: unknown): [string, unknown][] {
  const isRules = typeof expected === 'object' && expected !== null;
  return isRules ? Object.entries(expected as Operators) : [['equals', expected]];
}

function typeCondition(query: string, type: string): string {
  const condition = TYPES[type];
  if (!condition) throw new Unsayable('array');
  return condition(query);
}
