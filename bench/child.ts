import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { atEnd } from './leftovers.ts';
import { pin } from './machine.ts';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** What a command printed, and how long it took as a whole, in milliseconds. */
export interface Ran {
  readonly printed: string;
  readonly time: number;
}

/**
 * Runs a command to its end, in the folder of the project.
 *
 * @throws Error with the end of what it printed, where it does not end with 0.
 */
export async function run(
  core: number | undefined,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const [program, ...args] = pin(core, command);
  const begin = performance.now();
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Told to end, not killed: it may have started others.
  const forget = atEnd(() => child.kill());
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (texts.stderr += String(chunk)));
  const [code] = (await once(child, 'close').finally(forget)) as [number | null];
  const time = performance.now() - begin;
  if (code === 0) return { printed: texts.stdout, time };
  const end = `${texts.stdout}\n${texts.stderr}`.trim().slice(-2000);
  throw new Error(`${command.slice(0, 4).join(' ')} ended with ${code}: ${end}`);
}

/** Runs a script in this folder that prints JSON. */
export async function runScript<Result>(
  core: number | undefined,
  script: string,
  ...args: readonly string[]
): Promise<Result> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const command = [
    process.execPath,
    '--max-old-space-size=16384',
    '--import',
    'tsx',
    file,
    ...args,
  ];
  return JSON.parse((await run(core, command)).printed) as Result;
}
