import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMock } from '../../src/index.ts';
import { parseJson } from '../../src/json.ts';
import { listen } from '../../src/mock/adapters/node.ts';
import type { PlainReply, PlainRequest } from '../../src/mock/types.ts';
import { fakeIo } from './fake-io.ts';

/** The key of every check; it must stand nowhere. */
export const KEY = 'mca_canary_key';

type Handle = (request: PlainRequest) => PlainReply;
type Body = { readonly host?: object; readonly meta?: object };

/** Serves the mock, or what a function makes of it; gives the base URL of AgentMC. */
export async function serve(change: (handle: Handle) => Handle = (handle) => handle) {
  const listener = await listen(change(createMock().handle));
  onTestFinished(() => listener.close());
  return `${listener.url}/api/v1`;
}

/** Takes bodies of a kind though they are not valid. */
export function takingAll(isTaken: (body: Body) => boolean): Promise<string> {
  return serve((handle) => (request) => {
    const reply = handle(request);
    const body = parseJson(String(request.body)) as Body | undefined;
    const isBroken = reply.status === 422 && body && isTaken(body);
    return isBroken ? { ...reply, status: 200, body: '{"ok":true}' } : reply;
  });
}

/** Takes heartbeats without `host`, which AMC-S-006 forbids, or without `meta`, AMC-S-007. */
export function taking(field: 'host' | 'meta'): Promise<string> {
  return takingAll((body) => !(field in body));
}

/** A baseline with one entry. */
export function entry(requirement: string, more = ''): string {
  return `failures:\n  - requirement: ${requirement}\n    reason: being mended\n${more}`;
}

/** A folder for each test, and what can be done in it. */
export function inFolder() {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-reports-'));
    return () => rm(folder, { recursive: true });
  });
  return {
    folder: () => folder,
    files: () => readdir(folder),
    file: (name: string) => readFile(join(folder, name), 'utf8'),
    write: (name: string, text: string) => writeFile(join(folder, name), text),
    /** Checks a server of AgentMC. */
    async check(url: string, args: readonly string[], env: Record<string, string> = {}) {
      const io = { ...fakeIo(), cwd: folder, env };
      const argv = ['check', 'server', '-c', 'agentmc', '-u', url, '--api-key', KEY, ...args];
      const code = await main(argv, io);
      return { code, ...io.written };
    },
  };
}
