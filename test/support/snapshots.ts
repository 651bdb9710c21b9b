import { expect } from 'vitest';
import {
  createMock,
  manualClock,
  SnapshotError,
  type MockOptions,
  type PlainReply,
  type PlainRequest,
  type Session,
} from '../../src/index.ts';
import { examples } from './heartbeats.ts';

export const START = '2026-05-18T16:00:00Z';
export const KEY = 'mca_demo_key';

export const json = ({ body }: PlainReply) => JSON.parse(body);
export const clone = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;

/** A heartbeat of each contract, from an agent of a host. */
export function agentmcBeat(key = KEY, agent = 42, host = 'a'): PlainRequest {
  return {
    method: 'POST',
    path: '/api/v1/agents/heartbeat',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...examples.agentmc,
      host: { ...examples.agentmc.host, fingerprint: host.repeat(64) },
      agent: { ...examples.agentmc.agent, id: agent },
    }),
  };
}

export function agentradioBeat(key = 'ar_agent_demo'): PlainRequest {
  return {
    method: 'POST',
    path: '/api/v1/heartbeat',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(examples.agentradio),
  };
}

export function start(options: MockOptions = {}) {
  const clock = manualClock(START);
  const mock = createMock({ clock, ...options });
  return { clock, mock };
}

/** A mock that knows two hosts, three agents and one listener of each contract. */
export function busy(options: MockOptions = {}) {
  const { clock, mock } = start(options);
  mock.handle(agentmcBeat());
  clock.advance(1234);
  mock.handle(agentmcBeat('mca_second', 43, 'a'));
  mock.handle(agentmcBeat('mca_third', 44, 'b'));
  mock.handle(agentradioBeat());
  return { clock, mock };
}
/** How a session refuses a snapshot; nothing may have changed after that. */
export async function failureOf(session: Session, snapshot: unknown): Promise<SnapshotError> {
  const before = JSON.stringify([session.save(), session.state(), session.seed]);
  const failure: unknown = await session.restore(snapshot).then(
    () => 'it was restored',
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(SnapshotError);
  expect(JSON.stringify([session.save(), session.state(), session.seed])).toBe(before);
  return failure as SnapshotError;
}
