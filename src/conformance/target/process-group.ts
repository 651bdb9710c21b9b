import { spawn, type ChildProcess } from 'node:child_process';
import { systemClock } from '../../mock/clock.ts';

/** A program that was started, with all that it starts in turn. */
export interface ProcessGroup {
  /** Number of the group; absent where the program could not be started. */
  readonly id: number | undefined;
  /** Resolves with how it ended, in words, once it has. */
  readonly exit: Promise<string>;
  /** How it ended; undefined while it runs. */
  ended(): string | undefined;
  /** The last lines that it wrote. */
  output(): string;
  /** Ends it and all that it started; what does not end by itself is ended after five seconds. */
  stop(): Promise<void>;
  /** Ends it and all that it started at once, without asking. */
  kill(): void;
}

/** What to start. */
export interface LaunchOptions {
  /** A line for the shell, or a program and its arguments. */
  readonly command: string | readonly [program: string, ...args: string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is given all that it writes, as it comes. */
  readonly onOutput?: ((stream: 'stdout' | 'stderr', text: string) => void) | undefined;
  /** Why it could not be started; it has not run at all then. */
  readonly onFailure?: ((error: NodeJS.ErrnoException) => void) | undefined;
}

const POLL = 50;
const KEPT = 64 * 1024;
const TOLD = 20;
/** Between asking a program to end, and ending it. */
const GRACE = 5000;

/** Starts a program as the leader of a process group, so that what it starts can be ended with it. */
export function launch({ command, env, onOutput, onFailure }: LaunchOptions): ProcessGroup {
  const options = {
    shell: typeof command === 'string',
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    env: { ...env },
  };
  const child =
    typeof command === 'string'
      ? spawn(command, options)
      : spawn(command[0], command.slice(1), options);
  let written = '';
  let ended: string | undefined;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      onOutput?.(name, text);
      written += text;
      // Whole lines only, so that no half of a key is left which nobody would recognize.
      if (written.length > KEPT) written = written.slice(-KEPT).replace(/^[^\n]*\n?/, '');
    });
  }
  const exit = new Promise<string>((resolve) => {
    const end = (how: string) => resolve((ended = how));
    child.once('error', (error) => {
      onFailure?.(error);
      end(error.message);
    });
    child.once('exit', (code, name) => end(name ? `it was ended by ${name}` : `exit code ${code}`));
  });
  return {
    id: child.pid,
    exit,
    ended: () => ended,
    output: () => written.trimEnd().split('\n').slice(-TOLD).join('\n'),
    async stop() {
      const until = Date.now() + GRACE;
      signalGroup(child, 'SIGTERM');
      // A shell is gone at once; what it started may need time to end well.
      while (Date.now() < until && signalGroup(child, 0)) await systemClock.sleep(POLL);
      signalGroup(child, 'SIGKILL');
      await exit;
      child.stdout.destroy();
      child.stderr.destroy();
    },
    kill: () => void signalGroup(child, 'SIGKILL'),
  };
}

/** @returns whether there was still something to signal. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    if (process.platform === 'win32') return child.exitCode === null && child.kill(signal);
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}
