import { describe, expect, test } from 'vitest';
import { agentmc, agentradio } from '../../src/contract/built-in.ts';
import { compileSchemas } from '../../src/contract/compile.ts';
import type { SchemaValidator } from '../../src/contract/types.ts';
import { violationsOf } from '../../src/contract/violations.ts';
import { placeOf } from '../../src/contract/schema-node.ts';
import { verboseAjv } from './support/compile.ts';
import { constraintsOf, nameOf, nodesOf } from './support/constraints.ts';
import { contracts } from './support/contracts.ts';
import { readFixtures } from './support/fixtures.ts';

const BASES: unknown[] = ['document', 'vendor', 'assumed'];

describe.each(contracts)('schemas of $id', ({ id, files }) => {
  const shapes = Object.entries(files.schemas);

  test.each(shapes)('%s says what it is and where it belongs', (shape, schema) => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://heartbeat-kit.example/contracts/${id}/schemas/${shape}.schema.json`,
      title: expect.stringMatching(/^[A-Z][A-Za-z]+$/),
      description: expect.stringMatching(/\.$/),
      examples: [expect.anything(), ...((schema['examples'] ?? []) as unknown[]).slice(1)],
    });
  });

  test('titles differ, since the generated types are named by them', () => {
    expect(new Set(shapes.map(([, schema]) => schema['title'])).size).toBe(shapes.length);
  });

  test('every example is valid, of a file as of a single field', () => {
    const ajv = verboseAjv(files);
    const invalid = nodesOf(files).flatMap((node) => {
      const { $id } = files.schemas[node.shape] as { $id: string };
      const validate = ajv.compile({ $ref: `${$id}#${node.pointer}` }) as SchemaValidator;
      return ((node.schema['examples'] ?? []) as unknown[])
        .flatMap((example) => violationsOf(validate, example))
        .map(({ message }) => `${placeOf(node)}/examples: ${message}`);
    });
    expect(invalid).toEqual([]);
  });

  test.each(shapes)('%s says at its root where its rules come from', (_, schema) => {
    expect(BASES).toContain(schema['x-basis']);
  });

  test('every x-basis is one of the three there are', () => {
    const wrong = nodesOf(files).filter(
      ({ schema }) => 'x-basis' in schema && !BASES.includes(schema['x-basis']),
    );
    expect(wrong.map(placeOf)).toEqual([]);
  });

  test('every constraint has an x-basis in scope', () => {
    const constraints = constraintsOf(files);
    const bare = constraints.filter(({ basis }) => !BASES.includes(basis));
    expect(constraints).not.toHaveLength(0);
    expect(bare.map(nameOf)).toEqual([]);
  });

  test('no x-basis stands beside a reference, whose file has its own', () => {
    const doubled = nodesOf(files).filter(({ schema }) => '$ref' in schema && 'x-basis' in schema);
    expect(doubled.map(placeOf)).toEqual([]);
  });

  test('fields nobody knows are allowed everywhere', () => {
    const closed = nodesOf(files).filter(({ schema }) => schema['additionalProperties'] === false);
    expect(closed.map(placeOf)).toEqual([]);
  });
});

describe('the basis of a rule', () => {
  const bases = new Map(
    contracts.flatMap(({ id, files }) =>
      constraintsOf(files).map((constraint) => [`${id}/${nameOf(constraint)}`, constraint.basis]),
    ),
  );

  test.each([
    ['its file', 'agentmc/heartbeat.request.schema.json#/required (host)', 'document'],
    ['its file', 'agentradio/error.schema.json#/properties/error/required (code)', 'assumed'],
    ['its group', 'agentmc/heartbeat.request.schema.json#/allOf/0/required (agent)', 'vendor'],
    ['its group', 'agentmc/runtime-meta.schema.json#/allOf/0/required (models)', 'vendor'],
    ['its group', 'agentradio/heartbeat.request.schema.json#/allOf/0/required (status)', 'assumed'],
    [
      'its group, not the field around',
      'agentradio/next-slot.schema.json#/properties/dayOfWeek/allOf/0/maximum',
      'assumed',
    ],
    [
      'its file, not the group within',
      'agentradio/next-slot.schema.json#/properties/dayOfWeek/type',
      'document',
    ],
    ['its field', 'agentmc/runtime-meta.schema.json#/properties/queue_depth/minimum', 'vendor'],
    [
      'the field around',
      'agentmc/runtime-meta.schema.json#/properties/runtime/properties/name/maxLength',
      'vendor',
    ],
    [
      'its one of two forms',
      'agentmc/heartbeat.response.schema.json#/properties/host/anyOf/1/type',
      'vendor',
    ],
    [
      'its field, not what is around',
      'agentradio/error.schema.json#/properties/error/properties/code/enum',
      'document',
    ],
  ])('is that of %s: %s', (_, constraint, basis) => {
    expect(bases.get(constraint)).toBe(basis);
  });
});

