import { createReadStream } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Go asks the kernel for the time by itself; this is in all programs that it makes. */
const GO = Buffer.from('\xff Go buildinf:', 'latin1');
const PRELOADED = 'libfaketime';
/** How long a program that has just been started may take to load its libraries, in milliseconds. */
const LOADING = 200;

/** A program that runs. */
interface Program {
  readonly pid: string;
  readonly name: string;
  /** The files that it has loaded, itself included. */
  readonly files: readonly string[];
}

/**
 * Names the programs of a process group whose time is the machine's, whatever libfaketime does: what
 * was linked statically does not load it, and Go does not ask it.
 */
export async function unfakeable(processGroup: number): Promise<string[]> {
  const suspects = await pick(processGroup, asksTheKernel);
  if (suspects.length === 0) return [];
  // A program is no suspect as long as it loads.
  await pause(LOADING);
  const known = new Set(suspects.map(({ pid }) => pid));
  const still = await pick(
    processGroup,
    async (program) => known.has(program.pid) && (await asksTheKernel(program)),
  );
  return namesOf(still);
}

/**
 * Names the programs of a process group that may wait for ever once a wait has a time limit: they use
 * functions that libfaketime does not know, with the time of a clock that it has changed.
 *
 * Python's threads do so for `Event.wait` and `Queue.get`, though not for `time.sleep`.
 *
 * @param gaps what the library does not know; see `Faketime`.
 */
export async function neverWaking(
  processGroup: number,
  gaps: readonly string[],
): Promise<string[]> {
  const needles = gaps.map((gap) => Buffer.from(`\0${gap}\0`));
  const found = await pick(processGroup, async ({ pid, files }) => {
    const own = files.filter((file) => !isSystemLibrary(file));
    for (const file of own) {
      if (await contains(`/proc/${pid}/root${file}`, needles)) return true;
    }
    return false;
  });
  return namesOf(found);
}

async function asksTheKernel({ pid, files }: Program): Promise<boolean> {
  if (!files.some((file) => basename(file).startsWith(PRELOADED))) return true;
  return contains(`/proc/${pid}/exe`, [GO]);
}

/** Those that have the functions for others. */
function isSystemLibrary(file: string): boolean {
  return /^(libc|libpthread|ld|libfaketime)\b/.test(basename(file).replace('MT', ''));
}

async function pick(
  processGroup: number,
  condition: (program: Program) => Promise<boolean>,
): Promise<Program[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const picked = await Promise.all(
    pids.map(async (pid) => {
      try {
        if ((await groupOf(pid)) !== processGroup) return [];
        const program = await look(pid);
        return (await condition(program)) ? [program] : [];
      } catch {
        // It has ended, or it is none of ours.
        return [];
      }
    }),
  );
  return picked.flat();
}

async function groupOf(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name, which may hold anything: state, parent, group.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

async function look(pid: string): Promise<Program> {
  const executable = await readlink(`/proc/${pid}/exe`);
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const files = new Set(maps.match(/(?<= )\/.*$/gm));
  return { pid, name: basename(executable.replace(/ \(deleted\)$/, '')), files: [...files] };
}

/** Whether a file holds one of some byte sequences. */
async function contains(file: string, needles: readonly Buffer[]): Promise<boolean> {
  const overlap = Math.max(0, ...needles.map(({ length }) => length - 1));
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    if (needles.some((needle) => bytes.includes(needle))) return true;
    rest = bytes.subarray(Math.max(0, bytes.length - overlap));
  }
  return false;
}

function namesOf(programs: readonly Program[]): string[] {
  return [...new Set(programs.map(({ name }) => name))].toSorted();
}
