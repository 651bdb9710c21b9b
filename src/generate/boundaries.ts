import { sample, type Source, type Step } from './sample.ts';
import { choicesOf, picksOf, sidesOf, type Sides } from './sides.ts';
import type { View } from './view.ts';

/** A place in payloads, and what is asked there. */
export interface Place {
  readonly path: readonly Step[];
  readonly view: View;
}

/**
 * What one constraint allows and what it does not, close to where the one becomes the other. A value
 * that is undefined leaves the field out. What is outside mostly breaks nothing else, which is for a
 * validator to tell.
 */
export interface Boundary extends Sides {
  /** Where the values belong. */
  readonly path: readonly Step[];
}

/** A name that no schema has. */
const OTHER_NAME = 'extra';

/** Every place that schemas speak of, in all forms that values may have. */
export function placesOf(
  view: View,
  path: readonly Step[] = [],
  around: readonly string[] = [],
): Place[] {
  const { key, choices } = view;
  // Nothing is asked there, or it is a record that holds others of its kind.
  if (key === '' || around.includes(key)) return [];
  const below = (inner: View, step: Step) => placesOf(inner, [...path, step], [...around, key]);
  if (choices.length > 0) {
    const forms = choices.flatMap((_, index) => picksOf(view, index));
    return [{ path, view }, ...forms.flatMap((picks) => below(view.choose(picks), { picks }))];
  }
  const names = [...view.properties, ...(view.others.key === '' ? [] : [OTHER_NAME])];
  return [
    { path, view },
    ...names.flatMap((property) => below(view.property(property), { property })),
    ...below(view.items, { item: 0 }),
  ];
}

/**
 * Both sides of every constraint of a place.
 *
 * @param source what fills values of which only a length or number matters.
 */
export function boundariesOf({ path, view }: Place, source: Source): Boundary[] {
  // All else is told where a form is chosen.
  if (view.choices.length > 0) return choicesOf(view, source).map((one) => ({ ...one, path }));
  const beside = (
    property: string,
    keyword: string,
    holds: unknown,
    breaks: unknown,
  ): Boundary => ({
    path: [...path, { property }],
    keyword,
    holds: [holds],
    breaks: [breaks],
  });
  // A value of another type may have another form.
  const isChosen = 'picks' in (path.at(-1) ?? {});
  const here = sidesOf(view, source).filter(({ keyword }) => !(isChosen && keyword === 'type'));
  return [
    ...here.map((one) => ({ ...one, path })),
    ...view.required.map((name) =>
      beside(name, 'required', sample(view.property(name), source), undefined),
    ),
    ...(view.isOpen ? [] : [beside(OTHER_NAME, 'additionalProperties', undefined, true)]),
  ].filter(({ breaks }) => breaks.length > 0);
}
