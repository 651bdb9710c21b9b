import type { Io } from './io.ts';

/**
 * Where GitHub Actions, or what works alike, reads what is printed, texts of servers and clients could give
 * it commands: `::name::` where a line begins, and `##[name]` anywhere. In what is printed through the result
 * there is neither, save through `announce`.
 */
export function withoutCommands(io: Io): Io {
  if (io.env['GITHUB_ACTIONS'] !== 'true') return io;
  return {
    ...io,
    out: (text) => io.out(harmless(text)),
    err: (text) => io.err(harmless(text)),
    announce: io.out,
  };
}

function harmless(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '# #[');
}
