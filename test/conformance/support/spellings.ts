/** How a server may spell a key that it repeats, by the name of the spelling. */
export const SPELLINGS: Readonly<Record<string, (key: string) => string>> = {
  plain: (key) => key,
  'in JSON': inJson,
  'in JSON in JSON': (key) => inJson(inJson(key)),
  'in JSON as PHP writes it': phpJson,
  'in JSON as Go writes it': (key) => inJson(key).replaceAll(/[<>&]/g, unicode),
  'in JSON, all \\u': (key) => key.replaceAll(/[^]/g, unicode),
  'in JSON, all \\u in capitals': (key) =>
    key.replaceAll(/[^]/g, (letter) => unicode(letter).toUpperCase().replace('\\U', '\\u')),
  'in a query': encodeURIComponent,
  'in a query, in small letters': (key) =>
    encodeURIComponent(key).replaceAll(/%../g, (code) => code.toLowerCase()),
  'in an address': encodeURI,
  'percent-encoded throughout': percent,
  'percent-encoded twice': (key) => encodeURIComponent(encodeURIComponent(key)),
  'in HTML': html,
  'in HTML by number': (key) => key.replaceAll(/[^]/g, (letter) => `&#${letter.charCodeAt(0)};`),
  'in HTML by hexadecimal number': (key) =>
    key.replaceAll(/[^]/g, (letter) => `&#x${letter.charCodeAt(0).toString(16)};`),
  'in HTML by numbers of three digits': (key) =>
    key.replaceAll(/["'&<>]/g, (letter) => `&#0${letter.charCodeAt(0)};`),
  'in base64': base64,
  'in base64 after one byte': (key) => base64(`:${key}`),
  'in base64 after two bytes': (key) => base64(`u:${key}`),
  'in base64 as credentials': (key) => base64(`user:${key}`),
  'in base64 as credentials without a password': (key) => base64(`${key}:`),
  'in base64 as Bearer': (key) => base64(`Bearer ${key}`),
  'in base64 for URLs': (key) => Buffer.from(`Bearer ${key}`).toString('base64url'),
  'in base64 in a query': (key) => encodeURIComponent(base64(`user:${key}`)),
  'in base64 in JSON as PHP writes it': (key) => phpJson(base64(`user:${key}`)),
};

/** All spellings of a key. */
export function spellingsOf(key: string): readonly string[] {
  return Object.values(SPELLINGS).map((spell) => spell(key));
}

/** Parts of a key that tell of it: any six characters, and eight of what base64 makes of it. */
export function partsOf(key: string): readonly string[] {
  const encoded = [0, 1, 2].map((offset) => {
    const text = base64(' '.repeat(offset) + key);
    // Without the ends, which depend on what stands around the key.
    return text.replaceAll('=', '').slice(offset === 0 ? 0 : offset + 1, -1);
  });
  return [...windows(key, 6), ...encoded.flatMap((text) => windows(text, 8))];
}

function windows(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) =>
    text.slice(start, start + length),
  );
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function phpJson(text: string): string {
  return inJson(text).replaceAll('/', String.raw`\/`);
}

function unicode(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function percent(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
