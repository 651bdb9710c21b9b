import type { Io } from '../../src/cli/io.ts';

/** An `Io` that a test reads from and gives signals to. */
export interface FakeIo extends Io {
  /** What was written so far. */
  readonly written: { out: string; err: string };
  /** Resolves with the match once a stream holds one. */
  until(stream: 'out' | 'err', pattern: RegExp): Promise<RegExpExecArray>;
  /** Does what SIGINT or SIGTERM would do. */
  stop(signal?: NodeJS.Signals): void;
}

/**
 * A process that is not there: no terminal, and signals only where the test sends them.
 *
 * @param input what comes in on standard input.
 */
export function fakeIo(
  colours: Io['colours'] = { out: false, err: false },
  input: string | Iterable<Uint8Array> = '',
): FakeIo {
  const written = { out: '', err: '' };
  const readers = new Set<() => void>();
  const stoppers = new Set<(signal: NodeJS.Signals) => void>();
  const writer = (stream: 'out' | 'err') => (text: string) => {
    written[stream] += text;
    for (const read of readers) read();
  };
  return {
    written,
    colours,
    env: process.env,
    cwd: process.cwd(),
    live: false,
    terminal: false,
    out: writer('out'),
    err: writer('err'),
    async *input() {
      yield* typeof input === 'string' ? [new TextEncoder().encode(input)] : input;
    },
    isUnread: () => false,
    onStop(callback) {
      stoppers.add(callback);
      return () => stoppers.delete(callback);
    },
    stop(signal = 'SIGINT') {
      for (const stop of stoppers) stop(signal);
    },
    until(stream, pattern) {
      return new Promise((resolve) => {
        const read = () => {
          const match = pattern.exec(written[stream]);
          if (!match) return;
          readers.delete(read);
          resolve(match);
        };
        readers.add(read);
        read();
      });
    },
  };
}
