/** What the suffix of a key can put on, in words. */
export const SIMULATIONS = {
  invalid: '401, as an unknown key',
  inactive: '401, as a key that was switched off',
  forbidden: '403, as a key without the right',
  notfound: '404, as an agent that is gone',
  ratelimited: 'every second heartbeat 429 with Retry-After',
  flaky: 'about a third of the requests 503',
  noshow: 'the agent owns no show',
  starving: 'the queue is always nearly empty',
} as const;

/** What the mock puts on for a key on purpose. */
export type Simulation = keyof typeof SIMULATIONS;

/** All simulations, in the order they are shown. */
export const simulations = Object.keys(SIMULATIONS) as Simulation[];
