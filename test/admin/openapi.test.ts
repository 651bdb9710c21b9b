import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { adminClient } from '../../src/admin/client.ts';
import { openapiDocument } from '../../src/admin/openapi.ts';
import { routes } from '../../src/admin/routes/index.ts';
import { root } from '../support/processes.ts';

it('stands in docs/ as it is served', async () => {
  const file = await readFile(`${root}docs/admin.openapi.json`, 'utf8');
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(openapiDocument())));
});

it('has every route, and refers to nothing that is not there', () => {
  const document = openapiDocument() as {
    paths: Record<string, Record<string, { operationId: string }>>;
    components: Record<string, Record<string, unknown>>;
  };
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(ids.toSorted()).toEqual(Object.keys(routes).toSorted());
  const references = [
    ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g),
  ];
  expect(references.length).toBeGreaterThan(20);
  expect(JSON.stringify(document).match(/"\$ref"/g)).toHaveLength(references.length);
  for (const [, kind = '', name = ''] of references) {
    expect(document.components[kind]).toHaveProperty(name);
  }
});

it('is what the client calls: a method for each route', () => {
  const client = adminClient({ url: 'http://mock.test' });
  expect(Object.keys(client).toSorted()).toEqual(Object.keys(routes).toSorted());
});
