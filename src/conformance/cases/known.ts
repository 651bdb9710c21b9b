import type { Basis } from '../../contract/types.ts';
import type { View } from '../../generate/view.ts';
import { BASES } from '../weights.ts';

/** Texts and lists that are longer, and numbers that are larger, are usual only where a limit says so. */
const USUAL_LENGTH = 120;
const USUAL_COUNT = 20;
const LARGEST = 2 ** 31 - 1;
const PRINTABLE = /^[ -~]+$/;

/**
 * On what it is known that a server has to take a value: what schemas speak of is known as they are;
 * what they only do not forbid, such as an empty text, is assumed.
 *
 * @param value one that the schemas allow.
 */
export function knownAs(view: View, value: unknown): Basis {
  if (view.choices.length > 0) {
    const forms = view.choices[0]?.forms.map((_, index) => view.choose([index])) ?? [];
    const fitting = forms.filter((form) => isOf(form, value));
    return fitting.map((form) => knownAs(form, value))[0] ?? 'assumed';
  }
  const own = strongest(view.nodes.map(({ basis }) => basis as Basis));
  if (view.values) return own;
  if (typeof value === 'string') return isUsualText(view, value) ? own : 'assumed';
  if (typeof value === 'number') return isUsualNumber(view, value) ? own : 'assumed';
  if (Array.isArray(value)) {
    const { length } = value;
    const isUsual =
      (length > 0 || view.bound('minItems') !== undefined) &&
      (length <= USUAL_COUNT || view.bound('maxItems') !== undefined);
    return isUsual ? weakest([own, ...value.map((item) => knownAs(view.items, item))]) : 'assumed';
  }
  if (typeof value !== 'object' || value === null) return own;
  const fields = Object.entries(value);
  if (view.properties.length === 0) {
    // A record with names of the sender's choice.
    const { others } = view;
    const inner = others.key === '' ? [] : fields.map(([, item]) => knownAs(others, item));
    return fields.length > 0 ? weakest([own, ...inner]) : 'assumed';
  }
  return weakest([
    own,
    ...fields.map(([name, item]) =>
      view.properties.includes(name) ? knownAs(view.property(name), item) : 'assumed',
    ),
  ]);
}

function isUsualText(view: View, text: string): boolean {
  if (view.texts('format').length > 0 || view.texts('pattern').length > 0) return true;
  if (text === '') return view.bound('minLength') !== undefined;
  return PRINTABLE.test(text) && isTrimmed(text) && !isLong(view, text);
}

/** Many servers take spaces away from the ends of texts, and what is left then may be nothing. */
function isTrimmed(text: string): boolean {
  return text.trim() === text;
}

function isLong(view: View, text: string): boolean {
  return text.length > USUAL_LENGTH && view.bound('maxLength') === undefined;
}

function isUsualNumber(view: View, value: number): boolean {
  const has = (...keywords: string[]) => keywords.some((one) => view.bound(one) !== undefined);
  if (value < 0 && !has('minimum', 'exclusiveMinimum')) return false;
  return Math.abs(value) <= LARGEST || (value > 0 && has('maximum', 'exclusiveMaximum'));
}

/** Whether a value is of a type that is allowed. */
export function isOf({ types }: View, value: unknown): boolean {
  const type = typeOf(value);
  return types.some((one) => one === type || (one === 'integer' && Number.isInteger(value)));
}

/** The JSON type of a value; `absent` where there is none. */
export function typeOf(value: unknown) {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'boolean' | 'number' | 'string' | 'object';
}

/** Of several, the weakest: a chain is as strong as that. */
export function weakest(bases: readonly Basis[]): Basis {
  return BASES.findLast((basis) => bases.includes(basis)) ?? 'assumed';
}

function strongest(bases: readonly Basis[]): Basis {
  return BASES.find((basis) => bases.includes(basis)) ?? 'assumed';
}

/**
 * What a lenient reader may make of a value: the same in another type, without spaces, in small
 * letters. Fractions stay fractions.
 */
export function readingsOf(value: unknown): unknown[] {
  if (value === null) return [undefined, '', 0, false];
  // Some languages tell no list from an object with numbers as names.
  if (Array.isArray(value)) {
    return value.length === 0 ? [undefined, {}, '', 0, false] : [value[0], { ...value }];
  }
  switch (typeof value) {
    case 'boolean':
      return [String(value), Number(value), String(Number(value)), [value]];
    case 'number':
      return [String(value), value !== 0, [value]];
    case 'string': {
      const number = value.trim() === '' ? 0 : Number(value);
      const texts = [value.trim(), value.trim().toLowerCase()];
      const nothing = value.trim() === '' ? [undefined] : [];
      return [
        ...nothing,
        ...texts,
        ...(Number.isNaN(number) ? [] : [number]),
        value !== '',
        [value],
      ];
    }
    case 'object':
      return Object.keys(value).length === 0 ? [[]] : [];
    default:
      return [];
  }
}

/** What a valid value is about: what is special with it, else its type. */
export function keywordFor(view: View, value: unknown): string {
  if (value === undefined) return 'optional';
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (value === '' || isEmpty) return 'empty';
  if (typeof value === 'string') {
    if (isLong(view, value)) return 'long';
    if (!isTrimmed(value)) return 'spaces';
    // What servers may bring into one form comes back in other characters.
    if (value.normalize() !== value) return 'decomposed';
    return PRINTABLE.test(value) ? 'type' : 'unicode';
  }
  return typeof value === 'number' && !isUsualNumber(view, value) ? 'large' : 'type';
}
