import type { Answer } from './types.ts';

/** Names of the refusals that the mock makes by itself, as its `x-mock-error` header states them. */
export type ProblemName =
  | 'unknown-route'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'malformed-http'
  | 'off-contract'
  | 'internal';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
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
