import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/consumer/**', 'test/peers/**'],
    restoreMocks: true,
    // No module has a state of its own, so that files may share what was imported; half of the time was imports.
    isolate: false,
    // By default one core is left idle, which on two of them is half of the time.
    maxWorkers: '100%',
    // Property tests take their time on a busy machine; none waits for the time to pass.
    testTimeout: 30_000,
  },
});
