import { expect } from 'vitest';
import * as matchers from './index.ts';
import type { HeartbeatMatchers } from './types.ts';

expect.extend(matchers);

declare module 'vitest' {
  // Vitest 4 and 5 give these interfaces other type parameters; without any, this merges with both.
  interface Matchers extends HeartbeatMatchers<any> {}
  interface AsymmetricMatchersContaining extends HeartbeatMatchers<any> {}
}
