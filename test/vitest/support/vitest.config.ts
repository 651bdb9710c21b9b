import { defineConfig } from 'vitest/config';
import { root } from '../../support/processes.ts';

/** Test files that are looked at from outside. */
export default defineConfig({
  test: {
    root,
    include: ['test/vitest/fixtures/*.fixture.ts'],
    reporters: ['./test/vitest/support/reporter.ts'],
  },
});
