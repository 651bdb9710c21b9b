/**
 * Hashes text to 53 bits, evenly spread and the same everywhere. Not for secrets of low entropy.
 * Two 32-bit multiply-xor lanes with a final mix of both.
 */
export function hash(text: string, seed = 0): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** The hash as hexadecimal digits, at most 13. */
export function hashText(text: string, seed = 0, digits = 13): string {
  return hash(text, seed).toString(16).padStart(13, '0').slice(-digits);
}

/** A number in [0, 1) that depends on the name alone: no draw influences another. */
export function chance(name: string, seed: number): number {
  return hash(name, seed) / 2 ** 53;
}

/** An item of a list, by name; the list must not be empty. */
export function pick<T>(items: readonly T[], name: string, seed: number): T {
  return items[hash(name, seed) % items.length] as T;
}

/** The items in an order that depends on the name alone. */
export function shuffle<T>(items: readonly T[], name: string, seed: number): T[] {
  return items
    .map((item, index) => ({ item, rank: hash(`${name}/${index}`, seed) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
