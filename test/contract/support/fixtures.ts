import { readFile } from 'node:fs/promises';
import { createMock } from '../../../src/mock/create-mock.ts';

/** A fixture as the index of its contract lists it, with its payload. */
export interface Fixture {
  readonly file: string;
  readonly why: string;
  readonly shape: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expect: {
    readonly status: number;
    readonly code?: string;
    /** The violated fields; left out where the payload as a whole is at fault. */
    readonly fields?: readonly string[];
  };
  readonly payload: unknown;
}

/** All fixtures of a contract. */
export async function readFixtures(id: string): Promise<Fixture[]> {
  const folder = new URL(`../../../fixtures/${id}/`, import.meta.url);
  const read = async (name: string) =>
    JSON.parse(await readFile(new URL(name, folder), 'utf8')) as unknown;
  const index = (await read('index.json')) as Omit<Fixture, 'payload'>[];
  return Promise.all(index.map(async (entry) => ({ ...entry, payload: await read(entry.file) })));
}

/** Where each contract takes its heartbeats, and headers that carry a key the mock knows. */
const HEARTBEATS: Readonly<Record<string, { path: string; headers: Record<string, string> }>> = {
  agentmc: { path: '/api/v1/agents/heartbeat', headers: { 'x-api-key': 'mca_fixture' } },
  agentradio: { path: '/api/heartbeat', headers: { authorization: 'Bearer ar_agent_fixture' } },
};

/** What a mock answers to a heartbeat, as far as these tests look at it. */
export interface Verdict {
  readonly status: number;
  /** Absent where the heartbeat is accepted. */
  readonly code?: string;
  /** Names of the violated fields, sorted; `body` stands for the payload as a whole. */
  readonly fields: readonly string[];
}

interface RefusalBody {
  readonly error?: {
    readonly code: string;
    readonly fields?: object;
    readonly details?: { readonly fields?: object };
  };
}

/** Sends a heartbeat to a mock of its own. */
export function sendHeartbeat(
  id: string,
  payload: unknown,
  headers: Readonly<Record<string, string>> = {},
): Verdict {
  const { path, headers: usual } = HEARTBEATS[id] as (typeof HEARTBEATS)[string];
  const reply = createMock({ contracts: [id as 'agentmc' | 'agentradio'] }).handle({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...usual, ...lowerCased(headers) },
    body: JSON.stringify(payload),
  });
  const { error } = JSON.parse(reply.body) as RefusalBody;
  const fields = error?.details?.fields ?? error?.fields ?? {};
  return {
    status: reply.status,
    ...(error && { code: error.code }),
    fields: Object.keys(fields).toSorted(),
  };
}

/** Header names as every adapter hands them to the mock. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
