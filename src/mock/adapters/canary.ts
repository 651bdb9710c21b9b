import type { ForeignOrigin } from '../canary.ts';
import { listen, type Listener, type ListenOptions } from './node.ts';

/**
 * Serves the mock, and where that is asked for a foreign origin beside it: a second socket, on which
 * the mock sees what is sent to addresses that nobody should follow.
 */
export async function listenWithCanary(
  handle: Parameters<typeof listen>[0],
  foreign: ForeignOrigin,
  { canary = false, ...options }: ListenOptions = {},
  clockOf?: Parameters<typeof listen>[2],
  control?: Parameters<typeof listen>[3],
): Promise<Listener> {
  const listener = await listen(handle, options, clockOf, control);
  if (canary === false) return listener;
  const port = canary === true ? 0 : canary.port;
  // Whatever name or address it was reached by.
  const handleForeign: typeof handle = (request) => handle({ ...request, origin: foreign.url });
  const second = await listen(handleForeign, { ...options, port, admin: false }, clockOf).catch(
    async (error: unknown) => {
      await listener.close();
      throw error;
    },
  );
  foreign.opened(second.url);
  return {
    ...listener,
    canaryUrl: second.url,
    async close() {
      foreign.closed(second.url);
      await Promise.all([listener.close(), second.close()]);
    },
  };
}
