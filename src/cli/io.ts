import { EXIT } from './exit.ts';

/** What a command sees of the process it runs in. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Writes commands to the CI system that reads standard output; as `out` where absent. */
  readonly announce?: (text: string) => void;
  /** What comes in on standard input. */
  readonly input: () => AsyncIterable<Uint8Array>;
  /** Whether whoever read standard output has gone. */
  readonly isUnread: () => boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder in which a config file may lie. */
  readonly cwd: string;
  /** Whether standard output, or standard error, is a terminal that wants colours. */
  readonly colours: { readonly out: boolean; readonly err: boolean };
  /** Whether standard error is a terminal, on which a line can be written over. */
  readonly live: boolean;
  /** Whether a person at a terminal can stop the process, and with it all that it started. */
  readonly terminal: boolean;
  /** Calls back on SIGINT, SIGTERM and SIGHUP; returns a function that ends it. */
  onStop(callback: (signal: NodeJS.Signals) => void): () => void;
}

/** The real process. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  let isUnread = false;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A reader that goes away, as `head` does, is no reason to complain.
      if (error.code === 'EPIPE') {
        isUnread ||= stream === stdout;
        return;
      }
      // What was to be told is lost, which nobody should take for a success.
      if (stream === stdout) stderr.write(`heartbeat-kit: cannot write: ${error.message}\n`);
      process.exitCode = EXIT.usage;
    });
  }
  const plain = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    input: () => stdin,
    isUnread: () => isUnread,
    env,
    cwd: process.cwd(),
    live: stderr.isTTY,
    terminal: stdin.isTTY,
    colours: { out: stdout.isTTY && !plain, err: stderr.isTTY && !plain },
    onStop(callback) {
      const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
      for (const signal of signals) process.on(signal, callback);
      return () => {
        for (const signal of signals) process.off(signal, callback);
      };
    },
  };
}
