import { placeOf } from '../contract/schema-node.ts';
import { OptionError } from '../errors.ts';
import { FORMATS } from './formats.ts';
import { textMatching, type Length } from './pattern.ts';
import { between, oneOf, type Random } from './random.ts';
import type { JsonType, View } from './view.ts';

/** What values are made with. */
export interface Source {
  readonly random: Random;
  /**
   * A value that a reader would believe of a place; undefined where none is known. It has the type, and
   * the format where there is one, but need not keep the bounds.
   *
   * @param names of the fields that lead there, from the outside in.
   */
  readonly believe?: (names: readonly string[], type: JsonType, format?: string) => unknown;
  /** Brings fields of an object in line with each other. */
  readonly settle?: (fields: Record<string, unknown>) => void;
}

/** A step from a value to one in it, or to one of the forms it may have: one of each choice. */
export type Step =
  | { readonly property: string }
  | { readonly item: 0 }
  | { readonly picks: readonly number[] };

/** Deeper ones get nothing that they need not have. */
const DEEP = 8;
const BOTTOMLESS = 64;
const MORE_ITEMS = 3;
const USUAL_RANGE = 1000;
const USUAL_LENGTH = 12;
const USUAL_TEXT = '^[a-z]*$';

/**
 * A value that schemas allow.
 *
 * @param path what has to be there: the value has everything that the steps lead through.
 * @throws OptionError where a schema asks for what cannot be made here.
 */
export function sample(
  view: View,
  source: Source,
  path: readonly Step[] = [],
  names: readonly string[] = [],
): unknown {
  const { random } = source;
  const [step, ...rest] = path;
  if (view.choices.length > 0) {
    const any = view.choices.map(({ forms }) => between(random, 0, forms.length - 1));
    const picks = step && 'picks' in step ? step.picks : any;
    return sample(view.choose(picks), source, rest, names);
  }
  if (names.length > BOTTOMLESS) throw new OptionError(`${placeIn(view)} nests without an end`);
  const { values } = view;
  if (values?.length === 0) throw new OptionError(`${placeIn(view)} allows no value at all`);
  if (step === undefined && values) return oneOf(random, values);
  const type = typeFor(view, step, random);
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return believed(view, type, source, names) ?? random() < 0.5;
    case 'integer':
    case 'number':
      return believed(view, type, source, names) ?? numberOf(view, type, random);
    case 'string':
      return believed(view, type, source, names) ?? textOf(view, random);
    case 'array':
      return listOf(view, source, path, names);
    case 'object':
      return objectOf(view, source, path, names);
  }
}

function typeFor(view: View, step: Step | undefined, random: Random): JsonType {
  if (step) return 'property' in step ? 'object' : 'array';
  const { types } = view;
  const isFree = types.length > 4;
  if (isFree) return view.properties.length > 0 ? 'object' : oneOf(random, ['string', 'number']);
  const others = types.filter((type) => type !== 'null');
  return others.length < types.length && (others.length === 0 || random() < 0.25)
    ? 'null'
    : oneOf(random, others);
}

function believed(
  view: View,
  type: JsonType,
  { believe }: Source,
  names: readonly string[],
): unknown {
  const [format] = type === 'string' ? view.texts('format') : [];
  const value = believe?.(names, type, format);
  return isOf(type, value) && fits(view, value) ? value : undefined;
}

/** Whether a value has a type; that a field is called like others does not give it theirs. */
function isOf(type: JsonType, value: unknown): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}

/** Whether a text, number or boolean keeps the bounds of its place. */
function fits(view: View, value: unknown): boolean {
  if (typeof value === 'string') {
    const { min, max } = lengthOf(view);
    return (
      value.length >= min &&
      value.length <= max &&
      view.texts('pattern').every((pattern) => new RegExp(pattern, 'u').test(value))
    );
  }
  if (typeof value !== 'number') return true;
  const { least, most } = rangeOf(view);
  return value >= least && value <= most && view.bound('multipleOf') === undefined;
}

