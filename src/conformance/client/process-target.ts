import { access, appendFile, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OptionError, StartError } from '../../errors.ts';
import { contractIds } from '../../mock/registry.ts';
import type { Secrets } from '../secrets.ts';
import { launch, type ProcessGroup } from '../target/process-group.ts';
import type { Profile } from './profile.ts';
import type { ClientEnvironment, ClientTarget } from './target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program to check. */
export interface ProcessTargetOptions {
  readonly profile: Profile;
  /** Program and arguments; `{baseUrl}`, `{apiKey}` and `{stateDir}` in them are filled in. */
  readonly command: readonly string[];
  readonly env: Environment;
  /** Folder in which it may keep what should survive a restart. */
  readonly stateDir: string;
  /** Folder in which all that it writes is kept. */
  readonly folder?: string | undefined;
  readonly secrets: Secrets;
  /** What its time is made of; nothing is added by default. */
  readonly withTime?: ((env: Environment) => Environment) | undefined;
  /** Is given each process group that is started. */
  readonly onLaunch?: ((group: ProcessGroup) => void) | undefined;
}

/** Starts a program in a process group of its own, as often as it is asked for. */
export function processTarget(options: ProcessTargetOptions): ClientTarget {
  const { command, secrets, stateDir, folder, withTime = (env) => env } = options;
  return {
    async start(environment) {
      const variables = variablesFor(options.profile, environment);
      const fill = (text: string) =>
        text
          .replaceAll('{baseUrl}', environment.baseUrl + basePathOf(options.profile))
          .replaceAll('{apiKey}', environment.apiKey)
          .replaceAll('{stateDir}', stateDir);
      const [program = '', ...args] = command.map(fill);
      let failure: NodeJS.ErrnoException | undefined;
      const log = folder === undefined ? undefined : openLog(folder, secrets);
      const group = launch({
        command: [program, ...args],
        env: withTime({
          ...options.env,
          ...variables,
          ...pastProxies(options.env),
          HEARTBEAT_STATE_DIR: stateDir,
        }),
        onOutput: log?.write,
        onFailure: (error) => (failure = error),
      });
      options.onLaunch?.(group);
      const ended = group.exit.then((how) => {
        if (!failure) return how;
        const why = failure.code === 'ENOENT' ? 'there is no such command' : failure.message;
        throw new StartError(`cannot start ${secrets.conceal(program)}: ${why}`);
      });
      // Nobody may be waiting for it when it ends.
      ended.catch(() => {});
      return {
        ended,
        output: () => secrets.conceal(group.output()),
        async stop() {
          await group.stop();
          await log?.close();
        },
      };
    },
  };
}

function basePathOf({ behaviour }: Profile): string {
  return behaviour.contract.basePath;
}

/** The mock is on this machine, where no proxy is needed, and none should see what is sent to it. */
function pastProxies({ NO_PROXY, no_proxy }: Environment): Environment {
  const all = [no_proxy ?? NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
  return { NO_PROXY: all, no_proxy: all };
}

/** How a client learns where the server is, by the names that such programs use. */
function variablesFor(
  profile: Profile,
  { baseUrl, apiKey }: Pick<ClientEnvironment, 'baseUrl' | 'apiKey'>,
): Record<string, string | undefined> {
  const { id } = profile.behaviour.contract;
  const own = id.toUpperCase();
  // Nor must it find another server, or a real key, by what was set for one before.
  const others = contractIds.map((name) => name.toUpperCase()).filter((name) => name !== own);
  return {
    ...Object.fromEntries(
      others
        .flatMap((name) => [`${name}_BASE_URL`, `${name}_API_KEY`])
        .map((name) => [name, undefined]),
    ),
    HEARTBEAT_BASE_URL: baseUrl,
    HEARTBEAT_API_KEY: apiKey,
    AGENT_API_KEY: apiKey,
    [`${own}_BASE_URL`]: baseUrl + basePathOf(profile),
    [`${own}_API_KEY`]: apiKey,
  };
}

/** Writes what a program says into files, line by line and without keys. */
function openLog(folder: string, secrets: Secrets) {
  const rest = { stdout: '', stderr: '' };
  let writing = Promise.resolve();
  const append = (stream: 'stdout' | 'stderr', text: string) => {
    if (text === '') return;
    writing = writing.then(() =>
      appendFile(join(folder, logName(stream)), secrets.conceal(text)).catch(() => {}),
    );
  };
  return {
    write(stream: 'stdout' | 'stderr', text: string) {
      const all = rest[stream] + text;
      const end = all.lastIndexOf('\n') + 1;
      rest[stream] = all.slice(end);
      append(stream, all.slice(0, end));
    },
    async close() {
      for (const stream of STREAMS) {
        append(stream, rest[stream]);
        rest[stream] = '';
      }
      await writing;
    },
  };
}

/**
 * Makes a folder to write into, where there is none.
 *
 * @throws OptionError where that cannot be.
 */
export async function writable(output: string): Promise<void> {
  try {
    await mkdir(output, { recursive: true });
    await access(output, constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OptionError(`--output ${output} is no folder to write into: ${why}`);
  }
}

/**
 * Makes the folder for what a client writes in a scenario, without what a run before wrote there.
 *
 * @throws OptionError where that cannot be.
 */
export async function folderFor(output: string, scenario: string): Promise<string> {
  const folder = join(output, scenario);
  await writable(folder);
  // Nothing else: other files that lie there are the user's.
  for (const stream of STREAMS) await writeFile(join(folder, logName(stream)), '');
  return folder;
}

const STREAMS = ['stdout', 'stderr'] as const;
const logName = (stream: (typeof STREAMS)[number]) => `${stream}.log`;
