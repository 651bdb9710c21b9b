import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/consumer/**', 'test/peers/**'],
    restoreMocks: true,
    // By default one core is left idle, which on two of them is half of the time.
    maxWorkers: '100%',
    // Property tests take their time on a busy machine; none waits for the time to pass.
    testTimeout: 30_000,
  },
});
