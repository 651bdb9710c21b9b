/** A pattern that is longer is nobody's. */
const MAX_PATTERN = 1000;

/**
 * Whether a text fits a pattern in which `*` stands for anything.
 *
 * Goes through the text once: an expression made of the pattern would take time without bound for
 * some, and patterns come from outside.
 */
export function fitsGlob(pattern: string, text: string): boolean {
  if (pattern.length > MAX_PATTERN) return false;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
