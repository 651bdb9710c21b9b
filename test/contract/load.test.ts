import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { violationsOf } from '../../src/contract/violations.ts';
import type { Contract, SchemaValidator } from '../../src/contract/types.ts';
import { contractFolder, contracts } from './support/contracts.ts';

const OPENAPI = `
openapi: 3.1.0
info: { title: Ping, version: 1.0.0 }
servers: [{ url: https://ping.example/v2 }]
paths:
  /ping:
    post:
      operationId: ping
      requestBody:
        content: { application/json: { schema: { $ref: schemas/ping.schema.json } } }
      responses:
        '200': { x-basis: assumed, description: Pong. }
`;

const FILES = {
  'openapi.yaml': OPENAPI,
  'schemas/ping.schema.json': JSON.stringify({
    $id: 'https://ping.example/schemas/ping.schema.json',
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'integer' } },
  }),
  'schemas/README.md': 'Files other than schemas are left alone.',
};

/** Makes the folder of a small contract; `undefined` leaves one of its files out. */
async function folderWith(changes: Readonly<Record<string, string | undefined>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries<string | undefined>({ ...FILES, ...changes })) {
    if (text === undefined) continue;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** A contract with the names of its shapes in place of the functions. */
function withNames(contract: Contract) {
  const { validators, quick } = contract;
  return {
    ...contract,
    validators: Object.keys(validators).toSorted(),
    quick: Object.keys(quick).toSorted(),
  };
}

test.each(contracts)('$id loads as it was compiled ahead of time', async ({ contract }) => {
  const loaded = await loadContract(contractFolder(contract.id));
  expect(withNames(loaded)).toEqual(withNames(contract));
});

test('a contract of your own loads from its folder, under its name', async () => {
  const folder = await folderWith();
  const contract = await loadContract(folder);
  expect(withNames(contract)).toEqual({
    id: basename(folder),
    title: 'Ping',
    basePath: '/v2',
    operations: [
      {
        id: 'ping',
        summary: 'ping',
        method: 'POST',
        paths: ['/v2/ping'],
        secured: false,
        request: { shape: 'ping' },
        responses: { 200: { mediaType: '', basis: 'assumed' } },
      },
    ],
    validators: ['ping'],
    quick: ['ping'],
  });
  const validate = contract.validators['ping'] as SchemaValidator;
  expect(violationsOf(validate, {})).toMatchObject([{ field: 'id', keyword: 'required' }]);
  expect(violationsOf(validate, { id: 1 })).toEqual([]);
});

describe('an error names the place and what is wrong there', () => {
  const get = OPENAPI.replace('post:', 'get:');
  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['no openapi.yaml', { 'openapi.yaml': undefined }, /openapi\.yaml: cannot be read/],
    ['YAML that is broken', { 'openapi.yaml': 'paths: {' }, /openapi\.yaml: .*line 1/],
    [
      'no schemas',
      { 'schemas/ping.schema.json': undefined, 'schemas/README.md': undefined },
      /schemas: a contract needs this folder/,
    ],
    [
      'JSON that is broken',
      { 'schemas/ping.schema.json': '{ "type": ' },
      /schemas\/ping\.schema\.json: .*JSON/,
    ],
    [
      'a schema without $id',
      { 'schemas/ping.schema.json': '{ "type": "object" }' },
      /ping\.schema\.json: a schema must be an object with an "\$id" of its own/,
    ],
    [
      'a schema that is none',
      { 'schemas/ping.schema.json': 'null' },
      /ping\.schema\.json: a schema must be an object/,
    ],
    [
      'a keyword that does not exist',
      { 'schemas/ping.schema.json': '{ "$id": "https://x.example/a", "requird": [] }' },
      /schemas\/ping\.schema\.json: strict mode: unknown keyword: "requird"/,
    ],
    [
      'a type that does not exist',
      { 'schemas/ping.schema.json': '{ "$id": "https://x.example/a", "type": "text" }' },
      /schemas\/ping\.schema\.json: \/type: The type field must be one of array, boolean/,
    ],
    [
      'a reference to a schema that is missing',
      { 'schemas/ping.schema.json': '{ "$id": "https://x.example/a", "$ref": "b" }' },
      /schemas\/ping\.schema\.json: can't resolve reference b/,
    ],
    [
      'an empty document',
      { 'openapi.yaml': '' },
      /openapi\.yaml: info\.title is missing; give it one/,
    ],
    [
      'a schema that is written in place',
      { 'openapi.yaml': OPENAPI.replace('{ $ref: schemas/ping.schema.json }', '{ type: object }') },
      /POST \/ping: the schema must be a \$ref to schemas\/<shape>\.schema\.json/,
    ],
    [
      'an alias of nothing',
      {
        'openapi.yaml': OPENAPI.replace(
          'operationId: ping',
          'operationId: ping\n      x-alias-of: pong',
        ),
      },
      /ping: x-alias-of names pong, which is no operationId/,
    ],
    [
      'a shape that is missing',
      { 'openapi.yaml': OPENAPI.replace('ping.schema.json', 'pong.schema.json') },
      /operation ping names schemas\/pong\.schema\.json, which is missing/,
    ],
    [
      'a path with a parameter',
      { 'openapi.yaml': get.replace('/ping:', '/ping/{id}:') },
      /GET \/ping\/\{id\}: path parameters are not supported/,
    ],
    [
      'an operation without a name',
      { 'openapi.yaml': OPENAPI.replace('operationId: ping', 'summary: Ping') },
      /POST \/ping: operationId is missing; give it one/,
    ],
    [
      'a reference to nothing',
      {
        'openapi.yaml': OPENAPI.replace(
          '{ x-basis: assumed, description: Pong. }',
          "{ $ref: '#/components/responses/Pong' }",
        ),
      },
      /#\/components\/responses\/Pong points to nothing in the OpenAPI document/,
    ],
  ])('%s', async (_, changes, message) => {
    await expect(loadContract(await folderWith(changes))).rejects.toThrow(message);
  });

  test('a folder that does not exist', async () => {
    const folder = join(await folderWith(), 'nowhere');
    await expect(loadContract(folder)).rejects.toThrow(join(folder, 'openapi.yaml'));
  });

  test('what the file system said stays available as the cause', async () => {
    const folder = await folderWith({ 'openapi.yaml': undefined });
    await expect(loadContract(folder)).rejects.toMatchObject({ cause: { code: 'ENOENT' } });
  });
});
