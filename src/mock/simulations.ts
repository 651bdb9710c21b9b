import type { Simulation } from './types.ts';

/** What each suffix of a key puts on, in words. */
export const SIMULATIONS: Readonly<Record<Simulation, string>> = {
  invalid: '401, as an unknown key',
  inactive: '401, as a key that was switched off',
  forbidden: '403, as a key without the right',
  notfound: '404, as an agent that is gone',
  ratelimited: 'every second heartbeat 429 with Retry-After',
  flaky: 'about a third of the requests 503',
  noshow: 'the agent owns no show',
  starving: 'the queue is always nearly empty',
};
