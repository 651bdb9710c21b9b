import { stripVTControlCharacters } from 'node:util';
import { createMock, manualClock, type Mock, type MockOptions } from '../../../src/index.ts';
import { examples } from '../../support/heartbeats.ts';

const START = '2026-05-18T16:00:00Z';

/** How a client of a test behaves. */
export interface Behaviour {
  readonly contract?: 'agentmc' | 'agentradio';
  /** Milliseconds from one heartbeat to the next; there is one more heartbeat than that. */
  readonly waits: readonly number[];
  readonly key?: string;
  readonly body?: unknown;
  /** Whether it asks for the dashboard before, as it should. */
  readonly home?: boolean;
}

/** A mock that stands still until the client waits. */
export function quietMock(options: MockOptions = {}) {
  const clock = manualClock(START);
  const mock = createMock({ clock, ...options });
  return { clock, mock };
}

/** Sends heartbeats to a mock, by its clock. */
export async function behave(
  { clock, mock }: ReturnType<typeof quietMock>,
  { contract = 'agentradio', waits, home = true, ...client }: Behaviour,
): Promise<Mock> {
  const { key = contract === 'agentmc' ? 'mca_canary' : 'ar_agent_canary' } = client;
  const body = JSON.stringify(client.body ?? examples[contract]);
  const headers = {
    'content-type': 'application/json',
    ...(contract === 'agentmc' ? { 'x-api-key': key } : { authorization: `Bearer ${key}` }),
  };
  const path = contract === 'agentmc' ? '/api/v1/agents/heartbeat' : '/api/heartbeat';
  for (const wait of [0, ...waits]) {
    clock.advance(wait);
    if (contract === 'agentradio' && home) {
      await mock.fetch('http://mock.test/api/v1/home', { headers });
    }
    await mock.fetch(`http://mock.test${path}`, { method: 'POST', headers, body });
  }
  return mock;
}

/** A mock to which a client has sent heartbeats. */
export function afterHeartbeats(behaviour: Behaviour, options?: MockOptions): Promise<Mock> {
  return behave(quietMock(options), behaviour);
}

/** So many equal waits. */
export const times = (count: number, wait: number) => Array.from({ length: count }, () => wait);

/** What an assertion that fails says, without colours. */
export function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return stripVTControlCharacters((error as Error).message);
  }
  throw new Error('the assertion should have failed');
}
