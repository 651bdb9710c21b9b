import { boundariesOf, placesOf, type Place } from '../../generate/boundaries.ts';
import { randomOf } from '../../generate/random.ts';
import { sample, type Source } from '../../generate/sample.ts';
import { isOf, keywordFor, typeOf } from './known.ts';
import { pointerOf, type Change, type Payloads } from './payloads.ts';

/** One value at one place, and what it is about. */
export interface Variation extends Change {
  readonly keyword: string;
}

/** Texts with characters of two bytes; and of three and four, from right to left, and of several parts. */
const UNICODE = ['Zoë №1', '工作機 🦞 مرحبا 👩‍🚀'];
const DECOMPOSED = 'Zoe\u0308';
const SPACES = ' in the middle ';
/** More than 16 bits, and than 255 characters, have room for. */
const LARGE = 2 ** 31;
const LONG = 'long '.repeat(200);
const UNKNOWN = 'heartbeat_kit';
const TRIES = 20;

/**
 * Both sides of every constraint of every field, and what no constraint forbids: empty and long texts,
 * other alphabets, large numbers, fields that may be left out, fields that nobody knows.
 */
export function variationsOf(payloads: Payloads): Variation[] {
  const seen = new Set<string>();
  return placesOf(payloads.root)
    .filter(({ path }) => payloads.isTouchable(path))
    .flatMap((place) => [...boundaries(place), ...beyond(place, payloads)])
    .filter((variation) => {
      const { path, keyword, value } = variation;
      const text = JSON.stringify([pointerOf(path), keyword, value]);
      return !seen.has(text) && seen.add(text);
    });
}

function boundaries(place: Place): Variation[] {
  return boundariesOf(place, sourceOf(place)).flatMap(({ path, keyword, holds, breaks }) => {
    const [last] = path.slice(place.path.length);
    const view = last && 'property' in last ? place.view.property(last.property) : place.view;
    const of = (value: unknown): Variation => ({ path, view, keyword, value });
    // A value that is there, or of the right type, shows nothing that others do not.
    const isTold = ['type', 'required', 'additionalProperties'].includes(keyword);
    const inside = isTold ? [] : holds;
    // Of two numbers where there should be none, one is enough.
    const outside = breaks.filter((value) => value !== 0.5 || !breaks.includes(7));
    return [...inside, ...outside].map(of);
  });
}

/** What constraints say nothing about. */
function beyond({ path, view }: Place, payloads: Payloads): Variation[] {
  if (view.choices.length > 0) return [];
  const of = (keyword: string, value: unknown): Variation => ({ path, view, keyword, value });
  const isFree = view.texts('format').length === 0 && view.texts('pattern').length === 0;
  const has = (...keywords: string[]) => keywords.some((one) => view.bound(one) !== undefined);
  const { types, values } = view;
  if (values) return [];
  const found: Variation[] = [];
  if (types.includes('boolean')) found.push(of('type', true), of('type', false));
  const usual = payloads.at(path);
  if (types.length > 1 || !isOf(view, usual)) {
    found.push(...ofEachType({ path, view }).map((value) => of('type', value)));
  }
  if (types.includes('number') && !types.includes('integer')) {
    const fraction = (typeof usual === 'number' ? usual : (view.bound('minimum') ?? 0)) + 0.5;
    if (fraction <= (view.bound('maximum') ?? Infinity)) found.push(of('type', fraction));
  }
  if (types.includes('string') && isFree) {
    if (!has('minLength')) found.push(of('empty', ''));
    if (!has('maxLength')) found.push(of('long', LONG));
    const max = view.bound('maxLength') ?? Infinity;
    const others = [...UNICODE, DECOMPOSED, SPACES].filter((text) => text.length <= max);
    found.push(...others.map((text) => of(keywordFor(view, text), text)));
  }
  if (types.includes('integer') && !has('maximum', 'exclusiveMaximum')) {
    found.push(of('large', LARGE));
  }
  if (types.includes('array') && !has('minItems')) found.push(of('empty', []));
  if (types.includes('object') && view.properties.length === 0) {
    found.push(of('empty', {}));
    if (view.others.key === '') found.push(of('type', { name: 'heartbeat-kit' }));
  }
  if (types.includes('object') && view.isOpen && view.properties.length > 0) {
    const at = { path: [...path, { property: UNKNOWN }], view: view.property(UNKNOWN) };
    found.push({ ...at, keyword: 'unknown', value: { any: ['thing', 1, null] } });
  }
  const [last] = path.slice(-1);
  if (last && 'property' in last && payloads.at(path) !== undefined) {
    found.push(of('optional', undefined));
  }
  return found;
}

/** A value of each type that is allowed. */
function ofEachType(place: Place): unknown[] {
  const byType = new Map<string, unknown>();
  for (let round = 0; round < TRIES; round += 1) {
    const value = sample(place.view, sourceOf(place, `${round}`));
    const type = typeOf(value);
    // What is empty is looked at by itself.
    const isTold = byType.has(type) && keywordFor(place.view, byType.get(type)) !== 'empty';
    if (!isTold) byType.set(type, value);
  }
  return [...byType.values()];
}

/** Draws that depend on the place alone: the same in every run. */
function sourceOf({ path }: Place, more = ''): Source {
  return { random: randomOf(`cases ${JSON.stringify(path)} ${more}`) };
}
