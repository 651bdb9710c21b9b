import type { Limit, Verdict } from './limits.ts';

/** Headers that tell of a limit: the IETF draft's, or the older ones that many APIs have. */
export const LIMIT_HEADERS = ['draft', 'legacy'] as const;
export type LimitHeaders = (typeof LIMIT_HEADERS)[number];

/** Forms of `Retry-After` (RFC 9110, 10.2.3). */
export const RETRY_AFTER_FORMS = ['seconds', 'date'] as const;
export type RetryAfterForm = (typeof RETRY_AFTER_FORMS)[number];

const seconds = (milliseconds: number) => Math.ceil(milliseconds / 1000);

/**
 * A `Retry-After`, rounded up, so that what comes when it has passed is not too early.
 *
 * @param wait milliseconds.
 */
export function retryAfterHeader(wait: number, form: RetryAfterForm, now: number): string {
  if (form === 'seconds') return String(Math.max(1, seconds(wait)));
  return new Date(Math.ceil((now + wait) / 1000) * 1000).toUTCString();
}

/** The headers of an answer under a limit (draft-ietf-httpapi-ratelimit-headers, 10). */
export function limitHeaders(
  { requests, window }: Limit,
  { remaining, reset }: Verdict,
  forms: readonly LimitHeaders[],
  now: number,
): Record<string, string> {
  return {
    ...(forms.includes('draft') && {
      'ratelimit-policy': `"default";q=${requests};w=${seconds(window)}`,
      ratelimit: `"default";r=${remaining};t=${seconds(reset)}`,
    }),
    ...(forms.includes('legacy') && {
      'x-ratelimit-limit': String(requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(seconds(now + reset)),
    }),
  };
}
