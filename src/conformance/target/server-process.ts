import { systemClock } from '../../mock/clock.ts';
import { StartError } from '../../errors.ts';
import { httpTarget } from './http.ts';
import { launch, type ProcessGroup } from './process-group.ts';
import type { TransportFailure } from './types.ts';

/** A server that was started for a check. */
export type ServerProcess = Pick<ProcessGroup, 'ended' | 'output' | 'stop'>;

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
  let server: ProcessGroup | undefined;
  try {
    if (await answers()) {
      throw new StartError(
        `something answers at ${url} before the server is started; stop it, or choose another port`,
      );
    }
    server = launch(options);
    const { kill } = server;
    options.kill?.addEventListener('abort', kill);
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
