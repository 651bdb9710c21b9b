import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startAnchor } from './faketime-anchor.ts';
import { preloading, type Environment } from './faketime-environment.ts';

/** A libfaketime that works here. */
export interface Faketime {
  readonly library: string;
  /** Functions that wait on the monotonic clock, which it does not know; see `neverWaking`. */
  readonly gaps: readonly string[];
}

/** Why there is none, and what helps; each is a sentence. */
export interface NoFaketime {
  readonly why: string;
  readonly cure: string;
}

const VARIABLE = 'HEARTBEAT_FAKETIME';
const PACKAGES: Partial<Record<NodeJS.Platform, string>> = {
  linux: '`apt-get install faketime`',
  darwin: '`brew install libfaketime`',
};
/** The one for programs with several threads comes first: all but the smallest have some. */
const NAMES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['libfaketimeMT.so.1', 'libfaketime.so.1'],
  darwin: ['libfaketimeMT.1.dylib', 'libfaketime.1.dylib'],
};
/** Later versions of libfaketime know them. */
const WAITS = ['sem_clockwait', 'pthread_cond_clockwait'];
/** The rate of the process that proves it. */
const RATE = 1000;
const TIMEOUT = 20_000;

/**
 * Finds libfaketime, and proves that time passes faster with it.
 *
 * @param folders where to look; where packages put it by default.
 */
export async function findFaketime(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
  folders?: readonly string[],
): Promise<Faketime | NoFaketime> {
  const names = NAMES[platform];
  if (!names) {
    return {
      why: `libfaketime does not exist for ${platform}.`,
      cure: 'Run the check on Linux or macOS, or in a container.',
    };
  }
  const cure = `Install it with ${PACKAGES[platform]}, or name the library in ${VARIABLE}.`;
  const named = env[VARIABLE];
  const places = named ? [] : (folders ?? (await foldersOf(platform)));
  const candidates = named
    ? [named]
    : places.flatMap((folder) => names.map((name) => join(folder, name)));
  let problem = named
    ? `${named}, which ${VARIABLE} names, cannot be read.`
    : 'libfaketime is not installed.';
  for (const library of candidates) {
    const contents = await readFile(library).catch(() => undefined);
    if (!contents) continue;
    const fault = await faultOf(library, platform);
    if (fault === undefined) {
      const waits = platform === 'linux' ? WAITS : [];
      return { library, gaps: waits.filter((wait) => !contents.includes(wait)) };
    }
    problem = `${library} does not work here: ${fault}.`;
  }
  return { why: problem, cure };
}

async function foldersOf(platform: NodeJS.Platform): Promise<string[]> {
  if (platform === 'darwin') return ['/opt/homebrew/lib/faketime', '/usr/local/lib/faketime'];
  const inLib = await readdir('/usr/lib').catch(() => []);
  return [
    // Debian has a folder per kind of machine.
    ...inLib.filter((name) => name.includes('-linux-')).map((name) => `/usr/lib/${name}/faketime`),
    '/usr/lib/faketime',
    '/usr/lib64/faketime',
    '/usr/local/lib/faketime',
  ];
}

/** @returns what is wrong with a library; undefined where time can be shared and passes faster. */
async function faultOf(library: string, platform: NodeJS.Platform): Promise<string | undefined> {
  try {
    const anchor = await startAnchor(library);
    await anchor.stop();
    const began = performance.now();
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'performance.now()'], {
      env: { ...preloading(library, {}, platform), FAKETIME: `+0 x${RATE}` },
      timeout: TIMEOUT,
    });
    const passed = performance.now() - began;
    // For most of that time the process lived.
    return Number(stdout) > 2 * passed ? undefined : 'time passes no faster with it';
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}
