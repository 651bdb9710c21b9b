import type { Load, LoadJob, LoadResult } from './load.ts';
import type { Server } from './server.ts';

/** What a load on a server came to. */
export interface Turn extends LoadResult {
  /** Microseconds of a core that the server took for an answer; undefined where the system does not tell. */
  readonly cost: number | undefined;
}

/** Loads a server once. */
export async function takeTurn(
  load: Load,
  server: Server,
  job: Omit<LoadJob, 'url'>,
): Promise<Turn> {
  const before = server.usage?.cpu;
  const result = await load.run({ ...job, url: server.url });
  const after = server.usage?.cpu;
  const isKnown = before !== undefined && after !== undefined;
  return { ...result, cost: isKnown ? ((after - before) * 1e6) / result.answers : undefined };
}
