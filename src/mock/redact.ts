import { isTooDeep } from './body.ts';
import { hashText } from './random.ts';

/** Headers and query parameters whose whole value is a credential. */
const SECRET_NAME = /key|token|secret|password|auth|cookie/i;
/** Body fields whose whole value is a credential. */
const SECRET_FIELD = /^(?:(?:x[_-])?api[_-]?key|authorization|password|secret|access[_-]?token)$/i;
/** The same in a text that cannot be parsed: JSON that is broken, or a form. */
const SECRET_TEXT =
  /((?:api[_-]?key|password|secret|access[_-]?token)["']?\s*[:=](?:[\s"']|\[(?!redacted:)|\{\s*"[^"]*"\s*:)*)([^"'&\s,}\]]+)/gi;
const FIELD_NAMES = String.raw`api[_-]?key|authorization|password|secret|access[_-]?token`;
const MAYBE_SECRET_FIELD = new RegExp(String.raw`${FIELD_NAMES}|\\`, 'i');
const SCHEME = /^(?:bearer|basic|token) +/i;
/** Shorter ones would be found in ordinary words. */
const LEAST_SECRET = 4;
const MAX_MARKS = 10_000;
/** Shorter ones, once sent as a key in vain, would take ordinary words out of all later requests. */
const LEAST_RECENT = 8;
/** Each of them is looked for in every text of a request. */
const MAX_RECENT = 64;
/** Names of headers are the clients' to choose, and mostly the same few. */
const MAX_NAMES = 1000;
/** How often a text may have been percent-encoded. */
const MAX_ROUNDS = 5;
/** A character in UTF-8, percent-encoded; what it does not match is no character. */
const ENCODED =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-4](?:%[89ab][0-9a-f]){3}/gi;
/** What stands for a secret; in it, what tells one from another. */
export const MARK = /\[redacted:([0-9a-f]{8})\]/;
const ONLY_MARK = new RegExp(`^${MARK.source}$`);

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
  /** Those that do not look like secrets, apart so that many others cannot make them forgotten. */
  readonly #odd = new Set<string>();
  /** The last few of them, the one used last at the end. */
  readonly #recent = new Set<string>();
  readonly #known: readonly string[];
  /** Cheap to look for; most texts hold no secret. */
  readonly #hint: RegExp;
  /** What a body holds in which there may be a secret. */
  readonly #suspect: RegExp;
  readonly #pattern: RegExp;
  /** Whether a header carries a credential, by its name. */
  readonly #names = new Map<string, boolean>();

  /**
   * @param prefixes how secrets begin, with the number of characters that must follow at least.
   * @param known secrets that do not look like any.
   */
  constructor(seed: number, prefixes: Readonly<Record<string, number>>, known: readonly string[]) {
    this.#seed = seed;
    this.#known = known;
    const starts = Object.keys(prefixes).map(quote);
    this.#hint = new RegExp(starts.join('|') || '(?!)');
    this.#suspect = new RegExp([FIELD_NAMES, ...starts].join('|'), 'i');
    const tokens = Object.entries(prefixes).map(
      ([prefix, least]) => String.raw`${quote(prefix)}[^\s"'\\,;&<>?#]{${least},}`,
    );
    // A byte that is no character stays percent-encoded, and ends in a digit or letter then.
    const start = '(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))';
    this.#pattern = new RegExp(`${start}(?:${tokens.join('|') || '(?!)'})`, 'g');
  }

  /** What stands for a secret; a mark stays as it is. */
  mark(secret: string): string {
    if (ONLY_MARK.test(secret)) return secret;
    let mark = this.#marks.get(secret);
    if (mark === undefined) {
      mark = `[redacted:${hashText(secret, this.#seed, 8)}]`;
      dropOldest(this.#marks, MAX_MARKS);
      this.#marks.set(secret, mark);
      if (secret.replace(this.#pattern, '') !== '' && !this.#known.includes(secret)) {
        this.#remember(secret);
      }
    } else if (this.#recent.size > 1 && this.#recent.delete(secret)) {
      this.#recent.add(secret);
    }
    return mark;
  }

  #remember(secret: string): void {
    this.#odd.delete(secret);
    dropOldest(this.#odd, MAX_MARKS);
    this.#odd.add(secret);
    if (secret.length < LEAST_RECENT) return;
    this.#recent.delete(secret);
    dropOldest(this.#recent, MAX_RECENT);
    this.#recent.add(secret);
  }

  /** Secrets that were marked although they do not look like any, as far as they are remembered. */
  get seen(): string[] {
    return [...this.#odd];
  }

  /** Adds the last few of `seen` to the secrets of a request; most often there are none. */
  withSeen(secrets: readonly string[]): readonly string[] {
    return this.#recent.size === 0 ? secrets : [...secrets, ...this.#recent];
  }

  /** The credentials that the headers of a request carry. */
  secretsOf(headers: Readonly<Record<string, string>>): string[] {
    const secrets: string[] = [];
    for (const name in headers) {
      if (!this.#isSecretName(name)) continue;
      secrets.push((headers[name] as string).replace(SCHEME, ''));
    }
    return secrets;
  }

  #isSecretName(name: string): boolean {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const isSecret = SECRET_NAME.test(name);
    if (this.#names.size < MAX_NAMES) this.#names.set(name, isSecret);
    return isSecret;
  }

  /** Whether a text is the same once it is redacted; found out more quickly than by doing so. */
  #isClean(text: string, secrets: readonly string[]): boolean {
    return !text.includes('%') && !this.#hint.test(text) && this.#hasNone(text, secrets);
  }

  #hasNone(text: string, secrets: readonly string[]): boolean {
    for (const list of [secrets, this.#known]) {
      for (const secret of list) {
        if (secret.length >= LEAST_SECRET && text.includes(secret)) return false;
      }
    }
    return true;
  }

  /** Redacts a text in which secrets may be percent-encoded, even more than once. */
  text(text: string, secrets: readonly string[]): string {
    let plain = this.#plain(text, secrets);
    if (!plain.includes('%')) return plain;
    // What holds no secret stays as it was spelt.
    let result = plain;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const decoded = decodeOnce(plain);
      if (decoded === plain) break;
      plain = this.#plain(decoded, secrets);
      if (plain !== decoded) result = plain;
    }
    return result;
  }

  /** Redacts a text as people or programs read it, with nothing escaped. */
  #plain(text: string, secrets: readonly string[]): string {
    let result = text;
    for (const list of [secrets, this.#known]) {
      for (const secret of list) {
        if (secret.length < LEAST_SECRET || !result.includes(secret)) continue;
        result = result.replaceAll(secret, this.mark(secret));
      }
    }
    if (!this.#hint.test(result)) return result;
    // However it is spelt, the same key leaves the same mark.
    return result.replace(this.#pattern, (match) => this.mark(decode(match)));
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
    // Most bodies are told to hold none by one look.
    const isPlain = !text.includes('\\') && !text.includes('%');
    if (isPlain && !this.#suspect.test(text) && this.#hasNone(text, secrets)) return text;
    // Where nothing is escaped and nothing looks like a secret, the text says all there is.
    const readable = decode(text);
    if (!MAYBE_SECRET_FIELD.test(readable) && this.text(text, secrets) === text) return text;
    const value = parsed === undefined ? parse(text) : parsed;
    if (value !== undefined) return JSON.stringify(this.value(value, secrets));
    const plain = text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    let fields = this.#fields(plain);
    // Names of fields in a form may be percent-encoded too.
    const decoded = decode(fields);
    const clean = this.#fields(decoded);
    if (clean !== decoded) fields = clean;
    // Some escapes end a word as a space does; a slash may stand in a key.
    return this.text(fields.replaceAll(/\\[nrt]/g, ' ').replaceAll(/\\+\//g, '/'), secrets);
  }

  /** Redacts the fields that hold credentials in a text that is no JSON. */
  #fields(text: string): string {
    return text.replace(SECRET_TEXT, (_, name: string, secret: string) =>
      secret.startsWith('[redacted:') ? name + secret : name + this.mark(decode(secret)),
    );
  }

  /** Redacts the headers of a reply, which stay the same object where at first sight they hold no secret. */
  replyHeaders(
    headers: Readonly<Record<string, string>>,
    secrets: readonly string[],
  ): Readonly<Record<string, string>> {
    let all = '';
    for (const name in headers) all += `${headers[name] as string}\n`;
    return this.#isClean(all, secrets)
      ? headers
      : (this.value(headers, secrets) as Record<string, string>);
  }

  headers(
    headers: Readonly<Record<string, string>>,
    secrets: readonly string[],
  ): Record<string, string> {
    const result: Record<string, string> = {};
    let all = '';
    for (const name in headers) {
      const value = headers[name] as string;
      const isSecret = this.#isSecretName(name);
      result[name] = isSecret ? this.#credentials(value) : value;
      all += isSecret ? `${name}\n` : `${name}\n${value}\n`;
    }
    // Looked at all at once, as nearly always nothing else is to be found.
    if (this.#isClean(all, secrets)) return result;
    return Object.fromEntries(
      Object.entries(result).map(([name, value]) => [
        this.text(name, secrets),
        this.#isSecretName(name) ? value : this.text(value, secrets),
      ]),
    );
  }

  /** The value of a header that is a credential as a whole, but for its scheme. */
  #credentials(value: string): string {
    const [scheme = ''] = SCHEME.exec(value) ?? [];
    return scheme + this.mark(value.slice(scheme.length));
  }

  /** @param path with its query. */
  path(path: string, secrets: readonly string[]): string {
    const start = path.indexOf('?');
    if (start < 0) return this.text(path, secrets);
    const parameters = path
      .slice(start + 1)
      .split('&')
      .map((parameter) => {
        const [name = '', ...rest] = parameter.split('=');
        const value = rest.join('=');
        if (!value || !SECRET_NAME.test(decode(name))) return this.text(parameter, secrets);
        return `${this.text(name, secrets)}=${this.mark(decode(value))}`;
      });
    return `${this.text(path.slice(0, start), secrets)}?${parameters.join('&')}`;
  }
}

/** Decodes what is percent-encoded as it should be, however often, and leaves the rest. */
function decode(text: string): string {
  let result = text;
  for (let round = 0; round < MAX_ROUNDS && result.includes('%'); round += 1) {
    const decoded = decodeOnce(result);
    if (decoded === result) break;
    result = decoded;
  }
  return result;
}

function decodeOnce(text: string): string {
  return text.replaceAll(ENCODED, (character) => {
    try {
      return decodeURIComponent(character);
    } catch {
      return character;
    }
  });
}

/** Makes room for one more. */
function dropOldest(list: Map<string, unknown> | Set<string>, most: number): void {
  if (list.size < most) return;
  for (const oldest of list.keys()) {
    list.delete(oldest);
    return;
  }
}

/** The value of a JSON text; undefined where there is none, or where it nests too deep to be walked. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(text, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function quote(text: string): string {
  return text.replaceAll(/[^\w]/g, String.raw`\$&`);
}
