/** Shorter ones would be found in ordinary words. */
const SAFE_LENGTH = 8;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '"': 'quot',
  "'": 'apos',
  '<': 'lt',
  '>': 'gt',
};

/** A piece of a text: as it stands, or a key that stands there. */
export interface Segment {
  readonly text: string;
  /** The name that stands for the key. */
  readonly name?: string;
}

/**
 * The keys of a run. Finds them wherever they stand: as they are, percent-encoded, escaped as in JSON
 * or HTML, or in base64 at any offset, and puts the name of an environment variable in their place.
 */
export class Secrets {
  readonly #known: readonly { readonly pattern: RegExp; readonly name: string }[];

  /**
   * @param secrets by the name that stands for them, `$HEARTBEAT_API_KEY`.
   * @param prefix how keys begin of which more may turn up than are known; `$HEARTBEAT_API_KEY` stands
   *   for them as well.
   */
  constructor(secrets: Readonly<Record<string, string | undefined>>, prefix?: string) {
    const known = Object.entries(secrets)
      .filter((entry): entry is [string, string] => Boolean(entry[1]))
      // A key that contains another one must go first.
      .toSorted(([, a], [, b]) => b.length - a.length)
      .map(([name, secret]) => ({ pattern: patternOf(secret), name }));
    const others = { pattern: beginningWith(prefix ?? ''), name: '$HEARTBEAT_API_KEY' };
    this.#known = prefix === undefined ? known : [...known, others];
  }

  /** Whether a text holds one of the keys. */
  in(text: string): boolean {
    return this.#known.some(({ pattern }) => text.search(pattern) >= 0);
  }

  /** The text with names in place of the keys. */
  conceal(text: string): string {
    return this.segments(text)
      .map((segment) => segment.name ?? segment.text)
      .join('');
  }

  /** The text in pieces, some of which are keys. */
  segments(text: string): Segment[] {
    let pieces: Segment[] = [{ text }];
    for (const { pattern, name } of this.#known) {
      pieces = pieces.flatMap((piece) => (piece.name ? [piece] : split(piece.text, pattern, name)));
    }
    return pieces;
  }

  /** A JSON value with names in place of the keys in all its texts, names of fields included. */
  concealAll<T>(value: T): T {
    if (typeof value === 'string') return this.conceal(value) as T;
    if (Array.isArray(value)) return value.map((item) => this.concealAll(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.conceal(key), this.concealAll(item)]),
    ) as T;
  }
}

function split(text: string, pattern: RegExp, name: string): Segment[] {
  const pieces: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: match[0], name });
    end = match.index + match[0].length;
  }
  if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end) });
  return pieces;
}

function patternOf(secret: string): RegExp {
  const plain = [...secret].map(spellings).join('');
  const whole = secret.length < SAFE_LENGTH ? `(?<![A-Za-z0-9])${plain}(?![A-Za-z0-9])` : plain;
  const hex = secret.length < SAFE_LENGTH ? [] : [anyCase(Buffer.from(secret).toString('hex'))];
  return new RegExp([whole, ...hex, ...base64Pattern(secret)].join('|'), 'g');
}

/** What looks like a key; names of programs, such as `ar_agent_client.py`, do not. */
function beginningWith(prefix: string): RegExp {
  const start = [...prefix].map(quote).join('');
  const program = String.raw`\.(?:[cm]?[jt]sx?|go|php|py|rb|rs|sh)\b`;
  return new RegExp(`(?<![A-Za-z0-9])${start}[\\w-]{8,}(?![\\w-]|${program})`, 'g');
}

/** As they stand in JSON and HTML, which may stand in a URL. */
const BACKSLASH = String.raw`(?:\\|%(?:25)*5[cC])`;
const ENTITY = '(?:&|%(?:25)*26)(?:#|%(?:25)*23)';

/** A character as it is, and as it stands in URLs, JSON (in JSON) and HTML. */
function spellings(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, '0'));
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const entity = ENTITIES[character];
  const all = [
    // No backslash of the text before is taken along, save where the character needs one.
    /["'\\/]/.test(character) ? String.raw`\\*${quote(character)}` : eitherCase(character),
    bytes.map((byte) => `%(?:25)*${anyCase(byte)}`).join(''),
    units.map((unit) => `${BACKSLASH}+u${anyCase(unit)}`).join(''),
    `${ENTITY}(?:[xX]0*${anyCase(hex)}|0*${character.codePointAt(0)})(?:;|%3[bB])`,
    ...(entity ? [`&${entity};`] : []),
  ];
  return `(?:${all.join('|')})`;
}

/**
 * In base64 a text looks different by where it begins: the three spellings, without the ends that
 * its neighbours have a share in. The text may be escaped once more, as in JSON or a URL.
 */
function base64Pattern(secret: string): string[] {
  if (secret.length < SAFE_LENGTH) return [];
  const cores = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const shared = bytes.length % 3 === 0 ? 0 : 1;
    const text = bytes.toString('base64').replaceAll('=', '');
    const start = offset === 0 ? 0 : offset + 1;
    const core = text.slice(start, text.length - shared);
    return [...core].map((c) => (/[+/]/.test(c) ? SPECIAL : c)).join('');
  });
  // What stands around it tells of the key as well.
  const letter = `(?:[A-Za-z0-9]|${SPECIAL})`;
  return [`${letter}{0,3}?(?:${cores.join('|')})${letter}?(?:=|%3[dD]){0,2}`];
}

/** `+` and `/` of base64, as they are, in URLs, in the alphabet for URLs, and with a backslash. */
const SPECIAL = String.raw`(?:[+_-]|\\*\/|%2[bBfF])`;

function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** Servers repeat keys as names of headers, or in capitals. */
function eitherCase(letter: string): string {
  return /[a-z]/i.test(letter) ? `[${letter.toLowerCase()}${letter.toUpperCase()}]` : quote(letter);
}

function quote(character: string): string {
  return /\w/.test(character) ? character : `\\${character}`;
}
