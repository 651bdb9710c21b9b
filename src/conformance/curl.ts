import type { PlainRequest } from '../mock/types.ts';
import type { Secrets } from './secrets.ts';
import { inQuotes, shellWord } from './shell.ts';

/** Headers that curl sends by itself, or that say nothing about the request. */
const USUAL = ['user-agent', 'host', 'content-length'];

/** A request as a command line for a POSIX shell, in which variables stand for the keys. */
export function curlLine(
  { method, path, headers, body }: PlainRequest,
  url: string,
  secrets: Secrets,
): string {
  const quote = (text: string) => quoted(text, secrets);
  const parts = ['curl', '-i'];
  if (method !== (body === undefined ? 'GET' : 'POST')) parts.push('-X', method);
  parts.push(quote(url + path));
  for (const [name, value] of Object.entries(headers)) {
    if (!USUAL.includes(name)) parts.push('-H', quote(`${name}: ${value}`));
  }
  if (body !== undefined) parts.push('--data-raw', quote(String(body)));
  return parts.join(' ');
}

/** Texts in single quotes, variables in double ones, so that the shell fills in the keys again. */
function quoted(text: string, secrets: Secrets): string {
  const segments = secrets.segments(text);
  if (segments.length === 1 && !segments[0]?.name) return shellWord(text);
  return segments
    .map((segment) => (segment.name ? `"${segment.name}"` : inQuotes(segment.text)))
    .join('');
}
