import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, inject } from 'vitest';
import { root, run } from '../../support/processes.ts';

/** A project of a user in which the package is installed. */
export interface Project {
  readonly folder: string;
  /** Runs a command to its end, in a test. */
  run(command: string, args: readonly string[], options?: RunOptions): ReturnType<typeof run>;
}

/** How a command runs in a project. */
interface RunOptions {
  /** Folder of the `node` to run by, see `installNode`; the current one by default. */
  readonly node?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

const QUIETLY = ['--silent', '--prefer-offline', '--no-audit', '--no-fund'];

/**
 * Makes a project in a folder of its own, which goes after the tests of the file.
 *
 * @param parts folders of `projects/` whose files are put together.
 * @param packages what is installed beside the packed package, such as `msw@3`.
 */
export async function makeProject(
  parts: readonly string[],
  packages: readonly string[] = [],
): Promise<Project> {
  const folder = await temporary(parts.join('-'));
  for (const part of parts) {
    await cp(`${root}test/consumer/projects/${part}`, folder, { recursive: true });
  }
  await npm(['install', '--save-dev', inject('tarball'), ...packages], folder);
  return projectIn(folder);
}

/** Makes a folder of its own in which nothing is installed, which goes after the tests of the file. */
export async function makeFolder(): Promise<Project> {
  return projectIn(await temporary('empty'));
}

function projectIn(folder: string): Project {
  return {
    folder,
    run(command, args, { node, env } = {}) {
      const path = process.env['PATH'] ?? '';
      return run(command, args, {
        cwd: folder,
        env: {
          ...process.env,
          // A proxy must not come between the project and this machine.
          NO_PROXY: '*',
          no_proxy: '*',
          PATH: node === undefined ? path : node + delimiter + path,
          ...env,
        },
      });
    },
  };
}

/**
 * Installs another Node.
 *
 * @returns the folder of its `node`.
 */
export async function installNode(version: number): Promise<string> {
  const folder = await temporary(`node-${version}`);
  await npm(['install', '--prefix', folder, `node@${version}`], folder);
  return join(folder, 'node_modules', 'node', 'bin');
}

async function temporary(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `heartbeat-kit-${name}-`));
  afterAll(() => rm(folder, { recursive: true }));
  return folder;
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  await promisify(execFile)('npm', [...args, ...QUIETLY], { cwd });
}
