/** HTML. What is put into it as text stays text. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

/** What may stand in HTML; `false` and `undefined` are nothing. */
export type Part = Markup | string | number | false | undefined | readonly Part[];

/** HTML from a template: its own text is HTML, what is filled in is escaped unless it is HTML itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = strings.map((text, index) => text + htmlOf(parts[index])).join('');
  return new Markup(html);
}

/** What nothing looks into: style sheets, scripts. */
export function verbatim(text: string): Markup {
  return new Markup(text);
}

/** The name of a place on the page, made of the name of what is told there. */
export function anchor(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '-');
}

/** A link to a page, or only its text, where it would lead to something else than a page. */
export function link(url: string): Markup {
  return /^https?:\/\//i.test(url)
    ? markup`<a href="${url}" rel="noopener noreferrer">${url}</a>`
    : markup`${url}`;
}

function htmlOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.html;
  if (Array.isArray(part)) return part.map(htmlOf).join('');
  return escape(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Control characters as pictures, and those that turn the direction of what follows by their code. */
function visible(text: string): string {
  return (
    text
      .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000B-\u001F]/g, (control) =>
        control === '\r' ? '' : String.fromCodePoint(0x2400 + (control.codePointAt(0) ?? 0)),
      )
      .replaceAll(
        /[\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
        (control) =>
          `[U+${(control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
      )
  );
}
