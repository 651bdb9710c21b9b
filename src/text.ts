/** How a text may look on a terminal. */
type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Puts a style on a text. */
export type Paint = (style: Style, text: string) => string;

/** Text from outside on one line, without control characters that a terminal would obey. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, '?');
}

/** Flags that are given as often as needed are one option in code. */
const PLURALS: Readonly<Record<string, string>> = { header: 'headers', scenario: 'scenarios' };

/** A message about flags of the command line as one about options in code: `--api-key` is `apiKey`. */
export function flagsAsOptions(text: string): string {
  return text.replaceAll(
    /(?<![\w-])--([a-z]+(?:-[a-z]+)*)/g,
    (_, flag: string) =>
      PLURALS[flag] ?? flag.replaceAll(/-([a-z])/g, (__, letter: string) => letter.toUpperCase()),
  );
}
