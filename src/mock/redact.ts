import { hashText } from './random.ts';

/** Headers and query parameters whose whole value is a credential. */
const SECRET_NAME = /key|token|secret|password|auth|cookie/i;
/** Body fields whose whole value is a credential. */
const SECRET_FIELD = /^(?:(?:x[_-])?api[_-]?key|authorization|password|secret|access[_-]?token)$/i;
/** The same in a text that cannot be parsed: JSON that is broken, or a form. */
const SECRET_TEXT = /((?:api[_-]?key|password)["']?\s*[:=]\s*["']?)([^"'&\s,}]+)/gi;
const MAYBE_SECRET_FIELD = /api[_-]?key|authorization|password|secret|access[_-]?token|\\/i;
const SCHEME = /^(?:bearer|basic|token) +/i;
/** Shorter ones would be found in ordinary words. */
const LEAST_SECRET = 4;
const MAX_MARKS = 10_000;

/**
 * Takes secrets out of texts. Each becomes `[redacted:<hash>]`: the same secret leaves the same
 * mark, so that a reader still sees where it was sent without learning it.
 *
 * `secrets` in the methods are credentials known to be in use, which need not look like any.
 */
export class Redactor {
  readonly #seed: number;
  /** The same few keys come again and again. */
  readonly #marks = new Map<string, string>();
  readonly #known: readonly string[];
  /** Cheap to look for; most texts hold no secret. */
  readonly #hint: RegExp;
  readonly #pattern: RegExp;

  /**
   * @param prefixes how secrets begin, with the number of characters that must follow at least.
   * @param known secrets that do not look like any.
   */
  constructor(seed: number, prefixes: Readonly<Record<string, number>>, known: readonly string[]) {
    this.#seed = seed;
    this.#known = known;
    this.#hint = new RegExp(Object.keys(prefixes).map(quote).join('|') || '(?!)');
    const tokens = Object.entries(prefixes).map(
      ([prefix, least]) => String.raw`${quote(prefix)}[^\s"'\\,;&<>/?#]{${least},}`,
    );
    this.#pattern = new RegExp(`(?<![A-Za-z0-9])(?:${tokens.join('|') || '(?!)'})`, 'g');
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

  /** Secrets that were marked although they do not look like any, as far as they are remembered. */
  get seen(): string[] {
    return [...this.#marks.keys()].filter((secret) => secret.replace(this.#pattern, '') !== '');
  }

  /** The credentials that the headers of a request carry. */
  secretsOf(headers: Readonly<Record<string, string>>): string[] {
    const secrets: string[] = [];
    for (const name in headers) {
      if (!SECRET_NAME.test(name)) continue;
      secrets.push((headers[name] as string).replace(SCHEME, ''));
    }
    return secrets;
  }

  /** Redacts a text as people or programs read it, with nothing escaped. */
  text(text: string, secrets: readonly string[]): string {
    let result = text;
    for (const list of [secrets, this.#known]) {
      for (const secret of list) {
        if (secret.length < LEAST_SECRET || !result.includes(secret)) continue;
        result = result.replaceAll(secret, this.mark(secret));
      }
    }
    if (!this.#hint.test(result)) return result;
    return result.replace(this.#pattern, (match) => this.mark(match));
  }

  /** Redacts everything in a JSON value: texts, names of fields, and fields that hold credentials. */
  value(value: unknown, secrets: readonly string[]): unknown {
    if (typeof value === 'string') return this.text(value, secrets);
    if (Array.isArray(value)) return value.map((item) => this.value(item, secrets));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, field]) => [
      this.text(name, secrets),
      SECRET_FIELD.test(name) && field !== null
        ? this.mark(typeof field === 'string' ? field : JSON.stringify(field))
        : this.value(field, secrets),
    ]);
    return Object.fromEntries(entries) as unknown;
  }

  /**
   * Redacts a body.
   *
   * @param parsed its JSON value where it is at hand; otherwise the text is parsed if need be.
   */
  body(text: string, secrets: readonly string[], parsed?: unknown): string {
    // Where nothing is escaped and nothing looks like a secret, the text says all there is.
    if (!MAYBE_SECRET_FIELD.test(text) && this.text(text, secrets) === text) return text;
    const value = parsed === undefined ? parse(text) : parsed;
    if (value !== undefined) return JSON.stringify(this.value(value, secrets));
    const plain = text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    const fields = plain.replace(SECRET_TEXT, (_, name: string, secret: string) =>
      secret.startsWith('[redacted:') ? name + secret : name + this.mark(secret),
    );
    // Other escapes end a word as a space does.
    return this.text(fields.replaceAll(/\\[nrt]/g, ' '), secrets);
  }

  headers(
    headers: Readonly<Record<string, string>>,
    secrets: readonly string[],
  ): Record<string, string> {
    const result: Record<string, string> = {};
    for (const name in headers) {
      const value = headers[name] as string;
      if (!SECRET_NAME.test(name)) {
        result[this.text(name, secrets)] = this.text(value, secrets);
        continue;
      }
      const [scheme = ''] = SCHEME.exec(value) ?? [];
      result[this.text(name, secrets)] = scheme + this.mark(value.slice(scheme.length));
    }
    return result;
  }

  /** @param path with its query. */
  path(path: string, secrets: readonly string[]): string {
    const start = path.indexOf('?');
    if (start < 0) return this.#encoded(path, secrets);
    const parameters = path
      .slice(start + 1)
      .split('&')
      .map((parameter) => {
        const [name = '', ...rest] = parameter.split('=');
        const value = rest.join('=');
        if (!value || !SECRET_NAME.test(decode(name))) return this.#encoded(parameter, secrets);
        return `${this.#encoded(name, secrets)}=${this.mark(decode(value))}`;
      });
    return `${this.#encoded(path.slice(0, start), secrets)}?${parameters.join('&')}`;
  }

  /** Redacts percent-encoded text; what holds no secret stays as it was spelt. */
  #encoded(text: string, secrets: readonly string[]): string {
    const plain = decode(text);
    const clean = this.text(plain, secrets);
    return clean === plain ? text : clean;
  }
}

/** Decodes what is percent-encoded as it should be, and leaves the rest. */
function decode(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function quote(text: string): string {
  return text.replaceAll(/[^\w]/g, String.raw`\$&`);
}
