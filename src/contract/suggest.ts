/** Of a name, so much of its length may be wrong; two letters, which may be swapped, in any case. */
const TOLERANCE = 0.34;

/**
 * What was most likely meant by a name that is none.
 *
 * @returns the name that is closest, or that it begins or ends; undefined where none is close.
 */
export function suggest(given: string, names: readonly string[]): string | undefined {
  const text = given.toLowerCase();
  const close = names
    .map((name) => ({ name, off: distance(text, name.toLowerCase()) }))
    .filter(({ name, off }) => off <= Math.max(name.length < 4 ? 1 : 2, name.length * TOLERANCE))
    .toSorted((one, other) => one.off - other.off);
  return (
    close[0]?.name ??
    names.find((name) => text.length > 2 && name.toLowerCase().startsWith(text)) ??
    names.find((name) => text.startsWith(name.toLowerCase()))
  );
}

/** How many letters have to be changed, put in or left out. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const kept = (row[at - 1] ?? 0) + (letter === other[at - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
