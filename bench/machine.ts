import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

/** Where measurements were made. */
export interface Machine {
  readonly date: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly node: string;
  /** Which core servers and which core the load has; undefined where they share all. */
  readonly pinned: { readonly server: number; readonly load: number } | undefined;
}

/** What a command prints, without its error output; undefined where it cannot be run. */
export function outputOf(command: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch {
    return undefined;
  }
}

/** Cores that this process may run on. */
function allowedCores(): number[] {
  const list = outputOf('taskset', '-pc', String(process.pid))?.split(': ').at(-1);
  if (list === undefined) return [];
  return list.split(',').flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return Number.isNaN(first)
      ? []
      : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

export function inspectMachine(): Machine {
  const cores = allowedCores();
  const [server, load] = [cores[0], cores.at(-1)];
  return {
    date: new Date().toISOString().slice(0, 10),
    system: `${type()} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cores.length || cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    pinned:
      server !== undefined && load !== undefined && server !== load ? { server, load } : undefined,
  };
}

/** A command that runs on one core, where that can be had. */
export function pin(core: number | undefined, command: readonly string[]): [string, ...string[]] {
  const all = core === undefined ? command : ['taskset', '-c', String(core), ...command];
  return all as [string, ...string[]];
}

/** What a process has used so far; undefined where the system does not tell. */
export interface Usage {
  /** Seconds of a core. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly memory: number;
}

/** How /proc counts time and memory; both are fixed on Linux as Node runs on it. */
const TICKS = 100;

export function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return {
      cpu: (Number(fields[11]) + Number(fields[12])) / TICKS,
      memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024,
    };
  } catch {
    return undefined;
  }
}
