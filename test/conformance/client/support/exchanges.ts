import type { Exchange } from '../../../../src/index.ts';

/** Exchanges made by hand, for judging them. */

/** 2026-06-01T09:00:00Z. */
export const START = Date.UTC(2026, 5, 1, 9);

const ROUTES = {
  home: { operation: 'home', method: 'GET', path: '/api/v1/home' },
  beat: { operation: 'heartbeat', method: 'POST', path: '/api/heartbeat' },
  alias: { operation: 'heartbeatV1', method: 'POST', path: '/api/v1/heartbeat' },
  inbox: { operation: 'inbox', method: 'GET', path: '/api/agents/me/inbox' },
  page: { operation: 'heartbeatPage', method: 'GET', path: '/heartbeat.md' },
  report: { operation: 'agentHeartbeat', method: 'POST', path: '/api/v1/agents/heartbeat' },
} as const;

export interface Sent {
  /** Seconds after the start. */
  readonly at: number;
  readonly to: keyof typeof ROUTES;
  readonly status?: number;
  readonly fault?: Exchange['fault'];
  readonly retryAfter?: string;
  readonly date?: string;
  readonly body?: string;
  readonly answer?: string;
}

/** Exchanges in the order in which they are given, with ids from 1. */
export function exchanges(...all: readonly (Sent | readonly Sent[])[]): Exchange[] {
  return all.flat().map((sent, index): Exchange => {
    const { at, to, status = 200, fault, retryAfter, date } = sent;
    const { operation, method, path } = ROUTES[to];
    const isPost = method === 'POST';
    return {
      id: index + 1,
      at: START + at * 1000,
      session: 'default',
      contract: to === 'report' ? 'agentmc' : 'agentradio',
      operation,
      ...(fault && { fault }),
      request: {
        method,
        path,
        headers: {
          authorization: 'Bearer [redacted:0a1b2c3d]',
          ...(isPost && { 'content-type': 'application/json' }),
        },
        body: sent.body ?? (isPost ? '{"status":"online"}' : ''),
      },
      response: {
        status,
        headers: {
          ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
          ...(date !== undefined && { date }),
        },
        body: sent.answer ?? '{"ok":true}',
      },
    };
  });
}

/** Check-ins at seconds after the start: the dashboard, and the heartbeat right after it. */
export function checkIns(times: readonly number[], answer: Partial<Sent> = {}): Sent[] {
  return times.flatMap((at): Sent[] => [
    { at, to: 'home', ...answer },
    { at, to: 'beat', ...answer },
  ]);
}

/** Heartbeats alone. */
export function beats(times: readonly number[], answer: Partial<Sent> = {}): Sent[] {
  return times.map((at) => ({ at, to: 'beat', ...answer }));
}

/** Times that are so far apart, from a first one on. */
export function after(first: number, gaps: readonly number[]): number[] {
  let at = first;
  return [first, ...gaps.map((gap) => (at += gap))];
}
