import { expect, onTestFinished } from 'vitest';
import { adminClient, type AdminClientOptions } from '../../src/admin/client.ts';
import type { Route } from '../../src/admin/route.ts';
import { routes } from '../../src/admin/routes/index.ts';
import { createMock, manualClock, type Mock, type MockOptions } from '../../src/index.ts';

export const START = '2026-05-20T13:13:00.000Z';
export const AGENTMC = '/api/v1/agents/heartbeat';
export const AGENTRADIO = '/api/heartbeat';

/** A mock on a clock that stands still; closed at the end of the test. */
export function startMock(options: MockOptions = {}): Mock {
  const mock = createMock({ clock: manualClock(START), ...options });
  onTestFinished(() => mock.close());
  return mock;
}

type Fetch = NonNullable<AdminClientOptions['fetch']>;

/** The ways to the control API of a mock: where it is, and what to call it with. */
export const ways: readonly {
  readonly name: string;
  connect(mock: Mock): Promise<{ url: string; fetch: Fetch }>;
}[] = [
  {
    name: 'fetch',
    connect: async (mock) => ({
      url: 'http://mock.test',
      fetch: (url, init) => mock.fetch(url, init),
    }),
  },
  { name: 'node:http', connect: async (mock) => ({ url: (await mock.listen()).url, fetch }) },
];

/** A client that holds every answer against the schema of its route. */
export function checkedClient(options: AdminClientOptions, seen: Set<string> = new Set()) {
  const { fetch: send = fetch } = options;
  return adminClient({
    ...options,
    async fetch(url, init) {
      const response = await send(url, init);
      const path = new URL(url).pathname.replace(/^.*\/__admin/, '');
      const found = Object.entries<Route>(routes).find(
        ([, route]) =>
          route.method === init.method &&
          new RegExp(`^${route.path.replace(/\{\w+\}/, '[^/]+')}$`).test(path),
      );
      if (!found) throw new Error(`the client calls ${init.method} ${path}, which is no route`);
      const [id, { answer, mediaTypes = ['application/json'], status = 200 }] = found;
      seen.add(id);
      if (!response.ok) {
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        return response;
      }
      expect(response.status).toBe(answer || found[1].mediaTypes ? status : 204);
      if (response.status !== 204) {
        const type = response.headers.get('content-type')?.split(';')[0];
        expect(mediaTypes).toContain(type);
      }
      if (answer) answer.parse(await response.clone().json());
      return response;
    },
  });
}

/** Sends requests to the contracts: good and bad ones, and one that nobody knows. */
export async function sendSome(send: (path: string, init?: RequestInit) => Promise<Response>) {
  const json = { 'content-type': 'application/json', authorization: 'Bearer ar_agent_demo' };
  const post = (path: string, body: unknown) =>
    send(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
  await post(AGENTRADIO, { status: 'online' });
  await post(AGENTRADIO, { status: 'nope' });
  await send('/api/shows');
  await send('/v9/heartbeat');
}
