import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SchemaValidator } from '../../src/contract/types.ts';
import { violationsOf } from '../../src/contract/violations.ts';
import { View } from '../../src/generate/view.ts';
import { valuesOf } from './support/arbitrary.ts';
import { contracts } from './support/contracts.ts';
import { readFixtures, sendHeartbeat } from './support/fixtures.ts';

const SHAPE = 'heartbeat.request';
const RUNS = { numRuns: 200 };
const REFUSED: Readonly<Record<string, number>> = { agentmc: 422, agentradio: 400 };

/** Only AgentMC looks at it, and only where the body has no fingerprint. */
const HEADERS = { 'X-Host-Fingerprint': 'f'.repeat(64) };

describe.each(contracts)('heartbeats of $id', async ({ id, contract, files }) => {
  const validate = contract.validators[SHAPE] as SchemaValidator;
  const fixtures = await readFixtures(id);
  const complete = fixtures.find(({ file }) => file === 'valid/all-fields.json')?.payload as object;
  const heartbeats = View.of(files.schemas, SHAPE);
  const fields = fieldsOf(heartbeats);

  test('are accepted whatever the schema allows is in them', () => {
    fc.assert(
      fc.property(valuesOf(heartbeats), (heartbeat) => {
        expect(violationsOf(validate, heartbeat)).toEqual([]);
        expect(sendHeartbeat(id, heartbeat, HEADERS)).toEqual({ status: 200, fields: [] });
      }),
      RUNS,
    );
  });

  test('are refused without a required field, which is named', () => {
    const required = fields.filter((field) => field.required);
    fc.assert(
      fc.property(fc.constantFrom(...required), ({ path }) => {
        const heartbeat = changed(path, (parent, name) => delete parent[name]);
        expect(refusalOf(heartbeat)).toEqual(refusalFor(path));
      }),
      RUNS,
    );
  });

  test('are refused with a field of a wrong type, which is named', () => {
    const retyped = fc
      .constantFrom(...fields)
      .chain(({ path, types }) => fc.record({ path: fc.constant(path), value: valuesBut(types) }));
    fc.assert(
      fc.property(retyped, ({ path, value }) => {
        const heartbeat = changed(path, (parent, name) => Object.assign(parent, { [name]: value }));
        expect(refusalOf(heartbeat)).toEqual(refusalFor(path));
      }),
      RUNS,
    );
  });

  /** What shape and mock have against a heartbeat. */
  function refusalOf(heartbeat: unknown) {
    const inShape = violationsOf(validate, heartbeat).map(({ field }) => field);
    const { status, fields: inAnswer } = sendHeartbeat(id, heartbeat, HEADERS);
    return { inShape: [...new Set(inShape)], status, inAnswer };
  }

  function refusalFor(path: readonly string[]) {
    const field = [path.join('.')];
    return { inShape: field, status: REFUSED[id], inAnswer: field };
  }

  /** A copy of the heartbeat that has all fields, with one of them changed. */
  function changed(
    path: readonly string[],
    change: (parent: Record<string, unknown>, name: string) => void,
  ): unknown {
    const heartbeat = structuredClone(complete) as Record<string, unknown>;
    const parent = path
      .slice(0, -1)
      .reduce((node, step) => node[step] as Record<string, unknown>, heartbeat);
    change(parent, path.at(-1) as string);
    return heartbeat;
  }
});

interface Field {
  readonly path: readonly string[];
  readonly required: boolean;
  readonly types: readonly string[];
}

/** Every field that a schema names, however deep. */
function fieldsOf(view: View, path: readonly string[] = []): Field[] {
  return view.properties.flatMap((name) => {
    const place = [...path, name];
    const child = view.property(name);
    const field = { path: place, required: view.required.includes(name), types: typesOf(child) };
    return [field, ...fieldsOf(child, place)];
  });
}

function typesOf(view: View): readonly string[] {
  const [choice] = view.choices;
  if (!choice) return view.types;
  return choice.forms.flatMap((_, form) => view.choose([form]).types);
}

/** Values of any type but the given ones. */
function valuesBut(types: readonly string[]): fc.Arbitrary<unknown> {
  const whole = fc.integer({ min: -1000, max: 1000 });
  const all: [string[], fc.Arbitrary<unknown>][] = [
    [['null'], fc.constant(null)],
    [['boolean'], fc.boolean()],
    [['string'], fc.string()],
    [['integer', 'number'], whole],
    [['number'], whole.map((value) => value + 0.5)],
    [['array'], fc.array(fc.jsonValue())],
    [['object'], fc.dictionary(fc.string(), fc.jsonValue())],
  ];
  return fc.oneof(
    ...all
      .filter(([names]) => !names.some((name) => types.includes(name)))
      .map(([, values]) => values),
  );
}