/** @throws OptionError where a format or pattern is not supported. */
function textOf(view: View, random: Random): string {
  const text = textOfLength(view, random, lengthOf(view));
  if (text !== undefined) return text;
  const [format] = view.texts('format');
  const what = format === undefined ? `pattern ${view.texts('pattern')[0]}` : `format "${format}"`;
  throw new OptionError(
    `${placeIn(view)}: the ${what} is not supported here; payloads with it have to be written by hand`,
  );
}

/** A text of a place that is of another length than it should be; undefined where none is known. */
export function textOfLength(view: View, random: Random, length: Length): string | undefined {
  const [format] = view.texts('format');
  if (format !== undefined) {
    return Object.hasOwn(FORMATS, format) ? FORMATS[format]?.sample(random) : undefined;
  }
  const [pattern = USUAL_TEXT] = view.texts('pattern');
  const { min, max } = length;
  if (pattern !== USUAL_TEXT || max === 0) return textMatching(pattern, length, random);
  const least = Math.max(min, Math.min(max, 3));
  const most = Math.min(max, Math.max(least, USUAL_LENGTH));
  return textMatching(pattern, { min: least, max: most }, random);
}

/** How long texts may be. */
export function lengthOf(view: View): Length {
  return { min: view.bound('minLength') ?? 0, max: view.bound('maxLength') ?? Infinity };
}

/** Between which numbers, both included, those of a place lie. */
function rangeOf(view: View): { readonly least: number; readonly most: number } {
  const beyond = (keyword: string, by: number) => (view.bound(keyword) ?? -by * Infinity) + by;
  const step = view.types.includes('number') ? 0.01 : 1;
  return {
    least: Math.max(view.bound('minimum') ?? -Infinity, beyond('exclusiveMinimum', step)),
    most: Math.min(view.bound('maximum') ?? Infinity, beyond('exclusiveMaximum', -step)),
  };
}

function numberOf(view: View, type: 'integer' | 'number', random: Random): number {
  const range = rangeOf(view);
  const least = Number.isFinite(range.least) ? range.least : Math.min(0, range.most - USUAL_RANGE);
  const most = Number.isFinite(range.most) ? range.most : least + USUAL_RANGE;
  const unit = view.bound('multipleOf') ?? (type === 'integer' ? 1 : 0.01);
  const count = between(random, Math.ceil(least / unit), Math.floor(most / unit));
  // Without the digits that come from counting in parts.
  return Number((count * unit).toPrecision(12));
}

function listOf(view: View, source: Source, path: readonly Step[], names: readonly string[]) {
  const { random } = source;
  const [step, ...rest] = path;
  const min = Math.max(view.bound('minItems') ?? 0, step ? 1 : 0);
  const more = names.length > DEEP ? 0 : MORE_ITEMS;
  const max = Math.max(min, Math.min(view.bound('maxItems') ?? Infinity, min + more));
  const { items } = view;
  const list: unknown[] = [];
  const seen = new Set<string>();
  const count = between(random, min, max);
  // Few values differ where few are allowed.
  for (let round = 0; list.length < count && round < count * 5; round += 1) {
    const item = sample(items, source, list.length === 0 ? rest : [], names);
    const text = JSON.stringify(item);
    if (view.isUnique && seen.has(text)) continue;
    seen.add(text);
    list.push(item);
  }
  return list;
}

function objectOf(view: View, source: Source, path: readonly Step[], names: readonly string[]) {
  const { random, believe, settle } = source;
  const [step, ...rest] = path;
  const wanted = step && 'property' in step ? step.property : undefined;
  const { properties, required } = view;
  const isFree = view.isOpen && (view.others.key !== '' || properties.length === 0);
  const usual = isFree ? believe?.(names, 'object') : undefined;
  const fields = { ...(isOf('object', usual) ? (usual as object) : undefined) };
  const isIn = (name: string) =>
    name === wanted || required.includes(name) || (names.length <= DEEP && random() < 0.5);
  for (const name of new Set([
    ...properties.filter(isIn),
    ...(wanted === undefined ? [] : [wanted]),
  ])) {
    const value = sample(view.property(name), source, name === wanted ? rest : [], [
      ...names,
      name,
    ]);
    Object.assign(fields, { [name]: value });
  }
  settle?.(fields);
  return fields;
}

function placeIn({ nodes }: View): string {
  return nodes[0] ? `schemas/${placeOf(nodes[0])}` : 'a schema';
}
