import * as fc from 'fast-check';
import { boundariesOf, placesOf, type Place } from '../../generate/boundaries.ts';
import { randomOf } from '../../generate/random.ts';
import { sample } from '../../generate/sample.ts';
import type { JsonType, View } from '../../generate/view.ts';
import { pointerOf, type Change, type Payloads } from './payloads.ts';

/** Deeper values are drawn as the schema has them, and no further. */
const DEEP = 6;
const UNUSUAL_LENGTH = 2000;
const USUAL_COUNT = 4;
const USUAL_RANGE = 1000;
/** So many places differ at the most. */
const MOST_CHANGES = 4;

/**
 * Changes of the payload that is accepted: values that are allowed at some places, and at times one at
 * another place that is not. They shrink to fewer and simpler ones.
 */
export function changesOf(payloads: Payloads): fc.Arbitrary<Change[]> {
  const places = placesOf(payloads.root).filter(({ path }) => payloads.isTouchable(path));
  // Forms are chosen where the place itself comes up.
  const whole = places.filter(({ path }) => !path.some((step) => 'picks' in step));
  const free = whole.filter(
    ({ path, view }) => payloads.isFree(path) && view.properties.length === 0,
  );
  const changeAt = ({ path, view }: Place, values: fc.Arbitrary<unknown>) =>
    values.map((value): Change => ({ path, view, value: plain(value) }));
  const allowed = fc.oneof(
    ...free.map((place) =>
      changeAt(
        place,
        fc.oneof(
          { arbitrary: valuesOf(place.view), weight: 9 },
          { arbitrary: fc.constant(undefined), weight: 1 },
        ),
      ),
    ),
  );
  const odd = fc.oneof(...places.map((place) => changeAt(place, oddValues(place))));
  const all = [odd, ...Array.from({ length: MOST_CHANGES - 1 }, () => allowed)];
  // Which of them are made comes first, so that others are left out before values become simpler.
  const kept = fc.tuple(...all.map(() => fc.boolean()));
  return fc
    .tuple(kept, fc.tuple(...all))
    .map(([isKept, changes]) => apart(changes.filter((_, index) => isKept[index])))
    .filter((changes) => changes.length > 0);
}

/** Values that a place allows. */
function valuesOf(view: View, depth = 0): fc.Arbitrary<unknown> {
  if (depth > DEEP) return sampled(view);
  const [choice] = view.choices;
  if (choice) {
    const forms = choice.forms.map((_, index) => valuesOf(view.choose([index]), depth + 1));
    return fc.oneof(...forms);
  }
  if (view.values) return fc.constantFrom(...view.values);
  return fc.oneof(...view.types.map((type) => valuesOfType(view, type, depth)));
}

function valuesOfType(view: View, type: JsonType, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return numbersOf(view, 1);
    case 'number':
      return numbersOf(view, 100);
    case 'string':
      return textsOf(view);
    case 'array': {
      const minLength = view.bound('minItems') ?? 0;
      const maxLength = Math.min(view.bound('maxItems') ?? Infinity, minLength + USUAL_COUNT);
      return fc.array(valuesOf(view.items, depth + 1), { minLength, maxLength });
    }
    case 'object': {
      const { properties, required, others } = view;
      if (properties.length > 0) {
        const fields: Record<string, fc.Arbitrary<unknown>> = {};
        for (const name of properties) fields[name] = valuesOf(view.property(name), depth + 1);
        return fc.record(fields, { requiredKeys: [...required] });
      }
      const inner = others.key === '' ? fc.jsonValue({ maxDepth: 1 }) : valuesOf(others, depth + 1);
      return fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), inner, { maxKeys: USUAL_COUNT });
    }
  }
}

function textsOf(view: View): fc.Arbitrary<unknown> {
  if (view.texts('format').length > 0 || view.texts('pattern').length > 0) return sampled(view);
  const minLength = view.bound('minLength') ?? 0;
  const maxLength = view.bound('maxLength') ?? minLength + UNUSUAL_LENGTH;
  const short = { minLength, maxLength };
  // By itself fast-check draws a few characters only, wherever the end is.
  const long = { ...short, size: 'max' } as const;
  return fc.oneof(
    { arbitrary: fc.string({ unit: 'grapheme-ascii', ...short }), weight: 3 },
    { arbitrary: fc.string({ unit: 'grapheme', ...short }), weight: 2 },
    { arbitrary: fc.string({ unit: 'grapheme-ascii', ...long }), weight: 2 },
  );
}

/** Whole numbers of parts: one for integers, a hundred for numbers as people write them. */
function numbersOf(view: View, parts: number): fc.Arbitrary<unknown> {
  if (view.bound('multipleOf') !== undefined) return sampled(view);
  const least = view.bound('minimum') ?? view.bound('exclusiveMinimum') ?? -USUAL_RANGE;
  const most = view.bound('maximum') ?? view.bound('exclusiveMaximum');
  const min = Math.ceil(least * parts);
  const upTo = (max: number) => fc.integer({ min, max }).map((count) => count / parts);
  if (most !== undefined) return upTo(Math.floor(most * parts));
  return fc.oneof(
    { arbitrary: upTo(Math.max(min, 0) + USUAL_RANGE * parts), weight: 2 },
    { arbitrary: upTo(Number.MAX_SAFE_INTEGER), weight: 1 },
  );
}

/** What cannot be drawn otherwise. */
function sampled(view: View): fc.Arbitrary<unknown> {
  return fc.nat().map((number) => sample(view, { random: randomOf(`${number}`) }));
}

/** Values that are mostly not allowed at a place: just beyond a constraint, or anything. */
function oddValues(place: Place): fc.Arbitrary<unknown> {
  const own = boundariesOf(place, { random: randomOf('odd') }).filter(
    ({ path }) => path.length === place.path.length,
  );
  const beyond = own.flatMap(({ breaks }) => breaks);
  const any = fc.oneof(
    fc.constant(undefined),
    fc.integer(),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.jsonValue({ maxDepth: 1 }),
  );
  return beyond.length > 0 ? fc.oneof(fc.constantFrom(...beyond), any) : any;
}

/** Without what scenario files would take for a placeholder, and JavaScript for a prototype. */
function plain(value: unknown): unknown {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value).replaceAll('${', '$').replaceAll('__proto__', 'proto');
  return JSON.parse(text) as unknown;
}

/** Without changes inside of others. */
function apart(changes: readonly Change[]): Change[] {
  const pointers = changes.map(({ path }) => pointerOf(path));
  return changes.filter((_, index) =>
    pointers.every((other, place) => {
      const own = pointers[index] as string;
      return (
        place === index || !`${own}/`.startsWith(`${other}/`) || (own === other && index < place)
      );
    }),
  );
}