describe.each(contracts)(
  'validators of $id that were compiled ahead of time',
  async ({ id, contract, files }) => {
    const { validators, quick, operations } = contract;
    const fresh = compileSchemas(files.schemas, operations);
    const fixtures = await readFixtures(id);
    const payloads = [
      ...fixtures,
      ...Object.entries(files.schemas).flatMap(([shape, { examples }]) =>
        [...(examples as unknown[]), null, 7, 'text', [], {}].map((payload) => ({
          shape,
          payload,
        })),
      ),
    ];

    test('are those of the files', () => {
      expect(Object.keys(validators)).toEqual(Object.keys(files.schemas));
    });

    test('find the same faults as fresh ones in every payload', () => {
      for (const { shape, payload } of payloads) {
        const expected = violationsOf(fresh.validators[shape] as SchemaValidator, payload);
        expect(violationsOf(validators[shape] as SchemaValidator, payload)).toEqual(expected);
      }
    });

    test('are there in a quick form for what operations take and answer', () => {
      const used = operations.flatMap(({ request, responses }) => [
        request?.shape,
        ...Object.values(responses).map(({ shape }) => shape),
      ]);
      expect(new Set(Object.keys(quick))).toEqual(new Set(used.filter(Boolean)));
      expect(new Set(Object.keys(fresh.quick))).toEqual(new Set(Object.keys(quick)));
    });

    test('agree with their quick form on every payload', () => {
      for (const { shape, payload } of payloads.filter(({ shape: name }) => quick[name])) {
        const expected = validators[shape]?.(payload);
        expect([quick[shape]?.(payload), fresh.quick[shape]?.(payload)]).toEqual([
          expected,
          expected,
        ]);
      }
    });
  },
);

describe('formats are asserted', () => {
  const heartbeat = agentmc.validators['heartbeat.response'];
  const address = agentmc.validators['ip-address'];
  const slot = agentradio.validators['catalog-slot'];
  const home = agentradio.validators['home.response'];
  const homeExample = exampleOf('agentradio', 'home.response');
  const slotExample = exampleOf('agentradio', 'catalog-slot');

  const cases = [
    ['date-time', heartbeat, { ok: true, server_time: 'noon' }, 'server_time'],
    ['date-time', heartbeat, { ok: true, server_time: '2026-02-30T17:21:02Z' }, 'server_time'],
    ['date-time', slot, { ...slotExample, startsAt: '2026-05-20T14:00' }, 'startsAt'],
    ['ipv4', address, '10.0.2.256', ''],
    ['ipv6', address, '2001:db8:::15', ''],
    ['uri-reference', home, { ...homeExample, quick_links: { a: 'a b' } }, 'quick_links.a'],
  ] as const;

  test('these are all formats that the schemas use', () => {
    const used = contracts.flatMap(({ files }) =>
      constraintsOf(files).filter(({ keyword }) => keyword === 'format'),
    );
    expect(new Set(used.map(({ schema }) => schema['format'] as unknown))).toEqual(
      new Set(cases.map(([format]) => format)),
    );
  });

  test.each(cases)('a bad %s is refused', (_, validate, value, field) => {
    const violations = violationsOf(validate as SchemaValidator, value);
    expect(violations.map((violation) => violation.field)).toEqual([field]);
  });

  function exampleOf(id: string, shape: string): object {
    const schema = contracts.find((contract) => contract.id === id)?.files.schemas[shape];
    return (schema as { examples: object[] }).examples[0] as object;
  }
});
