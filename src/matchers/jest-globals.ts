import { expect } from '@jest/globals';
import * as matchers from './index.ts';
import type { HeartbeatMatchers } from './types.ts';

expect.extend(matchers);

declare module '@jest/expect' {
  interface Matchers<R extends void | Promise<void>> extends HeartbeatMatchers<R> {}
  interface AsymmetricMatchers extends HeartbeatMatchers<any> {}
}
