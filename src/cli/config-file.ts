import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { isFolder } from '../contract/folder.ts';
import type { ParsedFile } from '../yaml-file.ts';
import type { ConfigSection } from './config-format.ts';
import { CliError, EXIT } from './exit.ts';

const NAMES = ['yaml', 'yml', 'json'].map((ending) => `heartbeat-kit.config.${ending}`);

/** What stands in a config file. */
export interface ConfigFile extends Pick<ParsedFile<unknown>, 'fail'> {
  /** Where it lies. */
  readonly path: string;
  /** By section, then by option. */
  readonly values: { readonly [Section in ConfigSection]?: Readonly<Record<string, unknown>> };
}

/**
 * Reads the config file of a folder, where there is one.
 *
 * @param given the file to read, in place of the one that lies in the folder.
 * @throws CliError where there is no such file, or more than one; FileError with file, line and place
 *   of an entry that is wrong. Neither repeats values, some of which are keys.
 */
export async function findConfig(
  given: string | undefined,
  folder: string,
): Promise<ConfigFile | undefined> {
  const [file, ...more] = given === undefined ? configsIn(folder) : [given];
  if (file === undefined) return undefined;
  if (more.length > 0) {
    const names = [file, ...more].join(' and ');
    throw new CliError(`${names} lie side by side; keep one, or name it with --config`, EXIT.usage);
  }
  const path = resolve(folder, file);
  const text = await readFile(path, 'utf8').catch((): never => {
    const which = given === undefined ? file : `--config ${file}`;
    throw new CliError(`${which}: there is no such file to read`, EXIT.usage);
  });
  // Loaded late: most runs have no config file.
  const { parseYaml } = await import('../yaml-file.ts');
  const { configFormat } = await import('./config-format.ts');
  const { value, fail } = parseYaml(file, text, configFormat, { quote: false });
  const mock = value?.mock ?? {};
  const checkServer = value?.checkServer ?? {};
  const checkClient = value?.checkClient ?? {};
  const checkLog = value?.checkLog ?? {};
  const beside = (name: string | undefined) =>
    name === undefined ? undefined : resolve(dirname(path), name);
  // Messages and reports name them as a flag would.
  const named = (name: string | undefined) =>
    name === undefined || isAbsolute(name) ? name : relative(folder, resolve(dirname(path), name));
  const told = ({ baseline, reporter }: Pick<typeof checkLog, 'baseline' | 'reporter'>) => ({
    baseline: named(baseline),
    reporter: reporter?.map(({ name, file: to }) => ({ name, file: named(to) })),
  });
  const { scenario, state } = mock;
  const { contract, ca, saveFailures, replay } = checkServer;
  return {
    fail,
    path,
    values: {
      mock: {
        ...mock,
        state: beside(state),
        scenario: isFile(scenario) ? beside(scenario) : scenario,
      },
      admin: value?.admin ?? {},
      checkLog: { ...checkLog, ...told(checkLog) },
      checkClient: {
        ...checkClient,
        ...told(checkClient),
        home: beside(checkClient.home),
        output: beside(checkClient.output),
      },
      checkServer: {
        ...checkServer,
        ...told(checkServer),
        ca: beside(ca),
        saveFailures: beside(saveFailures),
        replay: replay?.map(beside),
        contract: isFolder(contract) ? beside(contract) : contract,
      },
    },
  };
}

/** Names of the config files that lie in a folder. */
export function configsIn(folder: string): string[] {
  return NAMES.filter((name) => existsSync(join(folder, name)));
}

/** Whether what is given for a scenario is a file, and no name. */
export function isFile(scenario: string | undefined): boolean {
  return scenario !== undefined && /\.ya?ml$/.test(scenario);
}
