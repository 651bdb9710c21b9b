import type { Schemas } from '../contract/compile.ts';
import type { Contract, Violation } from '../contract/types.ts';
import { validatorOf } from '../contract/validate.ts';
import { violationsOf } from '../contract/violations.ts';
import { OptionError } from '../errors.ts';
import { shuffle } from '../mock/random.ts';
import { boundariesOf, placesOf, type Boundary, type Place } from './boundaries.ts';
import { oneOf, randomOf, type Random } from './random.ts';
import { sample, type Source, type Step } from './sample.ts';
import { View } from './view.ts';

/** A payload that was made up. */
export interface Generated<Payload = unknown> {
  readonly payload: Payload;
  /** The one thing that is wrong with it, where it is meant to be invalid. */
  readonly breaks?: Violation;
}

/** Makes the payload of a number, which is the same however many are made. */
export type Generator = (index: number) => Generated;

/** What payloads are made from. */
export interface Material {
  readonly contract: Pick<Contract, 'id' | 'validators'>;
  readonly schemas: Schemas;
  readonly seed: number;
  /** Gives what fills the values of a payload. */
  readonly sourceOf: (random: Random) => Source;
}

/** A payload that has to have nothing wrong with it, or one thing, is drawn so often. */
const TRIES = 20;

/**
 * Makes valid payloads of a shape.
 *
 * @throws OptionError, as its result does, where the schema asks for what cannot be made up.
 */
export function validGenerator(material: Material, shape: string): Generator {
  const { contract, root, problemsOf, sourceOf, names } = prepare(material, shape);
  // What no payload can be made of is told at once, and not when chance comes upon it.
  targetsOf(root, sourceOf('targets'));
  return (index) => {
    let first: Violation | undefined;
    for (let round = 0; round < TRIES; round += 1) {
      const payload = sample(root, sourceOf(`${index}/${round}`), [], names);
      [first] = problemsOf(payload);
      if (!first) return { payload };
    }
    throw new OptionError(
      `no valid payload of ${contract.id} ${shape} can be made up, since rules of its schema exclude each other, or are not supported together: ${first?.message}`,
    );
  };
}

/**
 * Makes payloads of a shape that break one constraint each. They take turns, so that as many payloads
 * as there are constraints break all that can be broken alone.
 *
 * @throws OptionError, as its result does, where the schema asks for what cannot be made up.
 */
export function invalidGenerator(material: Material, shape: string): Generator {
  const { contract, root, problemsOf, sourceOf, names } = prepare(material, shape);
  const targets = shuffle(targetsOf(root, sourceOf('targets')), 'targets', material.seed);
  return (index) => {
    for (let turn = 0; turn < targets.length; turn += 1) {
      const target = targets[(index + turn) % targets.length] as Target;
      for (let round = 0; round < TRIES; round += 1) {
        const source = sourceOf(`${index}/${turn}/${round}`);
        const values = breaksOf(target, source);
        if (values.length === 0) break;
        const value = oneOf(source.random, values);
        const payload = put(sample(root, source, target.path, names), target.path, value);
        const [breaks, ...others] = problemsOf(payload);
        if (breaks && others.length === 0) return { payload, breaks };
      }
    }
    throw new OptionError(`${contract.id} ${shape} asks for nothing that could be broken alone`);
  };
}

function prepare(material: Material, shape: string) {
  const { contract, schemas, seed } = material;
  const validate = validatorOf(contract, shape);
  return {
    contract,
    root: View.of(schemas, shape),
    names: shape.split('.').slice(0, 1),
    sourceOf: (name: string) => material.sourceOf(randomOf(`${seed}/${name}`)),
    problemsOf: (payload: unknown) => violationsOf(validate, payload, 'The payload'),
  };
}

/** A constraint to be broken. */
interface Target extends Pick<Boundary, 'path' | 'keyword'> {
  readonly place: Place;
}

function targetsOf(root: View, source: Source): Target[] {
  return placesOf(root).flatMap((place) =>
    boundariesOf(place, source).map(({ path, keyword }) => ({ path, keyword, place })),
  );
}

/** Values that break a constraint, and perhaps others. */
function breaksOf({ place, path, keyword }: Target, source: Source): readonly unknown[] {
  const boundary = boundariesOf(place, source).find(
    (one) => one.keyword === keyword && isSame(one.path, path),
  );
  const values = boundary?.breaks ?? [];
  // A list in place of a payload is many payloads to those who read them.
  const isMany = path.length === 0 && !place.view.types.includes('array');
  return isMany ? values.filter((value) => !Array.isArray(value)) : values;
}

function isSame(one: readonly Step[], other: readonly Step[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Puts a value in the place of another one; undefined takes that away. */
export function put(payload: unknown, path: readonly Step[], value: unknown): unknown {
  const steps = path.flatMap((step) => ('picks' in step ? [] : [Object.values(step)[0] as string]));
  const last = steps.pop();
  if (last === undefined) return value;
  const parent = steps.reduce((inner, step) => inner[step] as Fields, payload as Fields);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return payload;
}

type Fields = Record<string, unknown>;
