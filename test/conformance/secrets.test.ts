import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secrets } from '../../src/conformance/secrets.ts';
import { partsOf, SPELLINGS, spellingsOf } from './support/spellings.ts';

/** All that a header can carry. */
const keys = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  minLength: 8,
  maxLength: 64,
});
const texts = fc.oneof(fc.string(), fc.json(), fc.webUrl(), fc.base64String());
const NAME = '$HEARTBEAT_API_KEY';
const secretsOf = (key: string) => new Secrets({ [NAME]: key });

describe.each(Object.entries(SPELLINGS))('a key %s', (_, spell) => {
  it('is concealed wherever it stands', () => {
    fc.assert(
      fc.property(keys, texts, texts, (key, before, after) => {
        const secrets = secretsOf(key);
        const text = before + spell(key) + after;
        expect(secrets.in(text)).toBe(true);
        const concealed = secrets.conceal(text);
        expect(concealed).toContain(NAME);
        expect(spellingsOf(key).filter((spelling) => concealed.includes(spelling))).toEqual([]);
      }),
    );
  });

  it('is concealed each time', () => {
    const key = 'mca_ca+na/ry=&"%key';
    const text = `one ${spell(key)} two ${spell(key)} three`;
    const concealed = secretsOf(key).conceal(text);
    expect(concealed.split(NAME)).toHaveLength(3);
    expect(partsOf(key).filter((part) => concealed.includes(part))).toEqual([]);
  });
});

it('leaves a text without a key as it is', () => {
  fc.assert(
    fc.property(keys, texts, (key, text) => {
      fc.pre(!text.includes(key));
      expect(secretsOf(key).in(text)).toBe(false);
      expect(secretsOf(key).conceal(text)).toBe(text);
    }),
  );
});

it.each(Object.entries(SPELLINGS))('leaves a key that differs in a letter, %s', (_, spell) => {
  // No escape has a z in it: the end of one, as in \u0030, could be the beginning of a key.
  const distinct = keys.map((key) => `z${key.slice(1)}`);
  fc.assert(
    fc.property(distinct, fc.nat(), (key, at) => {
      // In base64 the first and the last letter share their place with what stands around.
      const place = 1 + (at % (key.length - 2));
      const other = key[place]?.toLowerCase() === 'x' ? 'y' : 'x';
      const near = key.slice(0, place) + other + key.slice(place + 1);
      expect(secretsOf(key).conceal(spell(near))).toBe(spell(near));
    }),
  );
});

it('leaves ordinary words alone where a very short key spells a part of them', () => {
  const secrets = new Secrets({ $KEY: 'ok' });
  expect(secrets.conceal('{"token":"ok","look":"ok2"}')).toBe('{"token":"$KEY","look":"ok2"}');
});

it('takes the longer of two keys of which one contains the other', () => {
  fc.assert(
    fc.property(keys, keys, keys, (start, key, end) => {
      const secrets = new Secrets({ $SHORT: key, $LONG: start + key + end });
      expect(secrets.conceal(start + key + end)).toBe('$LONG');
      expect(secrets.conceal(key)).toBe('$SHORT');
    }),
  );
});

it('looks into names, lists and nested values', () => {
  const key = 'mca_ca+na/ry=&"%key';
  const value = { [key]: [1, null, { deep: `x${key}` }], 'other-key': true };
  expect(secretsOf(key).concealAll(value)).toEqual({
    [NAME]: [1, null, { deep: `x${NAME}` }],
    'other-key': true,
  });
});

it('conceals a key in another case, as in the name of a header, and in hexadecimal digits', () => {
  const key = 'mca_CanaryKey_1';
  const secrets = secretsOf(key);
  for (const spelling of [
    key.toLowerCase(),
    key.toUpperCase(),
    Buffer.from(key).toString('hex'),
    Buffer.from(key).toString('hex').toUpperCase(),
  ]) {
    expect(secrets.conceal(`"${spelling}": 1`)).toBe(`"${NAME}": 1`);
  }
});

it.each([
  ['mca_1234567890abcdef', '$HEARTBEAT_API_KEY'],
  ['key=mca_1234567890abcdef&x', 'key=$HEARTBEAT_API_KEY&x'],
  ['"mca_1234567890abcdef",', '"$HEARTBEAT_API_KEY",'],
  ['no mca_1234567890abcdef.', 'no $HEARTBEAT_API_KEY.'],
  ['mca_known_check mca_1234567890', '$KNOWN $HEARTBEAT_API_KEY'],
  ['key-mca_1234567890abcdef', 'key-$HEARTBEAT_API_KEY'],
  ['https://h/mca_1234567890abcdef/x', 'https://h/$HEARTBEAT_API_KEY/x'],
  ['mca_1234567890abcdef.json', '$HEARTBEAT_API_KEY.json'],
  // Names of programs are no keys.
  ['python mca_heartbeat.py', 'python mca_heartbeat.py'],
  ['mca_short', 'mca_short'],
])('conceals what only looks like a key: %s', (text, concealed) => {
  expect(new Secrets({ $KNOWN: 'mca_known_check' }, 'mca_').conceal(text)).toBe(concealed);
});

it('has nothing to conceal where there are no keys', () => {
  const secrets = new Secrets({ $A: undefined, $B: '' });
  expect(secrets.in('anything')).toBe(false);
  expect(secrets.conceal('anything')).toBe('anything');
});
