import type { listenWithCanary as listenInNode } from './canary.ts';

/** Stands in for the sockets where a bundler builds for browsers. */
export const listenWithCanary: typeof listenInNode = () => {
  const hint = 'in a browser, give handlers(mock) of heartbeat-kit/msw to setupWorker()';
  return Promise.reject(new Error(`mock.listen() needs Node; ${hint}`));
};
