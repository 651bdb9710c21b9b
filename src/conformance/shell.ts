/** A text as a word of a command line for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w:/.,@%+=-]+$/.test(text) ? text : inQuotes(text);
}

/** A text in single quotes, in which a POSIX shell takes everything as it stands. */
export function inQuotes(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
