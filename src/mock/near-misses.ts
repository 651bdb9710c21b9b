import { Pointer } from 'rfc6902';
import type { Operation } from '../contract/types.ts';
import { violationsOf } from '../contract/violations.ts';
import { parseBody } from './body.ts';
import type { Behaviour, PlainRequest } from './types.ts';

/** An operation that a request comes close to, and what keeps the two apart. */
export interface NearMiss {
  readonly contract: string;
  readonly operation: string;
  readonly differences: readonly {
    /** `method`, `path`, the name of a header, or the JSON Pointer of a value in the body. */
    readonly where: string;
    readonly expected: string;
    readonly actual: string;
  }[];
}

const MOST = 3;
const MAX_VIOLATIONS = 10;

/** The operations that a request comes closest to, the closest first. */
export function nearMisses(behaviours: readonly Behaviour[], request: PlainRequest): NearMiss[] {
  return behaviours
    .flatMap((behaviour) =>
      behaviour.contract.operations.map((operation) => missOf(behaviour, operation, request)),
    )
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ miss }) => miss);
}

function missOf(behaviour: Behaviour, operation: Operation, request: PlainRequest) {
  const differences: NearMiss['differences'][number][] = [];
  const [path = ''] = request.path.split('?', 1);
  const [closest = { expected: '', distance: 0 }] = operation.paths
    .map((expected) => ({ expected, distance: distanceOf(expected, path) }))
    .toSorted((one, other) => one.distance - other.distance);
  if (closest.distance > 0) {
    differences.push({ where: 'path', expected: closest.expected, actual: path });
  }
  const isMethod = operation.method === request.method;
  if (!isMethod) {
    differences.push({ where: 'method', expected: operation.method, actual: request.method });
  }
  if (operation.secured && !carriesKey(behaviour, request)) {
    const expected = behaviour.keyHeader(`${behaviour.keyPrefix}...`);
    const [where = ''] = expected.split(':', 1);
    differences.push({ where, expected, actual: 'no key' });
  }
  if (operation.request) {
    const { value, error } = parseBody(request.body);
    const validate = behaviour.contract.validators[operation.request.shape];
    if (error !== undefined) differences.push({ where: 'body', expected: 'JSON', actual: error });
    else if (validate) {
      for (const { pointer, message } of violationsOf(validate, value).slice(0, MAX_VIOLATIONS)) {
        const actual = JSON.stringify(Pointer.fromJSON(pointer).get(value)) ?? 'nothing';
        differences.push({ where: pointer || 'body', expected: message, actual });
      }
    }
  }
  const contract = behaviour.contract.id;
  return {
    distance: closest.distance + (isMethod ? 0 : 1),
    miss: { contract, operation: operation.id, differences },
  };
}

function carriesKey({ keyOfHeaders, keyOfBody }: Behaviour, request: PlainRequest): boolean {
  const key = keyOfHeaders(request.headers) ?? keyOfBody?.(parseBody(request.body).value);
  return key !== undefined && key !== '';
}

/** How many segments of two paths are not the same, from the end on: prefixes are what people miss. */
function distanceOf(one: string, other: string): number {
  const [a, b] = [one, other].map((path) => path.toLowerCase().split('/').filter(Boolean));
  if (one === other) return 0;
  const [left = [], right = []] = [a?.toReversed(), b?.toReversed()];
  const same = left.filter((segment, index) => segment === right[index]).length;
  return Math.max(left.length, right.length) - same + 0.5;
}
