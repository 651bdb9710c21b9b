import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { atEnd } from './leftovers.ts';
import { pin } from './machine.ts';
import type { Heartbeat } from './workloads.ts';

/** What is to be sent, and for how long. */
export interface LoadJob {
  readonly url: string;
  /** Sent one after the other, again and again, shared out among the connections. */
  readonly heartbeats: readonly Heartbeat[];
  readonly connections: number;
  readonly seconds: number;
  /** How many to send, instead of for how long. */
  readonly amount?: number;
}

/** What came of it. Times are in milliseconds. */
export interface LoadResult {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Why the round does not count; every answer has to be the right one. */
  readonly invalid: string | undefined;
}

/** A process that sends heartbeats, on a core of its own where there is one. */
export class Load {
  readonly #worker: ChildProcess;

  constructor(core: number | undefined) {
    const file = fileURLToPath(new URL('load-worker.ts', import.meta.url));
    const [command, ...args] = pin(core, [process.execPath, '--import', 'tsx', file]);
    this.#worker = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    atEnd(() => this.stop());
  }

  async run(job: LoadJob): Promise<LoadResult> {
    const ended = new AbortController();
    const { signal } = ended;
    const result = once(this.#worker, 'message', { signal });
    const gone = once(this.#worker, 'exit', { signal }).then(() => {
      throw new Error('the process that sends the load has ended');
    });
    this.#worker.send(job);
    try {
      const [value] = await Promise.race([result, gone]);
      return value as LoadResult;
    } finally {
      for (const one of [result, gone]) one.catch(() => {});
      ended.abort();
    }
  }

  stop(): void {
    this.#worker.kill();
  }
}
