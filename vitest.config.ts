import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**'],
    restoreMocks: true,
    // Property tests take their time on a busy machine; none waits for the time to pass.
    testTimeout: 30_000,
  },
});
