import { namesIn, pointerTo } from '../../contract/json-pointer.ts';
import type { Basis } from '../../contract/types.ts';
import { violationsOf } from '../../contract/violations.ts';
import { put } from '../../generate/generator.ts';
import { randomOf } from '../../generate/random.ts';
import { sample, type Step } from '../../generate/sample.ts';
import { View } from '../../generate/view.ts';
import type { RequestParts } from '../scenario/format.ts';
import type { Suite } from '../scenario/load.ts';
import { buildRequest, get } from '../scenario/request.ts';
import type { Inputs } from '../scenario/values.ts';
import { BASES } from '../weights.ts';
import { knownAs, readingsOf, typeOf, weakest } from './known.ts';

/** A value that takes the place of another one in the payload that is accepted. */
export interface Change {
  readonly path: readonly Step[];
  /** What is asked at the place. */
  readonly view: View;
  /** Undefined leaves the field out. */
  readonly value: unknown;
}

/** What a contract says of a payload. */
export interface Claim {
  readonly isValid: boolean;
  /** The place that it is about, as JSON Pointer. */
  readonly pointer: string;
  readonly keyword: string;
  readonly type: ReturnType<typeof typeOf>;
  /** On what it is known that the payload is valid, or that it is not. */
  readonly basis: Basis;
  /** Names that the field at fault may have; none where it is the body as a whole. */
  readonly fields: readonly string[];
}

/** Payloads that differ from the accepted one in few places, and what the contract says of them. */
export class Payloads {
  readonly root: View;
  readonly #suite: Suite;
  readonly #inputs: Inputs;
  readonly #shape: string;
  readonly #base: unknown;
  readonly #fixed: readonly string[];

  /** @param shape of the request that is sent by default. */
  constructor(suite: Suite, inputs: Inputs, shape: string) {
    const { identity = {}, generated } = suite.defaults;
    this.#suite = suite;
    this.#inputs = inputs;
    this.#shape = shape;
    this.#base = buildRequest(suite, inputs, []).json;
    this.#fixed = [...Object.keys(identity), ...(generated?.untouched ?? [])];
    this.root = View.of(suite.schemas, shape);
  }

  /** The value of the accepted payload at a place. */
  at(path: readonly Step[]): unknown {
    return get(this.#base, pointerOf(path));
  }

  /** Whether a payload that differs at a place may still be expected to be accepted. */
  isFree(path: readonly Step[]): boolean {
    const pointer = pointerOf(path);
    return !this.#fixed.some((one) => isWithin(one, pointer) || isWithin(pointer, one));
  }

  /** Whether a place may be changed at all. */
  isTouchable(path: readonly Step[]): boolean {
    const untouched = this.#suite.defaults.generated?.untouched ?? [];
    return !untouched.some((one) => isWithin(pointerOf(path), one));
  }

  /** What changes in a request, as scenarios say it. */
  partsOf(changes: readonly Change[]): RequestParts {
    const set: Record<string, unknown> = {};
    const remove: string[] = [];
    for (const { path, value } of changes) {
      const missing = path.findIndex((_, index) => {
        const inner = path.slice(0, index);
        return !['object', 'array'].includes(typeOf(get(this.#base, pointerOf(inner))));
      });
      if (missing > 0) {
        // What would be around it is made up with it.
        const [around, rest] = [path.slice(0, missing), path.slice(missing)];
        const made = sample(viewAt(this.root, around), { random: randomOf('around') }, rest);
        set[pointerOf(around)] = put(made, rest, value);
      } else if (value === undefined) remove.push(pointerOf(path));
      else set[pointerOf(path)] = value;
    }
    return {
      ...(Object.keys(set).length > 0 && { set }),
      ...(remove.length > 0 && { remove }),
    };
  }

  /**
   * What the contract says of the payload that changes lead to.
   *
   * @param keyword what the changes are about, where the payload is valid.
   * @returns undefined where it is wrong in more than one place.
   */
  claimOf(changes: readonly Change[], keyword: string): Claim | undefined {
    const payload = this.#payloadOf(changes);
    const violations = this.#violationsOf(payload);
    const [first] = violations;
    if (!first) {
      const [change] = changes;
      const bases = changes.map(({ path, view, value }): Basis =>
        this.#isCompared(path) ? 'assumed' : knownAs(view, value ?? null),
      );
      const pointer = pointerOf(change?.path ?? []);
      const type = typeOf(change?.value);
      return { isValid: true, pointer, keyword, type, basis: weakest(bases), fields: [] };
    }
    if (new Set(violations.map(({ pointer }) => pointer)).size > 1) return undefined;
    const { pointer } = first;
    const strict = BASES.find((basis) => this.#violationsOf(payload, basis).length > 0);
    const isOpen = this.#isReadable(payload, pointer);
    // An item, or one of any names, may be told by the field that holds it.
    const names = [this.#declared(pointer), namesIn(pointer).join('.')];
    return {
      isValid: false,
      pointer,
      keyword: first.keyword,
      type: typeOf(get(payload, pointer)),
      basis: isOpen ? 'assumed' : (strict ?? 'assumed'),
      fields: [...new Set(names)].filter((name) => name !== ''),
    };
  }

  #isCompared(path: readonly Step[]): boolean {
    const pointer = pointerOf(path);
    const compared = this.#suite.defaults.generated?.compared ?? [];
    return compared.some((one) => isWithin(one, pointer) || isWithin(pointer, one));
  }

  #payloadOf(changes: readonly Change[]): unknown {
    return buildRequest(this.#suite, this.#inputs, [this.partsOf(changes)]).json;
  }

  #violationsOf(payload: unknown, basis: Basis = 'assumed') {
    return violationsOf(this.#suite.shapes.get(this.#shape, basis), payload);
  }

  /** Whether a lenient server may read the value at a place as one that is valid. */
  #isReadable(payload: unknown, pointer: string): boolean {
    const path = namesIn(pointer).map((property) => ({ property }));
    const value = get(payload, pointer);
    return readingsOf(value).some((reading) => {
      const read = put(structuredClone(payload), path, structuredClone(reading));
      return this.#violationsOf(read).length === 0;
    });
  }

  /** The innermost field around a place that the schema names, with dots. */
  #declared(pointer: string): string {
    const names: string[] = [];
    let view = this.root;
    for (const name of namesIn(pointer)) {
      if (!view.properties.includes(name)) break;
      names.push(name);
      view = view.property(name);
    }
    return names.join('.');
  }
}

/** A path as JSON Pointer into the payload. */
export function pointerOf(path: readonly Step[]): string {
  return pointerTo(
    path.flatMap((step) => ('picks' in step ? [] : [String(Object.values(step)[0])])),
  );
}

function viewAt(root: View, path: readonly Step[]): View {
  return path.reduce((view, step) => {
    if ('picks' in step) return view.choose(step.picks);
    return 'property' in step ? view.property(step.property) : view.items;
  }, root);
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}
