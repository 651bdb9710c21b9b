import { defineConfig } from 'vitest/config';

/** Tests of the packed package in projects as its users have them; they install from the npm registry. */
export default defineConfig({
  test: {
    include: ['test/consumer/*.test.ts'],
    globalSetup: 'test/consumer/support/pack.ts',
    testTimeout: 240_000,
    // Much of the time is waited for the registry.
    maxWorkers: 3,
  },
});
