import type { Answer, PlainReply } from './types.ts';

/** Names of the refusals that the mock makes by itself, as its `x-mock-error` header states them. */
export type ProblemName =
  | 'unknown-route'
  | 'unknown-session'
  | 'unknown-snapshot'
  | 'unknown-scenario'
  | 'session-exists'
  | 'invalid-call'
  | 'malformed-json'
  | 'only-by-fetch'
  | 'no-shutdown'
  | 'forbidden'
  | 'unauthorized'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'malformed-http'
  | 'off-contract'
  | 'internal';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  500: 'Internal Server Error',
};

/** A refusal that no contract knows, as RFC 9457 `application/problem+json`. */
export function problem(
  name: ProblemName,
  status: number,
  detail: string,
  extra: { members?: object; headers?: Record<string, string> } = {},
): Answer {
  return {
    status,
    mediaType: 'application/problem+json',
    headers: { 'x-mock-error': name, ...extra.headers },
    body: { type: 'about:blank', title: TITLES[status], status, detail, ...extra.members },
  };
}

/** A refusal as it is sent. @param now milliseconds since the Unix epoch, for its date. */
export function problemReply(
  { status, headers, mediaType, body }: Answer,
  now: number,
): PlainReply {
  return {
    status,
    headers: {
      date: new Date(now).toUTCString(),
      'content-type': String(mediaType),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
