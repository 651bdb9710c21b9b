import { spawn, type ChildProcess } from 'node:child_process';
import { systemClock } from '../../mock/clock.ts';
import { StartError } from '../../errors.ts';
import { httpTarget } from './http.ts';
import type { TransportFailure } from './types.ts';

/** A server that was started for a check. */
export interface ServerProcess {
  /** How it ended, in words; undefined while it runs. */
  ended(): string | undefined;
  /** The last lines that it wrote. */
  output(): string;
  /** Ends it and all that it started; what does not end by itself is ended after five seconds. */
  stop(): Promise<void>;
}

/** How to start a server. */
export interface StartOptions {
  /** For the shell. */
  readonly command: string;
  /** Where it will answer. */
  readonly url: string;
  /** Milliseconds until it must answer. */
  readonly wait: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ca?: string | undefined;
  /** Gives up waiting for the server. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the server and all that it started at once, without asking. */
  readonly kill?: AbortSignal | undefined;
}

const POLL = 50;
const PROBE = 1000;
const KEPT = 64 * 1024;
const TOLD = 20;
/** Between asking a server to end, and ending it. */
const GRACE = 5000;
/** What servers that are not up yet look like. */
const NOT_YET: readonly TransportFailure['kind'][] = [
  'refused',
  'unknown-host',
  'reset',
  'timeout',
];

/**
 * Starts a server in a process group of its own, and waits until it answers.
 *
 * @throws StartError where something answers there already, where it ends, or where it never answers.
 */
export async function startServer(options: StartOptions): Promise<ServerProcess> {
  const { url, wait, signal } = options;
  const target = await httpTarget({ url, ca: options.ca });
  const answers = async () => {
    const { failure } = await target.send({ method: 'GET', path: '/', headers: {} }, PROBE, signal);
    // A request that was given up says nothing of the server.
    if (signal?.aborted) return false;
    return failure === undefined || !NOT_YET.includes(failure.kind);
  };
  let server: ServerProcess | undefined;
  try {
    if (await answers()) {
      throw new StartError(
        `something answers at ${url} before the server is started; stop it, or choose another port`,
      );
    }
    server = launch(options);
    const deadline = Date.now() + wait;
    while (!(await answers())) {
      const ended = server.ended();
      const problem = ended
        ? `the server ended before it answered at ${url}: ${ended}`
        : Date.now() >= deadline
          ? `the server does not answer at ${url} after ${wait / 1000} s (--wait)`
          : signal?.aborted
            ? 'the run was stopped'
            : undefined;
      if (problem) throw new StartError(withOutput(problem, server.output()));
      await systemClock.sleep(POLL, signal);
    }
    return server;
  } catch (error) {
    await server?.stop();
    throw error;
  } finally {
    target.close();
  }
}

function withOutput(problem: string, output: string): string {
  return output === '' ? problem : `${problem}. It wrote:\n${output}`;
}

function launch({ command, env, kill }: StartOptions): ServerProcess {
  const child = spawn(command, {
    shell: true,
    // The leader of a group, so that what it starts can be ended with it.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env },
  });
  kill?.addEventListener('abort', () => signalGroup(child, 'SIGKILL'));
  let written = '';
  let ended: string | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      // Whole lines only, so that no half of a key is left which nobody would recognize.
      if (written.length > KEPT) written = written.slice(-KEPT).replace(/^[^\n]*\n?/, '');
    });
  }
  const exit = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = error.message;
      resolve();
    });
    child.once('exit', (code, name) => {
      ended = name ? `it was ended by ${name}` : `exit code ${code}`;
      resolve();
    });
  });
  return {
    ended: () => ended,
    output: () => written.trimEnd().split('\n').slice(-TOLD).join('\n'),
    async stop() {
      const until = Date.now() + GRACE;
      signalGroup(child, 'SIGTERM');
      // The shell is gone at once; what it started may need time to end well.
      while (Date.now() < until && signalGroup(child, 0)) await systemClock.sleep(POLL);
      signalGroup(child, 'SIGKILL');
      await exit;
      child.stdout.destroy();
      child.stderr.destroy();
    },
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
