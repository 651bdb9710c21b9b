import { between, oneOf, type Random } from './random.ts';

/** Bounds of a text's length, in characters. */
export interface Length {
  readonly min: number;
  readonly max: number;
}

/** A character that may be repeated. */
interface Slot {
  readonly characters: readonly string[];
  count: number;
  readonly most: number;
}
/** A part of a pattern: characters, or a group of alternatives; and how often. */
interface Part {
  readonly of: readonly string[] | readonly (readonly Part[])[];
  readonly least: number;
  readonly most: number;
}

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index));
const ATOM = /\\[dDwWsS]|\\[pP]\{[^}]*\}|\\[^a-zA-Z0-9]|\[(?:\\.|[^\]\\])*\]|[^\\[\](){}*+?|^$]/uy;
const GROUP = /\((?:\?:|(?!\?))/y;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y;
const TRIES = 20;

/**
 * Makes a text that matches a pattern: one of characters, classes, groups, alternatives and
 * repetitions, with or without anchors at its ends.
 *
 * @returns undefined where the pattern has other things in it, or no text has such a length.
 */
export function textMatching(pattern: string, length: Length, random: Random): string | undefined {
  const alternatives = parse(pattern);
  const expression = new RegExp(pattern, 'u');
  if (!alternatives) return undefined;
  for (let round = 0; round < TRIES; round += 1) {
    const slots = expand(oneOf(random, alternatives), random);
    stretch(slots, length, random);
    const text = padded(pattern, draw(slots, random), length);
    if (text.length >= length.min && text.length <= length.max && expression.test(text)) {
      return text;
    }
  }
  return undefined;
}

function draw(slots: readonly Slot[], random: Random): string {
  return slots
    .flatMap(({ characters, count }) =>
      Array.from({ length: count }, () => oneOf(random, characters)),
    )
    .join('');
}

/** Where a pattern is not about the whole text, there may be more of it. */
function padded(pattern: string, text: string, { min }: Length): string {
  if (!pattern.endsWith('$')) return text.padEnd(min, 'x');
  return pattern.startsWith('^') ? text : text.padStart(min, 'x');
}

/** The alternatives of a pattern; undefined where it has things in it that are not known. */
function parse(pattern: string): readonly (readonly Part[])[] | undefined {
  let at = 0;
  const next = (expression: RegExp) => {
    expression.lastIndex = at;
    const match = expression.exec(pattern);
    if (match) at += match[0].length;
    return match;
  };
  const group = (): Part[][] | undefined => {
    const alternatives: Part[][] = [[]];
    while (at < pattern.length && pattern[at] !== ')') {
      if (next(/\|/y)) alternatives.push([]);
      // Elsewhere than at the ends they allow nothing, which a last look will tell.
      else if (!next(/[\^$]/y)) {
        const part = atom();
        if (!part) return undefined;
        alternatives.at(-1)?.push(part);
      }
    }
    return alternatives;
  };
  const atom = (): Part | undefined => {
    let of: Part['of'] | undefined;
    if (next(GROUP)) {
      of = group();
      if (!next(/\)/y)) return undefined;
    } else {
      const source = next(ATOM)?.[0];
      const expression = source === undefined ? /(?!)/ : new RegExp(`^${source}$`, 'u');
      of = PRINTABLE.filter((character) => expression.test(character));
      if (of.length === 0 && source !== undefined && [...source].length === 1) of = [source];
    }
    if (!of || of.length === 0) return undefined;
    const [found, sign, least, comma, most] = next(QUANTIFIER) ?? [];
    if (found === undefined) return { of, least: 1, most: 1 };
    if (sign !== undefined) {
      return { of, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    }
    return { of, least: Number(least), most: comma ? Number(most || Infinity) : Number(least) };
  };
  const alternatives = group();
  return at === pattern.length ? alternatives : undefined;
}

/** Chooses alternatives, and how often groups stand there. */
function expand(parts: readonly Part[], random: Random): Slot[] {
  return parts.flatMap(({ of, least, most }): Slot[] => {
    if (isCharacters(of)) return [{ characters: of, count: least, most }];
    const count = between(random, least, Math.min(most, least + 2));
    return Array.from({ length: count }).flatMap(() => expand(oneOf(random, of), random));
  });
}

/** Repeats characters until the text is long enough, and a little more where it may be. */
function stretch(slots: readonly Slot[], { min, max }: Length, random: Random): void {
  const short = slots.reduce((sum, { count }) => sum + count, 0);
  const least = Math.max(min, short);
  let missing = between(random, least, Math.max(least, Math.min(max, least + 6))) - short;
  for (; missing > 0; missing -= 1) {
    const open = slots.filter(({ count, most }) => count < most);
    if (open.length === 0) return;
    oneOf(random, open).count += 1;
  }
}

function isCharacters(of: Part['of']): of is readonly string[] {
  return typeof of[0] === 'string';
}
