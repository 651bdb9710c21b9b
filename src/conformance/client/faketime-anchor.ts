import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { preloading } from './faketime-environment.ts';

/** The start from which libfaketime multiplies, for all processes that are given what it shares. */
export interface Anchor {
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** The names of what is shared, for `FAKETIME_SHARED`. */
  readonly shared: string;
  /** Gives back what is shared, and removes the folder. */
  stop(): Promise<void>;
}

/**
 * Tells the start and the names, and lives until its input ends: so it also ends with this process,
 * and cleans up even where this one was killed.
 */
const SCRIPT = `
console.log(process.hrtime.bigint() + ';' + (process.env.FAKETIME_SHARED ?? ''));
process.stdin.resume().on('end', () => {
  const folder = process.argv[1];
  if (folder) require('node:fs').rmSync(folder, { recursive: true, force: true });
});
`;

/**
 * Starts a process that keeps a start for others.
 *
 * By itself each process would multiply from its own start, which nobody else knows. At rate 0 its
 * clocks stand still at the start.
 *
 * @param folder is removed in the end.
 * @throws Error where it does not run, or libfaketime cannot share anything.
 */
export async function startAnchor(library: string, folder = ''): Promise<Anchor> {
  const holder = spawn(process.execPath, ['-e', SCRIPT, folder], {
    env: { ...preloading(library, {}), FAKETIME: '+0 x0' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => {
    holder.once('error', () => resolve());
    holder.once('close', () => resolve());
  });
  // It may have ended already.
  holder.stdin.on('error', () => {});
  const stop = async () => {
    holder.stdin.end();
    await ended;
  };
  const said = new Promise<string>((resolve) => {
    createInterface(holder.stdout).once('line', resolve);
  });
  const line = await Promise.race([said, ended]);
  const [start = '', shared = ''] = line?.split(';') ?? [];
  if (shared === '') {
    await stop();
    throw new Error(`no time could be shared with ${library}`);
  }
  return { start: Number(start) / 1e6, shared, stop };
}
