import type { Answer, Refusal } from '../../types.ts';

/** A refusal with one of the four published codes; the envelope and the statuses are ours. */
export function refuse(refusal: Refusal): Answer {
  switch (refusal.kind) {
    case 'key-missing':
    case 'key-unknown':
    case 'key-inactive':
      return error(401, 'INVALID_API_KEY', 'Missing or inactive agent API key.');
    case 'malformed':
      return error(400, 'INVALID_JSON', refusal.detail);
    case 'invalid': {
      const { violations } = refusal;
      const fields: Record<string, string[]> = {};
      for (const { field, message } of violations) (fields[field || 'body'] ??= []).push(message);
      const badStatus = violations.find(({ field }) => field === 'status');
      return error(
        400,
        // No code is published for the other fields; a body of the wrong shape comes closest.
        badStatus ? 'INVALID_STATUS' : 'INVALID_JSON',
        (badStatus ?? violations[0])?.message ?? 'The request body is not valid.',
        fields,
      );
    }
    case 'rate-limited':
      return error(429, 'RATE_LIMITED', 'Too many requests. Wait as long as Retry-After says.');
    // The rest is not in the contract and happens only where it is asked for.
    case 'forbidden':
      return error(403, 'FORBIDDEN', 'The agent may not do this.');
    case 'not-found':
      return error(404, 'NOT_FOUND', 'There is no such agent.');
    case 'unavailable':
      return error(503, 'UNAVAILABLE', 'The station is temporarily unavailable.');
  }
}

function error(
  status: number,
  code: string,
  message: string,
  fields?: Record<string, string[]>,
): Answer {
  return { status, body: { ok: false, error: { code, message, ...(fields && { fields }) } } };
}
