import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.ts';
import { pin, usageOf, type Usage } from './machine.ts';
import type { Side } from './sides.ts';
import { documentExample, exampleAnswer, type ContractId } from './workloads.ts';

/** Servers that take longer to answer do not work. */
const PATIENCE = 60_000;
/** Those that do not stop when told to are stopped. */
const FAREWELL = 3_000;

/** A server that runs in a process of its own. */
export class Server {
  static readonly #running = new Set<Server>();

  readonly url: string;
  /** Milliseconds from its start to its first right answer. */
  readonly started: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(process: ChildProcess, folder: string, url: string, started: number) {
    this.#process = process;
    this.#folder = folder;
    this.url = url;
    this.started = started;
    Server.#running.add(this);
  }

  /** Ends all that run, and leaves nothing behind; for when this process ends too early. */
  static endAll(): void {
    for (const server of Server.#running) {
      server.#process.kill('SIGKILL');
      rmSync(server.#folder, { recursive: true, force: true });
    }
  }

  /**
   * Starts a server and waits for its first right answer.
   *
   * @param core the one it has to make do with; all where undefined.
   * @throws Error with what the server printed, where there is no such answer.
   */
  static async start(side: Side, contract: ContractId, core: number | undefined): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'heartbeat-bench-'));
    const port = Number(await freePort());
    const { path } = documentExample(contract);
    const [program = side.name, ...args] = await side.command({
      contract,
      port,
      path,
      folder,
      answer: exampleAnswer(contract),
    });
    const [command, ...rest] = pin(core, [program, ...args]);
    // Logs go where most people send them; nobody's terminal is measured.
    const log = await open(join(folder, 'log'), 'w');
    const begin = performance.now();
    const child = spawn(command, rest, {
      cwd: folder,
      stdio: ['ignore', log.fd, log.fd, ...(side.ipc ? (['ipc'] as const) : [])],
    });
    await log.close();
    const url = `http://127.0.0.1:${port}`;
    let gone = false;
    child.once('exit', () => (gone = true));
    child.once('error', () => (gone = true));
    while (!(await isRight(url, contract))) {
      if (gone || performance.now() - begin > PATIENCE) {
        child.kill('SIGKILL');
        const printed = (await readFile(join(folder, 'log'), 'utf8')).slice(-2000);
        await rm(folder, { recursive: true });
        throw new Error(`${side.name} does not answer as it should. ${printed}`);
      }
      await setTimeout(1);
    }
    return new Server(child, folder, url, performance.now() - begin);
  }

  /** What it has used so far. */
  get usage(): Usage | undefined {
    return usageOf(this.#process.pid as number);
  }

  /** Bytes that are alive in it; only of sides with `ipc`. */
  async alive(): Promise<number> {
    const answer = once(this.#process, 'message');
    this.#process.send('alive');
    return ((await answer) as [number])[0];
  }

  async stop(): Promise<void> {
    Server.#running.delete(this);
    if (this.#process.exitCode === null) {
      const exit = once(this.#process, 'exit');
      this.#process.kill();
      const timer = globalThis.setTimeout(() => this.#process.kill('SIGKILL'), FAREWELL);
      await exit;
      clearTimeout(timer);
    }
    await rm(this.#folder, { recursive: true });
  }
}

/** Whether a server accepts the example, on a connection of its own. */
function isRight(url: string, contract: ContractId): Promise<boolean> {
  const { path, headers, body } = documentExample(contract);
  return new Promise((resolve) => {
    const attempt = request(url + path, { method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode === 200));
      response.once('error', () => resolve(false));
    });
    attempt.once('error', () => resolve(false));
    attempt.end(body);
  });
}
