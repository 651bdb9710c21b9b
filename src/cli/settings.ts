import { InvalidArgumentError, type Command, type Option } from 'commander';
import { findConfig } from './config-file.ts';
import type { ConfigSection } from './config-format.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** What a command goes by: its flags, the environment, a config file and defaults, in this order. */
export interface Settings<Flags> {
  readonly flags: Flags;
  /** Where the config file lies, if there is one. */
  readonly config: string | undefined;
  /**
   * Says what is wrong with a value, in words that follow its name: `must be ...`.
   *
   * @throws CliError or FileError that tells where the value comes from.
   */
  readonly fail: (name: string & keyof Flags, message: string) => never;
}

/** Where a command finds what was not given as a flag. */
export interface SettingsOptions {
  /** Its part of the config file. */
  readonly section: ConfigSection;
  /** Environment variables by the option they are for; `values` are those of flags and file. */
  readonly variables: (
    values: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, string | undefined>>;
  /** Options of which the one that is given rules the other out. */
  readonly rivals?: Readonly<Record<string, string>>;
}

/** Adds the flags that say which config file there is. */
export function addConfigFlags(command: Command): Command {
  return command
    .option('--config <file>', 'config file; else heartbeat-kit.config.yaml, .yml or .json')
    .option('--no-config', 'look for no config file');
}

/**
 * Completes the flags of a command from the environment and the config file.
 *
 * @throws CliError or FileError that tells the place of what is wrong, and no value that may be a key.
 */
export async function readSettings<Flags extends object>(
  command: Command,
  { section, variables, rivals = {} }: SettingsOptions,
  io: Io,
): Promise<Settings<Flags>> {
  const { config } = command.opts<{ config?: string | false }>();
  const file = config === false ? undefined : await findConfig(config, io.cwd);
  const inFile = file?.values[section] ?? {};
  const names = variables({ ...inFile, ...flagsOf(command) });
  const isTaken = (name: string, by: readonly string[]) =>
    [name, rivals[name]].some(
      (one) => one !== undefined && by.includes(command.getOptionValueSource(one) ?? ''),
    );
  for (const [name, variable] of Object.entries(names)) {
    const text = variable && io.env[variable];
    if (!variable || !text || isTaken(name, ['cli'])) continue;
    const value = valueOf(optionOf(command, name), variable, text);
    command.setOptionValueWithSource(name, value, 'env');
  }
  for (const [name, value] of Object.entries(inFile)) {
    if (value === undefined || isTaken(name, ['cli', 'env'])) continue;
    command.setOptionValueWithSource(name, value, 'config');
  }
  return {
    flags: command.opts<Flags>(),
    config: file?.path,
    fail(name, message) {
      const source = command.getOptionValueSource(name);
      if (source === 'config' && file) return file.fail([section, name], message);
      const subject = source === 'env' ? names[name] : optionOf(command, name)?.long;
      throw new CliError(`${subject} ${message}`, EXIT.usage);
    },
  };
}

/** What was given on the command line itself. */
function flagsOf(command: Command): Record<string, unknown> {
  const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli';
  return Object.fromEntries(Object.entries(command.opts()).filter(([name]) => isGiven(name)));
}

function optionOf(command: Command, name: string): Option | undefined {
  return command.options.find((option) => option.attributeName() === name);
}

/** The value of a variable, read as the text of its flag would be. */
function valueOf(option: Option | undefined, variable: string, text: string): unknown {
  if (!option?.parseArg) return text;
  try {
    return option.parseArg(text, undefined) as unknown;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const message = error.message.replace(/\.$/, '');
    const isAboutIt = message.startsWith('It ');
    throw new CliError(variable + (isAboutIt ? message.slice(2) : `: ${message}`), EXIT.usage);
  }
}
