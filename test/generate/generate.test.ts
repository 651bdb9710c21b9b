import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { constraintsOf, nameOf, nodesOf } from '../contract/support/constraints.ts';
import { validate } from '../../src/contract/validate.ts';
import { generate, OptionError } from '../../src/index.ts';
import { brokenBy } from '../contract/support/broken.ts';
import { contracts } from '../contract/support/contracts.ts';

const shapes = contracts.flatMap(({ contract, files }) =>
  Object.keys(files.schemas).map((shape) => ({ id: contract.id, shape, contract, files })),
);

describe.each(shapes)('made-up payloads of $id $shape', async ({ id, shape, contract, files }) => {
  const valid = (await generate(id, shape, { count: 150 })).map(({ payload }) => payload);
  const invalid = await generate(id, shape, { count: 400, invalid: true });

  it('are valid', () => {
    for (const payload of valid) {
      expect(validate(contract, shape, payload)).toEqual({ valid: true, violations: [] });
    }
  });

  it('have every field, value and type that is allowed in some of them, and leave out what they may', () => {
    const nodes = nodesOf(files)
      .filter((node) => node.shape === shape)
      .map((node) => ({ at: at(node), schema: node.schema as Node }));
    const needed = new Set(
      nodes.flatMap((node) =>
        (node.schema.required ?? []).map((name) => `${node.at} lacks ${name}`),
      ),
    );
    const expected = nodes
      .flatMap((node) => variantsOf(node.schema).map((one) => `${node.at} ${one}`))
      .filter((one) => !needed.has(one));
    const seen = new Set(
      nodes.flatMap((node) =>
        valid
          .flatMap((payload) => valuesAt(payload, node.at))
          .flatMap((value) => variantsIn(node.schema, value))
          .map((one) => `${node.at} ${one}`),
      ),
    );
    expect(expected.filter((one) => !seen.has(one))).toEqual([]);
  });

  it('say of themselves what is wrong with them, and nothing else is', () => {
    for (const { payload, breaks } of invalid) {
      expect(validate(contract, shape, payload)).toEqual({ valid: false, violations: [breaks] });
    }
  });

  it('break every constraint', () => {
    const broken = brokenBy(
      files,
      invalid.map(({ payload }) => ({ shape, payload })),
    );
    const names = constraintsOf(files)
      .filter((constraint) => constraint.shape === shape)
      .map(nameOf);
    expect(names.filter((name) => !broken.has(name))).toEqual([]);
  });

  it('are the same for the same seed, however many there are, and others for another', async () => {
    const some = await generate(id, shape, { count: 3, seed: 1 });
    expect(some.map(({ payload }) => payload)).toEqual(valid.slice(0, 3));
    expect(await generate(id, shape, { count: 3, invalid: true })).toEqual(invalid.slice(0, 3));
    const others = await generate(id, shape, { count: 20, seed: 2 });
    expect(others.map(({ payload }) => payload)).not.toEqual(valid.slice(0, 20));
  });
});

describe('generate', () => {
  it('depends on no clock', async () => {
    onTestFinished(() => void vi.useRealTimers());
    const drawn = [];
    for (const year of [1999, 2042]) {
      vi.useFakeTimers({ now: new Date(year, 1, 1), toFake: ['Date'] });
      drawn.push(await generate('agentradio', 'home.response', { count: 20 }));
    }
    expect(drawn[0]).toEqual(drawn[1]);
  });

  it.each([-1, 1.5, Number.NaN])('refuses %d payloads', async (count) => {
    await expect(generate('agentmc', 'host', { count })).rejects.toThrow(OptionError);
    await expect(generate('agentmc', 'host', { count })).rejects.toThrow(/count must be/);
  });

  it('refuses seeds that are no whole numbers, and what there is not', async () => {
    const seed = 'x' as unknown as number;
    await expect(generate('agentmc', 'host', { seed })).rejects.toThrow(/seed must be/);
    await expect(generate('agentnc' as string, 'host')).rejects.toThrow(OptionError);
    await expect(generate('agentmc', 'hots' as 'host')).rejects.toThrow(
      /has no shape "hots"; did you mean host\?/,
    );
    await expect(generate('./nowhere', 'host')).rejects.toThrow(OptionError);
  });

  it('leaves the faker of others alone', async () => {
    const { faker } = await import('@faker-js/faker/locale/en');
    faker.seed(42);
    const expected = faker.number.int();
    faker.seed(42);
    await generate('agentmc', 'host', { count: 3 });
    expect(faker.number.int()).toBe(expected);
  });
});

/** Where a node's values are: the steps of its pointer that lead into a value. */
function at({ pointer }: { readonly pointer: string }): string {
  return pointer
    .replaceAll(/\/(?:allOf|anyOf|oneOf)\/\d+/g, '')
    .replaceAll(/\/(?:items|additionalProperties)(?=\/|$)/g, '/*')
    .replaceAll('/properties/', '/');
}

function valuesAt(value: unknown, path: string): unknown[] {
  const [, step, ...rest] = path.split('/');
  if (step === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  const inner = step === '*' ? Object.values(value) : step in value ? [value[step as never]] : [];
  return inner.flatMap((one) => valuesAt(one, ['', ...rest].join('/')));
}

interface Node {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/** What values of a node may be like, as text. */
function variantsOf(schema: Node): string[] {
  const { type = [], enum: values = [], properties = {} } = schema;
  // What is only named for the sake of `required` is described elsewhere.
  const names = Object.keys(properties).filter((name) => properties[name] !== true);
  return [
    ...[type].flat().map((one) => `is ${one}`),
    ...values.map((one) => `is ${JSON.stringify(one)}`),
    ...names.flatMap((name) => [`has ${name}`, `lacks ${name}`]),
  ];
}

function variantsIn({ enum: values, properties = {} }: Node, value: unknown): string[] {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const own = typeof value === 'object' && value !== null ? value : {};
  return [
    `is ${type}`,
    ...(Number.isInteger(value) ? ['is integer'] : []),
    ...(values ? [`is ${JSON.stringify(value)}`] : []),
    ...Object.keys(properties).map((name) => `${name in own ? 'has' : 'lacks'} ${name}`),
  ];
}
