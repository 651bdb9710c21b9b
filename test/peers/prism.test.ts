import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root, start, type Running } from '../support/processes.ts';

const require = createRequire(import.meta.url);
const PRISM = require.resolve('@stoplight/prism-cli/dist/index.js');

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly requestBody?: Body }>>>
  >;
  readonly components: { readonly requestBodies: Readonly<Record<string, Body>> };
}

interface Body {
  readonly content: {
    readonly 'application/json': {
      readonly example?: object;
      readonly examples?: Readonly<Record<string, { readonly value: object }>>;
    };
  };
}

/** Prism makes a mock out of nothing but the document: what it makes of it, other tools may. */
describe.each([
  {
    id: 'agentmc',
    path: '/agents/heartbeat',
    headers: { 'x-api-key': 'mca_demo' },
    body: ({ paths }: Document) => paths['/agents/heartbeat']?.['post']?.requestBody,
    wrong: { what: 'without meta', change: { meta: undefined }, status: 422 },
  },
  {
    id: 'agentradio',
    path: '/api/heartbeat',
    headers: { authorization: 'Bearer ar_agent_demo' },
    body: ({ components }: Document) => components.requestBodies['Heartbeat'],
    wrong: { what: 'with an unknown status', change: { status: 'asleep' }, status: 400 },
  },
])('Prism with the document of $id', ({ id, path, headers, body, wrong }) => {
  const file = `${root}contracts/${id}/openapi.yaml`;
  const json = body(parse(readFileSync(file, 'utf8')) as Document)?.content['application/json'];
  const { example, examples = {} } = json ?? {};
  const requests = [
    ...(example ? [{ name: 'single', value: example }] : []),
    ...Object.entries(examples).map(([name, { value }]) => ({ name, value })),
  ];

  let prism: Running;
  let url: string;
  beforeAll(async () => {
    prism = start(process.execPath, [PRISM, 'mock', '--port', '0', file]);
    [, url = ''] = await prism.until('out', /listening on (http:\/\/[\w.:]+)/);
  });
  afterAll(async () => {
    prism.kill('SIGKILL');
    await prism.exit;
  });

  const post = (value: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(value),
    });

  it('has example requests', () => {
    expect(requests).not.toEqual([]);
  });

  it.each(requests)('accepts the $name example request', async ({ value }) => {
    const response = await post(value);
    expect({ status: response.status, violations: response.headers.get('sl-violations') }).toEqual({
      status: 200,
      violations: null,
    });
    expect(await response.json()).toMatchObject({ ok: true });
  });

  it(`refuses a request ${wrong.what}`, async () => {
    const response = await post({ ...requests[0]?.value, ...wrong.change });
    expect(response.status).toBe(wrong.status);
    expect(response.headers.get('sl-violations')).not.toBeNull();
    expect(await response.json()).toHaveProperty('error.code');
  });

  it('refuses a request without a key', async () => {
    const response = await fetch(url + (id === 'agentmc' ? path : '/api/v1/home'), {
      method: id === 'agentmc' ? 'POST' : 'GET',
      ...(id === 'agentmc' && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(requests[0]?.value),
      }),
    });
    expect(response.status).toBe(401);
  });
});
