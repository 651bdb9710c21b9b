import type { TimelineEntry } from '../report/client-types.ts';
import type { Seen, Traffic } from './traffic.ts';

/** Of a path, so many characters are told. */
const MAX_PATH = 200;
/** Of a scenario, so many requests are told. */
const MAX_ENTRIES = 500;

/** When each request came, what was answered, and when it should have come. */
export function timelineOf(traffic: Traffic): TimelineEntry[] {
  const { all, context } = traffic;
  const start = context.from ?? all[0]?.at ?? 0;
  let before: Seen | undefined;
  return all.slice(0, MAX_ENTRIES).map((seen) => {
    const { id, at, exchange, outcome, retryAfter, kind } = seen;
    const isHeartbeat = kind === 'heartbeat';
    const allowed = isHeartbeat && before ? allowedAfter(before, traffic, start) : undefined;
    if (isHeartbeat) before = seen;
    const { method, path } = exchange.request;
    return {
      id,
      at: at - start,
      method,
      path: path.slice(0, MAX_PATH),
      outcome,
      answer: exchange.fault ?? String(exchange.response.status),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(allowed && { allowed }),
    };
  });
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
