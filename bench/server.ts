import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.ts';
import { atEnd } from './leftovers.ts';
import { pin, usageOf, type Usage } from './machine.ts';
import type { Side } from './sides.ts';
import { validate } from '../src/index.ts';
import { isRight } from './right.ts';
import { documentExample, exampleAnswer, type ContractId } from './workloads.ts';

/** Servers that take longer to answer do not work. */
const PATIENCE = 60_000;
/** Those that do not stop when told to are stopped. */
const FAREWELL = 3_000;

/** What there is in a server that is asked. */
export interface Inside {
  /** Bytes that are alive, after a collection of garbage. */
  readonly alive: number;
  /** How many exchanges its journal keeps. */
  readonly kept: number;
}

/** A server that runs in a process of its own. */
export class Server implements AsyncDisposable {
  readonly url: string;
  /** Milliseconds from its start to its first right answer. */
  readonly started: number;
  readonly #process: ChildProcess;
  readonly #end: () => Promise<void>;

  private constructor(
    process: ChildProcess,
    url: string,
    started: number,
    end: () => Promise<void>,
  ) {
    this.#process = process;
    this.url = url;
    this.started = started;
    this.#end = end;
  }

  /**
   * Starts a server and waits for its first right answer; then sees that it does what it is said to do.
   *
   * @param core the one it has to make do with; all where undefined.
   * @throws Error with what the server printed, where there is no such answer.
   */
  static async start(side: Side, contract: ContractId, core: number | undefined): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'heartbeat-bench-'));
    let child: ChildProcess | undefined;
    const forget = atEnd(() => {
      child?.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    const end = async () => {
      if (child && !hasEnded(child)) {
        const exit = once(child, 'exit');
        child.kill();
        const timer = globalThis.setTimeout(() => child?.kill('SIGKILL'), FAREWELL);
        await exit;
        clearTimeout(timer);
      }
      await rm(folder, { recursive: true });
      forget();
    };
    try {
      const port = Number(await freePort());
      const { path, body } = documentExample(contract);
      const answer = exampleAnswer(contract);
      const own = await side.command({ contract, port, path, folder, answer });
      const [command, ...rest] = pin(core, own);
      // Logs go where most people send them; nobody's terminal is measured.
      const log = await open(join(folder, 'log'), 'w');
      const begin = performance.now();
      child = spawn(command, rest, {
        cwd: folder,
        stdio: ['ignore', log.fd, log.fd, ...(side.ipc ? (['ipc'] as const) : [])],
      });
      await log.close();
      const url = `http://127.0.0.1:${port}`;
      let gone = false;
      child.once('exit', () => (gone = true));
      child.once('error', () => (gone = true));
      let reply: Reply | undefined;
      for (;;) {
        reply = await ask(url, contract, body);
        if (reply?.status === 200 && isRight(reply.body)) break;
        if (gone || performance.now() - begin > PATIENCE) {
          const printed = (await readFile(join(folder, 'log'), 'utf8')).slice(-2000);
          throw new Error(`${side.name} does not answer as it should. ${printed}`);
        }
        await setTimeout(1);
      }
      const started = performance.now() - begin;
      await examine(side, contract, url, reply);
      return new Server(child, url, started, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  /** What it has used so far. */
  get usage(): Usage | undefined {
    return usageOf(this.#process.pid as number);
  }

  /** What there is in it; only of sides with `ipc`. @throws Error where it has ended. */
  async inside(): Promise<Inside> {
    const ended = new AbortController();
    const gone = () => ended.abort(new Error('a server has ended before its time'));
    this.#process.once('exit', gone);
    const answer = once(this.#process, 'message', ended) as Promise<[Inside]>;
    this.#process.send('inside', (error) => error && gone());
    const [inside] = await answer;
    this.#process.off('exit', gone);
    return inside;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }
}

/** @throws Error where an answer breaks the contract, or a side that is to validate does not. */
async function examine(side: Side, contract: ContractId, url: string, { body }: Reply) {
  const { violations } = validate(contract, 'heartbeat.response', JSON.parse(body));
  if (violations[0]) throw new Error(`${side.name} breaks the contract: ${violations[0].message}`);
  if (side.validates !== true) return;
  const status = (await ask(url, contract, '{}'))?.status ?? 0;
  if (status < 400) throw new Error(`${side.name} does not validate: {} has led to ${status}`);
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid === undefined || exitCode !== null || signalCode !== null;

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Sends a body with the headers of the example, on a connection of its own; undefined where no answer comes. */
function ask(url: string, contract: ContractId, body: string): Promise<Reply | undefined> {
  const { path, headers } = documentExample(contract);
  const options = {
    method: 'POST',
    headers,
    agent: false,
    signal: AbortSignal.timeout(PATIENCE / 10),
  };
  return new Promise((resolve) => {
    const attempt = request(url + path, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once('close', () => resolve(undefined));
      response.once('error', () => resolve(undefined));
    });
    attempt.once('error', () => resolve(undefined));
    attempt.end(body);
  });
}
