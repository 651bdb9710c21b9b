import type { Answered } from './evaluate.ts';

/**
 * What most likely lies behind an answer that no API of this kind gives.
 *
 * @param url the base URL that was given.
 * @returns a sentence; undefined where nothing stands out.
 */
export function likelyCause({ reply, request, json }: Answered, url: string): string | undefined {
  const { status, headers, body } = reply;
  const where = `${url}${request.path}`;
  const type = headers['content-type'] ?? '';
  if (status >= 300 && status < 400 && headers['location']) {
    return `The server redirects to ${headers['location']}. Redirects are not followed, as they turn POST into GET: give the final address as --url.`;
  }
  if (/html/i.test(type) || /^\s*<(?:!doctype|html)/i.test(body)) {
    const title = /<title[^>]*>([^<]{1,80})/i.exec(body)?.[1]?.trim();
    const page = title ? `an HTML page ("${title}")` : 'an HTML page';
    const proxy = [502, 503, 504, 407].includes(status)
      ? 'a proxy in front of the server answers that it cannot reach it'
      : 'a web server or a proxy answers in place of the API; see whether --url is its base address';
    return `The answer is ${page}: ${proxy}.`;
  }
  if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') {
    return `The answer is compressed (${headers['content-encoding']}), although the request did not ask for it.`;
  }
  if ([502, 504, 407].includes(status)) return 'A proxy answers in place of the server.';
  if (status === 404 && json === undefined) {
    return `There seems to be nothing at ${where}: see whether --url is the base address.`;
  }
  return undefined;
}
