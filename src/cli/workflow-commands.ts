import type { Io } from './io.ts';

/**
 * Where GitHub Actions, or what works alike, reads what is printed, texts of servers and clients could give
 * it commands: `::name::` where a line begins, and `##[name]` anywhere. In what is printed through the result
 * there is neither, save through `announce`. Containers that a workflow runs do not know of it, but
 * `--reporter github` tells.
 */
export function withoutCommands(io: Io, argv: readonly string[]): Io {
  const isAsked = argv.includes('github') || argv.includes('--reporter=github');
  if (io.env['GITHUB_ACTIONS'] !== 'true' && !isAsked) return io;
  return {
    ...io,
    out: (text) => io.out(harmless(text)),
    err: (text) => io.err(harmless(text)),
    announce: io.out,
  };
}

function harmless(text: string): string {
  // What counts as space there includes U+0085.
  return text.replaceAll(/^([\s\u0085]*):(?=:)/gm, '$1: ').replaceAll('##[', '# #[');
}
