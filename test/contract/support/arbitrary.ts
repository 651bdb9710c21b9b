import * as fc from 'fast-check';
import type { View } from '../../../src/generate/view.ts';

/** Values that schemas allow, up to their bounds, with fields nobody knows among them. */
export function valuesOf(view: View): fc.Arbitrary<unknown> {
  if (view.key === '') return fc.jsonValue({ maxDepth: 2 });
  const [choice] = view.choices;
  if (choice) {
    return fc.oneof(...choice.forms.map((_, form) => valuesOf(view.choose([form]))));
  }
  if (view.values) return fc.constantFrom(...view.values);
  return fc.oneof(...view.types.map((type) => ofType(view, type)));
}

function ofType(view: View, type: View['types'][number]): fc.Arbitrary<unknown> {
  const min = view.bound('minimum');
  const max = view.bound('maximum');
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({
        min: min ?? Number.MIN_SAFE_INTEGER,
        max: max ?? Number.MAX_SAFE_INTEGER,
      });
    case 'number':
      return fc.double({
        min: min ?? -Number.MAX_VALUE,
        max: max ?? Number.MAX_VALUE,
        noNaN: true,
      });
    case 'string':
      return texts(view);
    case 'array':
      return fc.array(valuesOf(view.items), { maxLength: 6 });
    case 'object':
      return objects(view);
  }
}

function texts(view: View): fc.Arbitrary<string> {
  const [format] = view.texts('format');
  if (format === 'ipv4') return fc.ipV4();
  if (format === 'ipv6') return fc.ipV6();
  if (format !== undefined) throw new Error(`no texts are known for the format ${format}`);
  const minLength = view.bound('minLength') ?? 0;
  const maxLength = view.bound('maxLength') ?? 200;
  const bounds = { minLength, maxLength, size: 'max' } as const;
  const [pattern] = view.texts('pattern');
  if (pattern === undefined) return fc.string({ ...bounds, unit: 'binary' });
  // Of a pattern that repeats one class of characters, the length can be chosen freely.
  const letter = /^\^(\[[^\]]+\])\+\$$/.exec(pattern)?.[1];
  if (letter === undefined) throw new Error(`no texts are known for the pattern ${pattern}`);
  return fc.string({ ...bounds, unit: fc.stringMatching(new RegExp(`^${letter}$`)) });
}

function objects(view: View): fc.Arbitrary<object> {
  const { properties } = view;
  const known = fc.record(
    Object.fromEntries(properties.map((name) => [name, valuesOf(view.property(name))])),
    { requiredKeys: [...view.required] },
  );
  const names = fc.string({ unit: 'binary' }).filter((name) => !properties.includes(name));
  const unknown = fc.dictionary(names, valuesOf(view.others), { maxKeys: 3 });
  return fc.tuple(unknown, known).map(([more, fields]) => ({ ...more, ...fields }));
}
