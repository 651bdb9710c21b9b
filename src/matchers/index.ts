/**
 * Matchers for `expect.extend` of Vitest and Jest. This entry needs neither; `heartbeat-kit/matchers/vitest`,
 * `.../jest` and `.../jest-globals` register them, and tell TypeScript.
 */
export { toConformTo } from './to-conform-to.ts';
export { toHaveHonoredRetryAfter } from './to-have-honored-retry-after.ts';
export { toHaveKeptCadence } from './to-have-kept-cadence.ts';
export { toHaveReceivedHeartbeats } from './to-have-received-heartbeats.ts';
export { toMatchContract } from './to-match-contract.ts';
export type { MatcherContext, MatcherResult } from './result.ts';
export type { ConformOptions, HeartbeatMatchers, WhichClient, WhichHeartbeats } from './types.ts';
