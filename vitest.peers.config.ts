import { defineConfig } from 'vitest/config';

/** Those in which the time of a client passes faster, so that what else runs beside them is felt. */
const timed = ['check-client', 'clients', 'faketime', 'reference-clients'].map(
  (name) => `test/peers/${name}.test.ts`,
);

/** Tests against programs that are not from npm (curl, Python, faketime, Chromium) or that start slowly (Prism). */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // More clients at a time would make each other late.
    maxConcurrency: 2,
    projects: [
      {
        extends: true,
        test: { name: 'timed', include: timed, maxWorkers: 1, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'others',
          include: ['test/peers/**/*.test.ts'],
          exclude: timed,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
