import type { TimelineEntry } from '../report/client-types.ts';
import type { Seen, Traffic } from './traffic.ts';

/** Of a path, so many characters are told. */
const MAX_PATH = 200;
/** Of a scenario with more requests, about so many are told. */
const MAX_ENTRIES = 500;
/** With each request that is evidence, so many before and after it are told. */
const AROUND = 2;

/**
 * When each request came, what was answered, and when it should have come. Of very many, those around
 * the evidence are told, and of the heartbeats enough to see the whole.
 *
 * @param evidence ids of requests that show something.
 * @param conceal takes out keys that recorders cannot know.
 */
export function timelineOf(
  traffic: Traffic,
  evidence: Iterable<number> = [],
  conceal = (text: string) => text,
): TimelineEntry[] {
  const { all, context } = traffic;
  const start = context.from ?? all[0]?.at ?? 0;
  const isTold = selection(traffic, new Set(evidence));
  let before: Seen | undefined;
  return all.flatMap((seen) => {
    const { id, at, exchange, outcome, retryAfter, kind } = seen;
    const isHeartbeat = kind === 'heartbeat';
    const allowed = isHeartbeat && before ? allowedAfter(before, traffic, start) : undefined;
    if (isHeartbeat) before = seen;
    if (!isTold(seen)) return [];
    const { method, path } = exchange.request;
    return {
      id,
      at: at - start,
      method,
      path: conceal(path).slice(0, MAX_PATH),
      outcome,
      answer: exchange.fault ?? String(exchange.response.status),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(allowed && { allowed }),
    };
  });
}

/** Which requests are told. */
function selection(
  { all, heartbeats }: Traffic,
  evidence: ReadonlySet<number>,
): (seen: Seen) => boolean {
  if (all.length <= MAX_ENTRIES) return () => true;
  const step = Math.max(1, Math.ceil(heartbeats.length / MAX_ENTRIES));
  const told = new Set(heartbeats.filter((_, index) => index % step === 0));
  for (const [index, { id }] of all.entries()) {
    if (!evidence.has(id)) continue;
    for (const near of all.slice(Math.max(0, index - AROUND), index + AROUND + 1)) told.add(near);
  }
  return (seen) => told.has(seen);
}

/** When the next heartbeat should come after one. */
function allowedAfter(
  { at, outcome, retryAfter }: Seen,
  { spans }: Traffic,
  start: number,
): { from: number; to?: number } | undefined {
  const since = at - start;
  if (outcome === 'limited') return { from: since + (retryAfter ?? 0) };
  const cadence = spans.findLast(({ from }) => from <= at)?.cadence;
  if (!cadence || outcome !== 'accepted') return undefined;
  return { from: since + cadence.from, to: since + cadence.to };
}
