import { chance } from '../mock/random.ts';

/** Draws numbers in [0, 1), one after the other. */
export type Random = () => number;

/** Draws that depend on the name alone. */
export function randomOf(name: string): Random {
  let count = 0;
  return () => {
    count += 1;
    return chance(`${name}/${count}`, 0);
  };
}

/** A whole number of a range, both ends included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** An item of a list, which must not be empty. */
export function oneOf<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}
