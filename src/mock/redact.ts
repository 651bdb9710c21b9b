import { hashText } from './random.ts';

/** Headers whose whole value is a credential. */
const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'cookie',
  'set-cookie',
]);
const SECRET_PARAMETER = /key|token|secret|password|auth/i;
const MAYBE_FIELD = /api_?[kK]ey/;
/** A body field with a key, also one whose value ends with the text where it is cut off. */
const SECRET_FIELD = /("(?:apiKey|api_key|apikey)"\s*:\s*")((?:[^"\\]|\\.)*)/g;
const MAX_MARKS = 10_000;
const BEARER = /^bearer +/i;

/**
 * Takes secrets out of texts. Each becomes `[redacted:<hash>]`: the same secret leaves the same
 * mark, so that a reader still sees where it was sent without learning it.
 */
export class Redactor {
  readonly #seed: number;
  /** The same few keys come again and again. */
  readonly #marks = new Map<string, string>();
  /** Cheap to look for; most texts hold no secret. */
  readonly #prefix: RegExp;
  readonly #pattern: RegExp;

  /** @param prefixes how secrets begin; letters, digits and underscores only. */
  constructor(seed: number, prefixes: readonly string[]) {
    this.#seed = seed;
    const prefix = prefixes.join('|');
    this.#prefix = new RegExp(prefix);
    this.#pattern = new RegExp(String.raw`(?<![A-Za-z0-9])(?:${prefix})[\w-]{4,}`, 'g');
  }

  /** What stands for a secret. */
  mark(secret: string): string {
    let mark = this.#marks.get(secret);
    if (mark === undefined) {
      mark = `[redacted:${hashText(secret, this.#seed, 8)}]`;
      if (this.#marks.size >= MAX_MARKS) this.#marks.clear();
      this.#marks.set(secret, mark);
    }
    return mark;
  }

  /** @param secret a credential known to be in use, which need not look like one. */
  text(text: string, secret?: string): string {
    let result = text;
    if (secret && result.includes(secret)) result = result.replaceAll(secret, this.mark(secret));
    if (!this.#prefix.test(result)) return result;
    return result.replace(this.#pattern, (match) => this.mark(match));
  }

  body(text: string, secret?: string): string {
    const result = this.text(text, secret);
    if (!MAYBE_FIELD.test(result)) return result;
    return result.replace(SECRET_FIELD, (_, name: string, value: string) =>
      value.startsWith('[redacted:') ? `${name}${value}` : `${name}${this.mark(value)}`,
    );
  }

  headers(headers: Readonly<Record<string, string>>, secret?: string): Record<string, string> {
    const result: Record<string, string> = {};
    for (const name in headers) {
      const value = headers[name] as string;
      if (!SECRET_HEADERS.has(name)) result[name] = this.text(value, secret);
      else if (BEARER.test(value)) result[name] = `Bearer ${this.mark(value.replace(BEARER, ''))}`;
      else result[name] = this.mark(value);
    }
    return result;
  }

  /** @param path with its query. */
  path(path: string, secret?: string): string {
    const start = path.indexOf('?');
    if (start < 0) return this.#decoded(path, secret);
    const parameters = path
      .slice(start + 1)
      .split('&')
      .map((parameter) => {
        const [name = '', ...rest] = parameter.split('=');
        const value = rest.join('=');
        if (value && SECRET_PARAMETER.test(name)) return `${name}=${this.mark(decode(value))}`;
        return this.#decoded(parameter, secret);
      });
    return `${this.#decoded(path.slice(0, start), secret)}?${parameters.join('&')}`;
  }

  /** Redacts percent-encoded text; what holds no secret stays as it was spelt. */
  #decoded(text: string, secret?: string): string {
    const plain = decode(text);
    const clean = this.text(plain, secret);
    return clean === plain ? text : clean;
  }
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
