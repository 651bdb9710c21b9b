import type * as z from 'zod';
import type { Exchange } from '../mock/journal.ts';
import type { Snapshot } from '../mock/snapshots/save.ts';
import { readEvents } from './read-events.ts';
import type { Routes } from './routes/index.ts';

/** Where the mock is, and how to get in. */
export interface AdminClientOptions {
  /** Origin of the mock, `http://127.0.0.1:4010`; an `adminUrl` will do as well. */
  readonly url: string;
  /** Id of the session that is meant; the mock itself by default. */
  readonly session?: string | undefined;
  /** Needed where others than the mock's own machine can connect to it. */
  readonly token?: string | undefined;
  /** What calls are made with; the global `fetch` by default, `mock.fetch` within a process. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** What a refused call answers, as RFC 9457. */
export interface AdminProblem {
  readonly title?: string;
  readonly status?: number;
  /** Why, and what would do. */
  readonly detail?: string;
  /** Where the body or the query is wrong. */
  readonly field?: string;
}

/** A call that was refused. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly status: number;
  readonly problem: AdminProblem;

  constructor(status: number, problem: AdminProblem) {
    super(problem.detail ?? `The control API answered with status ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

type Part<Name extends keyof Routes, Key extends 'query' | 'body' | 'answer'> = Required<
  Routes[Name]
>[Key] extends infer Schema extends z.ZodType
  ? z.input<Schema>
  : never;
type Query<Name extends keyof Routes> = Part<Name, 'query'>;
type Body<Name extends keyof Routes> = Part<Name, 'body'>;
type Answer<Name extends keyof Routes> = Promise<Part<Name, 'answer'>>;

/** The control API as functions; each rejects with an `AdminError` where it is refused. */
export type AdminClient = ReturnType<typeof adminClient>;

/**
 * A client of the control API of a mock that runs elsewhere.
 *
 * @throws TypeError where the URL is none.
 */
export function adminClient({ url, session, token, fetch: send = fetch }: AdminClientOptions) {
  const { origin, pathname } = new URL(url);
  const before = pathname.replace(/\/+$/, '').replace(/\/__admin$/, '');
  const base = `${origin}${before}${session === undefined ? '' : `/__sessions/${encodeURIComponent(session)}`}/__admin`;

  async function call(
    method: string,
    path: string,
    { query = {}, body, signal }: { query?: object; body?: unknown; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const given = Object.entries(query as Record<string, unknown>).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const search = given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
    const response = await send(base + path + search, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    if (response.ok) return response;
    throw new AdminError(response.status, await problemOf(response, origin));
  }
  type Options = Parameters<typeof call>[2];
  const json = async <T>(method: string, path: string, options?: Options): Promise<T> => {
    const response = await call(method, path, options);
    if (isOf(response, 'application/json')) return (await response.json()) as T;
    throw new AdminError(response.status, await problemOf(response, origin));
  };
  const text = async (path: string, query: object) => (await call('GET', path, { query })).text();
  const none = async (method: string, path: string): Promise<void> => {
    await call(method, path);
  };
  const named = encodeURIComponent;

  return {
    health: (): Answer<'health'> => json('GET', '/health'),
    /** The state of every contract, by its id. */
    state: (): Answer<'state'> => json('GET', '/state'),
    /** Back to the first state; forgets all requests. */
    reset: () => none('POST', '/reset'),
    /** Counts as Prometheus reads them. */
    metrics: () => text('/metrics', {}),
    openapi: (): Answer<'openapi'> => json('GET', '/openapi'),
    /** Ends the process that serves, where it can be ended so. */
    shutdown: () => none('POST', '/shutdown'),

    requests: (query: Query<'requests'> = {}): Answer<'requests'> =>
      json('GET', '/requests', { query }),
    clearRequests: () => none('DELETE', '/requests'),
    countRequests: (body: Body<'countRequests'> = {}): Answer<'countRequests'> =>
      json('POST', '/requests/count', { body }),
    findRequests: (body: Body<'findRequests'> = {}): Answer<'findRequests'> =>
      json('POST', '/requests/find', { body }),
    unmatchedRequests: (): Answer<'unmatchedRequests'> => json('GET', '/requests/unmatched'),
    /** Waits until so many fit; says in `satisfied` whether there were so many in time. */
    waitForRequests: (body: Body<'waitForRequests'>): Answer<'waitForRequests'> =>
      json('POST', '/requests/wait', { body }),
    exportRequests: (query: Query<'exportRequests'> = {}) => text('/requests/export', query),
    /** Each exchange as it passes, until the signal is aborted or the mock goes away. */
    async *events(
      query: Query<'events'> = {},
      { signal }: { readonly signal?: AbortSignal } = {},
    ): AsyncGenerator<Exchange, void> {
      try {
        const { body } = await call('GET', '/events', { query, ...(signal && { signal }) });
        if (body) for await (const data of readEvents(body)) yield JSON.parse(data) as Exchange;
      } catch (error) {
        if (signal?.aborted !== true) throw error;
      }
    },
    nearMisses: (): Answer<'nearMisses'> => json('GET', '/near-misses'),
    nearMissesOf: (body: Body<'nearMissesOf'>): Answer<'nearMissesOf'> =>
      json('POST', '/near-misses/request', { body }),

    scenarios: (): Answer<'scenarios'> => json('GET', '/scenarios'),
    addScenario: (body: Body<'addScenario'>): Answer<'addScenario'> =>
      json('POST', '/scenarios', { body }),
    setScenarioState: (
      name: string,
      body: Body<'setScenarioState'> = {},
    ): Answer<'setScenarioState'> => json('PUT', `/scenarios/${named(name)}/state`, { body }),
    /** Begins a scenario for all requests; null ends it. */
    playScenario: (body: Body<'playScenario'>): Answer<'playScenario'> =>
      json('PUT', '/scenario', { body }),

    clock: (): Answer<'clock'> => json('GET', '/clock'),
    setClock: (body: Body<'setClock'>): Answer<'setClock'> => json('PUT', '/clock', { body }),
    /** Moves it on by milliseconds, or by a duration such as `5m`. */
    advanceClock: (by: Body<'advanceClock'>['by']): Answer<'advanceClock'> =>
      json('POST', '/clock/advance', { body: { by } }),
    freezeClock: (): Answer<'freezeClock'> => json('POST', '/clock/freeze'),

    faults: (): Answer<'faults'> => json('GET', '/faults'),
    setFaults: (body: Body<'setFaults'>): Answer<'setFaults'> => json('PUT', '/faults', { body }),
    clearFaults: () => none('DELETE', '/faults'),
    rateLimit: (): Answer<'rateLimit'> => json('GET', '/rate-limit'),
    setRateLimit: (body: Body<'setRateLimit'>): Answer<'setRateLimit'> =>
      json('PUT', '/rate-limit', { body }),
    clearRateLimit: () => none('DELETE', '/rate-limit'),

    snapshots: (): Answer<'snapshots'> => json('GET', '/snapshots'),
    saveSnapshot: (name: string): Answer<'saveSnapshot'> =>
      json('POST', `/snapshots/${named(name)}`),
    /** A snapshot, to be kept elsewhere. */
    snapshot: (name: string): Promise<Snapshot> => json('GET', `/snapshots/${named(name)}`),
    /** Keeps a snapshot that was made elsewhere. */
    putSnapshot: async (name: string, body: Snapshot): Promise<void> => {
      await call('PUT', `/snapshots/${named(name)}`, { body });
    },
    restoreSnapshot: (name: string) => none('POST', `/snapshots/${named(name)}/restore`),
    deleteSnapshot: (name: string) => none('DELETE', `/snapshots/${named(name)}`),

    sessions: (): Answer<'sessions'> => json('GET', '/sessions'),
    createSession: (body: Body<'createSession'> = {}): Answer<'createSession'> =>
      json('POST', '/sessions', { body }),
    session: (id: string): Answer<'session'> => json('GET', `/sessions/${named(id)}`),
    endSession: (id: string) => none('DELETE', `/sessions/${named(id)}`),
  };
}

/** The problem that a refusal tells; a server that is no mock tells none. */
async function problemOf(response: Response, origin: string): Promise<AdminProblem> {
  if (isOf(response, 'application/problem+json')) return (await response.json()) as AdminProblem;
  await response.body?.cancel();
  const { status } = response;
  return { status, detail: `What answers at ${origin} has no control API (status ${status}).` };
}

function isOf({ headers }: Response, mediaType: string): boolean {
  return headers.get('content-type')?.startsWith(mediaType) === true;
}
