import { defineConfig } from 'vitest/config';

/** Tests against programs that are not from npm (curl, Python, faketime) or that start slowly (Prism). */
export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
