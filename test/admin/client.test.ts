import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { adminClient, AdminError, type AdminClient } from '../../src/admin/client.ts';
import { readEvents } from '../../src/admin/read-events.ts';
import type { Exchange } from '../../src/index.ts';

/** A client, and the calls that it made, all answered with one response. */
function recorded(response: () => Response, options: { session?: string; token?: string } = {}) {
  const calls: { url: string; init: RequestInit }[] = [];
  const admin = adminClient({
    url: 'http://mock.test/',
    ...options,
    fetch: async (url, init) => {
      calls.push({ url, init });
      return response();
    },
  });
  return { admin, calls };
}

describe('the client', () => {
  it('says what is meant, and who asks', async () => {
    const { admin, calls } = recorded(() => Response.json({}), { session: 'a', token: 't' });
    await admin.setClock({ scale: 2 });
    expect(calls).toEqual([
      {
        url: 'http://mock.test/__sessions/a/__admin/clock',
        init: {
          method: 'PUT',
          headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
          body: '{"scale":2}',
        },
      },
    ]);
  });

  it('encodes what stands in paths and queries, and leaves out what is not given', async () => {
    const { admin, calls } = recorded(() => Response.json({}));
    await admin.requests({ path: '/a b?c=*', status: undefined });
    await admin.setScenarioState('a/b');
    await admin.session('ü');
    expect(calls.map(({ url }) => url)).toEqual([
      'http://mock.test/__admin/requests?path=%2Fa+b%3Fc%3D*',
      'http://mock.test/__admin/scenarios/a%2Fb/state',
      'http://mock.test/__admin/sessions/%C3%BC',
    ]);
  });

  it('throws what a refusal says', async () => {
    const problem = { status: 400, detail: 'limit: must be at least 1.', field: 'limit' };
    const headers = { 'content-type': 'application/problem+json' };
    const { admin } = recorded(() => Response.json(problem, { status: 400, headers }));
    const error = await admin.requests({ limit: 0 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AdminError);
    expect(error).toMatchObject({ message: problem.detail, status: 400, problem });
  });

  it.each([404, 200])('says where what answers with %i is no mock', async (status) => {
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(adminClient({ url }).health()).rejects.toMatchObject({
      name: 'AdminError',
      message: `What answers at ${url} has no control API (status ${status}).`,
    });
  });

  it('refuses a URL that is none', () => {
    expect(() => adminClient({ url: 'localhost' })).toThrow(TypeError);
  });

  it('has types that follow from the routes', () => {
    type Answer<Name extends keyof AdminClient> = AdminClient[Name] extends (
      ...given: never[]
    ) => Promise<infer T>
      ? T
      : never;
    expectTypeOf<Answer<'requests'>>().toEqualTypeOf<{ requests: Exchange[]; total: number }>();
    expectTypeOf<Answer<'clock'>>().toEqualTypeOf<{ now: string; scale: number }>();
    expectTypeOf<Answer<'reset'>>().toEqualTypeOf<void>();
    expectTypeOf<Parameters<AdminClient['advanceClock']>>().toEqualTypeOf<[by: string | number]>();
    expectTypeOf<NonNullable<Parameters<AdminClient['requests']>[0]>['limit']>().toEqualTypeOf<
      number | undefined
    >();
  });
});

describe('server-sent events', () => {
  const read = async (...pieces: string[]) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(Buffer.from(piece, 'latin1'));
        controller.close();
      },
    });
    const seen: string[] = [];
    for await (const data of readEvents(body)) seen.push(data);
    return seen;
  };

  it('are put together from whatever pieces come', async () => {
    const text = Buffer.from(': here\n\nid: 1\ndata: {"é":1}\n\ndata: a\ndata: b\n\n').toString(
      'latin1',
    );
    expect(await read(text)).toEqual(['{"é":1}', 'a\nb']);
    expect(await read(...text)).toEqual(['{"é":1}', 'a\nb']);
  });

  it('that are not whole are left out', async () => {
    expect(await read('data: a\n\ndata: b')).toEqual(['a']);
  });
});
