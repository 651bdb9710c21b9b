import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };

/** These use the matchers, which are yet to come. */
const LATER = ['jest', 'typescript', 'vitest'].map((name) => `test/consumer/${name}.test.ts`);

/** Tests of the packed package in projects as its users have them; they install from the npm registry. */
export default defineConfig({
  test: {
    include: ['test/consumer/*.test.ts'],
    exclude: './matchers' in manifest.exports ? [] : LATER,
    globalSetup: 'test/consumer/support/pack.ts',
    testTimeout: 240_000,
    // Much of the time is waited for the registry.
    maxWorkers: 3,
  },
});
