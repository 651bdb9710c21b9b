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

/** Text as it stands, whatever Markdown would make of it. */
export function plainText(text: string): string {
  return text.replaceAll(/[\\`*<[\]~]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`);
}

/** A text that stood on several lines. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]\s*/g, ' ');
}

/** Escapes the bars that are not escaped already. */
function cellOf(text: string): string {
  return oneLine(text).replaceAll(/\\.|\|/gsu, (found) => (found === '|' ? String.raw`\|` : found));
}
