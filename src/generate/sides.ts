import { FORMATS } from './formats.ts';
import { between } from './random.ts';
import { lengthOf, sample, textOfLength, type Source } from './sample.ts';
import type { JsonType, View } from './view.ts';

/** Both sides of what one keyword asks of a value. */
export interface Sides {
  readonly keyword: string;
  /** Values inside. */
  readonly holds: readonly unknown[];
  /** Values outside. */
  readonly breaks: readonly unknown[];
}

/** A value of each type. */
const VALUES: readonly (readonly [JsonType, unknown])[] = [
  ['null', null],
  ['boolean', true],
  ['integer', 7],
  ['number', 0.5],
  ['string', 'text'],
  ['array', []],
  ['object', {}],
];
/** Characters that patterns do without. */
const ODD = [' ', '!', '/', 'é', '\u0000'];

/** Both sides of all that is asked of a value itself, with its form chosen. */
export function sidesOf(view: View, source: Source): Sides[] {
  return [
    sides('type', [sample(view, source)], valuesBut(view.types)),
    ...valuesOf(view),
    ...numbersOf(view),
    ...lengthsOf(view, source),
    ...textsOf(view, source),
    ...itemsOf(view, source),
  ];
}

/** Both sides of the choices of a value. */
export function choicesOf(view: View, source: Source): Sides[] {
  const forms = formsOf(view);
  const breaks = [...valuesBut(forms.flatMap(({ types }) => types)), ...wrongTexts(forms)];
  return view.choices.map(({ keyword }, index) => {
    const holds = picksOf(view, index).map((picks) => sample(view, source, [{ picks }]));
    return sides(keyword, holds, breaks);
  });
}

/** Each form of a choice in turn, with the first of all others. */
export function picksOf({ choices }: View, index: number): number[][] {
  const forms = choices[index]?.forms ?? [];
  return forms.map((_, form) => choices.map((__, other) => (other === index ? form : 0)));
}

function sides(keyword: string, holds: readonly unknown[], breaks: readonly unknown[]): Sides {
  return { keyword, holds, breaks };
}

/** The forms that a value may have, whatever is chosen in them. */
function formsOf(view: View): View[] {
  if (view.choices.length === 0) return [view];
  return picksOf(view, 0).flatMap((picks) => formsOf(view.choose(picks)));
}

function valuesBut(types: readonly JsonType[]): unknown[] {
  const isAllowed = (type: JsonType) =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  return VALUES.filter(([type]) => !isAllowed(type)).map(([, value]) => value);
}

/** Where texts need one of some formats, those that have none of them. */
function wrongTexts(forms: readonly View[]): readonly string[] {
  const texts = forms.filter(({ types }) => types.includes('string'));
  const [first = [], ...others] = texts.map((form) =>
    form.texts('format').flatMap((format) => FORMATS[format]?.wrong ?? []),
  );
  return first.filter((text) => others.every((list) => list.includes(text)));
}

function valuesOf({ values }: View): Sides[] {
  if (!values) return [];
  const others = values.flatMap((value): unknown[] => {
    if (typeof value === 'string') return [`${value}x`, value.toUpperCase(), value.slice(0, -1)];
    return typeof value === 'number' ? [value + 1] : [value !== true];
  });
  return [
    sides(
      'enum',
      values,
      others.filter((value) => !values.includes(value)),
    ),
  ];
}

function numbersOf(view: View): Sides[] {
  const multiple = view.bound('multipleOf');
  // There is no least fraction: one that people write has to do.
  const units =
    multiple === undefined ? (view.types.includes('number') ? [1, 0.01] : [1]) : [multiple];
  const tidy = (value: number) => Number(value.toPrecision(12));
  const sidesOfBound = (keyword: string, outwards: number): Sides[] => {
    const bound = view.bound(keyword);
    if (bound === undefined) return [];
    const outside = units.map((unit) => tidy(bound + outwards * unit));
    const inside = units.map((unit) => tidy(bound - outwards * unit));
    const isExclusive = keyword.startsWith('exclusive');
    return [
      isExclusive ? sides(keyword, inside, [bound, ...outside]) : sides(keyword, [bound], outside),
    ];
  };
  return [
    ...sidesOfBound('minimum', -1),
    ...sidesOfBound('maximum', 1),
    ...sidesOfBound('exclusiveMinimum', -1),
    ...sidesOfBound('exclusiveMaximum', 1),
    ...(multiple === undefined ? [] : [multiplesOf(view, multiple)]),
  ];
}

function multiplesOf(view: View, unit: number): Sides {
  const least = view.bound('minimum') ?? view.bound('exclusiveMinimum') ?? 0;
  const some = (Math.floor(least / unit) + 1) * unit;
  return sides('multipleOf', [some], [some + 1, some - 1, some + unit / 2]);
}

function lengthsOf(view: View, { random }: Source): Sides[] {
  // The length of what has a format is not free.
  if (view.texts('format').length > 0) return [];
  const ofLength = (length: number) => {
    const text = textOfLength(view, random, { min: length, max: length });
    return text === undefined ? [] : [text];
  };
  const { min, max } = lengthOf(view);
  return [
    ...(min > 0 ? [sides('minLength', ofLength(min), ofLength(min - 1))] : []),
    ...(max < Infinity ? [sides('maxLength', ofLength(max), ofLength(max + 1))] : []),
  ];
}

function textsOf(view: View, { random }: Source): Sides[] {
  const text = textOfLength(view, random, lengthOf(view)) ?? '';
  const formats = view
    .texts('format')
    .map((format) => sides('format', [text], FORMATS[format]?.wrong ?? []));
  const patterns = view.texts('pattern').map((pattern) => {
    const at = between(random, 0, Math.max(0, text.length - 1));
    const breaks = ODD.map((odd) => text.slice(0, at) + odd + text.slice(at + 1));
    const expression = new RegExp(pattern, 'u');
    return sides(
      'pattern',
      [text],
      breaks.filter((one) => !expression.test(one)),
    );
  });
  return [...formats, ...patterns];
}

function itemsOf(view: View, source: Source): Sides[] {
  const { items } = view;
  const list = (length: number) => Array.from({ length }, () => sample(items, source));
  const min = view.bound('minItems') ?? 0;
  const max = view.bound('maxItems');
  const some = list(Math.max(1, min));
  return [
    ...(min > 0 ? [sides('minItems', [], [list(min - 1)])] : []),
    ...(max === undefined ? [] : [sides('maxItems', [], [list(max + 1)])]),
    ...(view.isUnique ? [sides('uniqueItems', [], [[...some, ...some.slice(-1)]])] : []),
  ];
}
