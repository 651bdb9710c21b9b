import { spawn, type SpawnOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
/** The program as a user runs it; needs a build. */
export const bin = `${root}bin/heartbeat-kit.js`;

/** How a process ended; one of both is null. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that runs, and what it has written so far. */
export interface Running {
  /** Id of the process, and of its group. */
  readonly pid: number;
  readonly written: { out: string; err: string };
  readonly exit: Promise<Exit>;
  /**
   * Resolves with the match once a stream holds one.
   *
   * @throws Error with all it wrote, where it ends before.
   */
  until(stream: 'out' | 'err', pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Closes the reading end of its standard output, as `head` does. */
  closeOut(): void;
}

/** Starts a process in a group of its own. */
export function start(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): Running {
  const child = spawn(command, args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { out: '', err: '' };
  const readers = new Set<() => void>();
  const notify = () => {
    for (const read of readers) read();
  };
  let ended = false;
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      ended = true;
      notify();
      resolve({ code, signal });
    });
  });
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      notify();
    });
  }
  return {
    // Without one it could not be started, which `exit` tells.
    pid: child.pid ?? Number.NaN,
    written,
    exit,
    until(stream, pattern) {
      return new Promise((resolve, reject) => {
        const read = () => {
          const match = pattern.exec(written[stream]);
          if (match) resolve(match);
          else if (ended) {
            reject(new Error(`${command} ended without ${pattern}: ${JSON.stringify(written)}`));
          } else return;
          readers.delete(read);
        };
        readers.add(read);
        read();
      });
    },
    kill(signal) {
      if (child.pid === undefined || ended) return;
      try {
        // The whole group: what it started must not outlive the test either.
        process.kill(-child.pid, signal);
      } catch (error) {
        // It may have ended just now.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
    closeOut: () => child.stdout.destroy(),
  };
}

/** Starts a process that does not outlive the current test. */
export function startInTest(...given: Parameters<typeof start>): Running {
  const running = start(...given);
  onTestFinished(() => running.kill('SIGKILL'));
  return running;
}

/** Runs a process to its end. */
export async function run(
  ...given: Parameters<typeof start>
): Promise<Exit & { out: string; err: string }> {
  const running = startInTest(...given);
  return { ...(await running.exit), ...running.written };
}
