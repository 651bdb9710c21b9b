import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';

/**
 * Runs a command on the terminal of this process, and passes on the signals that would stop it.
 *
 * @returns its exit code; 128 and the signal's number where a signal ended it, as shells do.
 * @throws CliError where the command cannot be started.
 */
export function runChild(
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  io: Io,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...io.env, ...env } });
    const release = io.onStop((signal) => {
      // A terminal sends Ctrl-C to the whole group; some programs give up at once on a second one.
      if (signal !== 'SIGINT' || !io.terminal) child.kill(signal);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      release();
      const why = error.code === 'ENOENT' ? 'there is no such command' : error.message;
      reject(new CliError(`cannot start ${command}: ${why}`, EXIT.unreachable));
    });
    child.once('exit', (code, signal) => {
      release();
      resolve(signal ? 128 + constants.signals[signal] : (code ?? EXIT.failed));
    });
  });
}
