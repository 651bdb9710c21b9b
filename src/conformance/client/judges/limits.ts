import { duration, fail, inconclusive, pass, unseen } from '../findings.ts';
import { usualInterval, type Seen, type Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';

/**
 * Whether nothing goes to a route that answered with 429 before its `Retry-After` has passed. Told
 * only where it is longer than the client would have waited anyway.
 */
export function honoursRetryAfter(traffic: Traffic): Finding {
  const { all, until, context } = traffic;
  const usual = usualInterval(traffic) ?? traffic.spans.at(-1)?.cadence.to;
  const limited = all.filter(({ outcome }) => outcome === 'limited');
  if (limited.length === 0) return unseen('nothing was answered with 429');
  const asked = limited.filter(({ retryAfter = 0 }) => retryAfter > 0);
  if (asked.length === 0) return unseen('no 429 had a valid Retry-After');
  if (usual === undefined) {
    return inconclusive(
      'it is not known how often the client reports, and so not whether it waited for Retry-After',
    );
  }
  const telling = asked.filter(({ retryAfter = 0, slack }) => retryAfter > usual + slack);
  if (telling.length === 0 && context.interval !== undefined && usual > 1.5 * context.interval) {
    return inconclusive(
      `the client reports every ${duration(usual)}, and not every ${duration(context.interval)}; say so with --interval, so that Retry-After can ask for more`,
      telling,
    );
  }
  if (telling.length === 0) {
    return unseen(`no Retry-After was longer than the usual interval of ${duration(usual)}`);
  }
  const next = nextOnRoute(all);
  const waited: { readonly wait: number; readonly one: Seen; readonly again: Seen }[] = [];
  for (const one of telling) {
    const { at, retryAfter = 0, route } = one;
    const again = next.get(one);
    if (!again) continue;
    const wait = again.at - at;
    if (wait + again.slack < retryAfter - leeway(one)) {
      return fail(
        `${route} was asked again ${duration(wait)} after a 429; Retry-After asked to wait ${duration(retryAfter)}`,
        [one, again],
      );
    }
    waited.push({ wait, one, again });
  }
  const [first] = waited;
  if (!first) {
    return inconclusive(
      `nothing more came to ${telling[0]?.route} in ${duration(until - (telling[0]?.at ?? until))} after its 429, so that waiting cannot be told from having stopped`,
      telling,
    );
  }
  return pass(
    `${first.one.route} was asked again ${duration(first.wait)} after a 429; Retry-After asked to wait ${duration(first.one.retryAfter ?? 0)}`,
    waited.flatMap(({ one, again }) => [one, again]),
  );
}

/** Dates are in whole seconds, as is that of the answer: by the client's own clock it may be less. */
function leeway({ exchange }: Seen): number {
  return /^\s*\d+\s*$/.test(exchange.response.headers['retry-after'] ?? '') ? 0 : 1000;
}

/** What came next to the same route. */
function nextOnRoute(all: readonly Seen[]): ReadonlyMap<Seen, Seen> {
  const next = new Map<Seen, Seen>();
  const last = new Map<string, Seen>();
  for (const seen of all) {
    const before = last.get(seen.route);
    if (before) next.set(before, seen);
    last.set(seen.route, seen);
  }
  return next;
}
