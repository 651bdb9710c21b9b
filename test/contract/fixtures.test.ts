import { describe, expect, test } from 'vitest';
import type { SchemaValidator } from '../../src/contract/types.ts';
import { violationsOf } from '../../src/contract/violations.ts';
import { brokenBy } from './support/broken.ts';
import { constraintsOf, nameOf, type Constraint } from './support/constraints.ts';
import { contracts } from './support/contracts.ts';
import { readFixtures, sendHeartbeat, type Fixture } from './support/fixtures.ts';

describe.each(contracts)('fixtures of $id', async ({ id, contract, files }) => {
  const fixtures = await readFixtures(id);
  const heartbeats = fixtures.filter(({ shape }) => shape === 'heartbeat.request');

  test('valid payloads stand in one folder and invalid ones in the other', () => {
    const stray = fixtures.filter(
      ({ file, expect: { status } }) => file.startsWith('valid/') !== (status === 200),
    );
    expect(stray.map(({ file }) => file)).toEqual([]);
  });

  test.each(fixtures)('the shape judges $file: $why', (fixture) => {
    const validate = contract.validators[fixture.shape] as SchemaValidator;
    const fields = violationsOf(validate, fixture.payload).map(({ field }) => field);
    expect(unique(fields)).toEqual(fieldsForShape(fixture));
  });

  test.each(heartbeats)('the mock answers $file: $why', (fixture) => {
    const { status, code = 'validation.failed', fields = ['body'] } = fixture.expect;
    expect(sendHeartbeat(id, fixture.payload, fixture.headers)).toEqual(
      status === 200 ? { status, fields: [] } : { status, code, fields: unique(fields) },
    );
  });

  test('every constraint of the request is broken by an invalid payload', () => {
    const broken = brokenBy(files, heartbeats);
    const uncovered = constraintsBelow('heartbeat.request')
      .map(nameOf)
      .filter((name) => !broken.has(name));
    expect(
      uncovered,
      `add a case to fixtures/${id}/cases.yaml that breaks each of:\n  ${uncovered.join('\n  ')}\n`,
    ).toEqual([]);
  });

  /** The constraints of a shape and of every shape that it refers to. */
  function constraintsBelow(shape: string): Constraint[] {
    const shapes = new Set([shape]);
    // A set's iteration reaches what is added on the way.
    for (const name of shapes) {
      for (const [, ref] of JSON.stringify(files.schemas[name]).matchAll(
        /"\$ref":"([^"]+)\.schema\.json"/g,
      )) {
        shapes.add(ref as string);
      }
    }
    return constraintsOf(files).filter((constraint) => shapes.has(constraint.shape));
  }
});

describe('a key in the body', async () => {
  const fixtures = await readFixtures('agentradio');
  const withKey = fixtures.filter(
    ({ payload, expect: { status } }) =>
      status === 200 && (payload as { apiKey?: unknown }).apiKey !== undefined,
  );

  test.each(withKey)('is enough for $file', ({ payload }) => {
    expect(sendHeartbeat('agentradio', payload, { Authorization: '' })).toMatchObject({
      status: 200,
    });
  });
});

/**
 * The fields that the schema finds at fault. A fingerprint that the body leaves out is no matter of
 * the schema, since the header may carry it.
 */
function fieldsForShape({ expect: { status, fields = [''] }, payload }: Fixture): string[] {
  if (status === 200) return [];
  const { host } = (payload ?? {}) as { host?: { fingerprint?: unknown } };
  const omitted = host?.fingerprint === undefined;
  return unique(fields.filter((field) => !(omitted && field === 'host.fingerprint')));
}

function unique(fields: readonly string[]): string[] {
  return [...new Set(fields)].toSorted();
}
