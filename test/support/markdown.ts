/** What an HTML comment right before a block asks for: `<!-- run: expect TEXT -->`. */
interface Directive {
  readonly name: string;
  /** What follows the name. */
  readonly text: string;
}

/** A fenced block. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** Of the opening fence, counted from 1. */
  readonly line: number;
  readonly directives: readonly Directive[];
}

const FENCE = /^( *)(`{3,}|~{3,}) *([\w-]*)/;
const DIRECTIVE = /^ *<!-- *run: *(\S+) *(.*?) *-->$/;

/**
 * The fenced blocks of a Markdown text, in order.
 *
 * @throws Error where a block is not closed, or where a directive has no block.
 */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  let directives: Directive[] = [];
  for (let index = 0; index < lines.length; index++) {
    const text = lines[index] as string;
    const directive = DIRECTIVE.exec(text);
    const fence = FENCE.exec(text);
    if (directive) {
      directives.push({ name: directive[1] as string, text: directive[2] as string });
    } else if (fence) {
      const [, indent = '', marks = '', language = ''] = fence;
      const start = index + 1;
      const isEnd = (line: string) => line.trim() === marks;
      const length = lines.slice(start).findIndex(isEnd);
      if (length < 0) throw new Error(`line ${start}: the block is not closed`);
      index = start + length;
      const code = lines
        .slice(start, index)
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
        .join('\n');
      blocks.push({ language, code, line: start, directives });
      directives = [];
    } else if (text.trim() !== '' && directives.length > 0) {
      throw new Error(`line ${index + 1}: a block should follow the comment before`);
    }
  }
  if (directives.length > 0) throw new Error('a block should follow the last comment');
  return blocks;
}
