/** Bodies above this many bytes are refused. */
export const BODY_LIMIT = 1024 * 1024;

/** Objects and lists may stand in each other this deep; more cannot be turned back into text safely. */
const MAX_DEPTH = 512;
/** Texts up to this length need no look: they nest 2048 levels at the most. */
const ALWAYS_SHALLOW = 4096;

/** A body that was read: its text, and its value or why there is none. */
export interface ParsedBody {
  readonly text: string;
  readonly value?: unknown;
  readonly error?: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder();

/** Reads a body as JSON in UTF-8; never throws. */
export function parseBody(body: string | Uint8Array | undefined): ParsedBody {
  let text: string;
  if (typeof body === 'string') {
    text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body;
  } else {
    try {
      text = body ? decoder.decode(body) : '';
    } catch {
      return { text: lenient.decode(body), error: 'The request body is not valid UTF-8.' };
    }
  }
  if (text.trim() === '') return { text, error: 'The request body is empty; JSON is expected.' };
  try {
    const value: unknown = JSON.parse(text);
    if (isTooDeep(text, value)) {
      return { text, error: `The request body is nested more than ${MAX_DEPTH} levels deep.` };
    }
    return { text, value };
  } catch (error) {
    // The parser's message may quote the body, and with it a key.
    const place = /position \d+/.exec(error instanceof Error ? error.message : '')?.[0];
    return { text, error: `The request body is not valid JSON${place ? ` (at ${place})` : ''}.` };
  }
}

/** Whether the value of a text is nested too deep to be walked, or to be turned back into text. */
export function isTooDeep(text: string, value: unknown): boolean {
  return text.length > ALWAYS_SHALLOW && tooDeep(value, MAX_DEPTH);
}

function tooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const item of Object.values(value)) if (tooDeep(item, levels - 1)) return true;
  return false;
}

/** Whether a body has more than the allowed number of bytes. */
export function isTooLarge(body: string | Uint8Array | undefined, limit = BODY_LIMIT): boolean {
  if (body === undefined) return false;
  if (typeof body !== 'string') return body.byteLength > limit;
  // A UTF-16 unit takes one to three bytes, so that only texts near the limit are counted.
  return body.length > limit || (body.length * 3 > limit && byteLength(body) > limit);
}

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
