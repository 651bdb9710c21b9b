/** Words for GitHub-flavoured Markdown. */

/** A table; cells are Markdown themselves. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return `${lines.map((cells) => `| ${cells.map(cellOf).join(' | ')} |`).join('\n')}\n`;
}

/** Names as code, with commas between them. */
export function codeList(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** Text on one line, in which nothing is Markdown or HTML. */
export function plainText(text: string): string {
  return htmlText(text).replaceAll(/[\\`*[\]#~@]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`);
}

/** Text on one line, in which nothing is HTML, for places where there is no Markdown. */
export function htmlText(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A text that stood on several lines. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]\s*/g, ' ');
}

/** Escapes the bars that are not escaped already. */
function cellOf(text: string): string {
  return oneLine(text).replaceAll(/\\.|\|/gsu, (found) => (found === '|' ? String.raw`\|` : found));
}
