import { OptionError } from '../errors.ts';
import * as matchers from './index.ts';
import type { HeartbeatMatchers } from './types.ts';

const { expect } = globalThis as { expect?: { extend?: (all: object) => void } };
if (!expect?.extend) {
  throw new OptionError(
    'there is no global expect of Jest; without injectGlobals, import heartbeat-kit/matchers/jest-globals',
  );
}
expect.extend(matchers);

declare global {
  // The types of @types/jest, where they are there.
  namespace jest {
    interface Matchers<R> extends HeartbeatMatchers<R> {}
    interface Expect extends HeartbeatMatchers<any> {}
    interface InverseAsymmetricMatchers extends HeartbeatMatchers<any> {}
  }
}
