import { Command, CommanderError } from 'commander';
import { FileError, OptionError } from '../errors.ts';
import { anyRedactor } from '../mock/any-redactor.ts';
import { VERSION } from '../version.ts';
import { CliError, EXIT } from './exit.ts';
import { processIo, type Io } from './io.ts';
import { withoutCommands } from './workflow-commands.ts';

/**
 * Runs the command line.
 *
 * @param argv arguments without the interpreter and the script.
 * @param given where to write and what to listen to; the process by default.
 * @returns the exit code: 0 ok, 1 checks failed, 2 usage or configuration, 3 could not be started.
 */
export async function main(argv: readonly string[], given: Io = processIo()): Promise<number> {
  const io = withoutCommands(given, argv);
  let exitCode: number = EXIT.ok;
  const program = new Command('heartbeat-kit')
    .description(
      'A stateful mock server and conformance checks for the AgentMC and AgentRadio heartbeats.',
    )
    .version(VERSION, '-v, --version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: (text) => io.err(withoutKeys(text)) })
    .showHelpAfterError('(--help lists what there is)');
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  await addCommands(program, argv, io, setExitCode);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof CliError || error instanceof FileError || error instanceof OptionError) {
      io.err(withoutKeys(`heartbeat-kit: ${error.message}\n`));
      return error instanceof CliError ? error.exitCode : EXIT.usage;
    }
    throw error;
  }
}

/**
 * Adds the command that is called, or all where it is not clear which one is. Each is loaded where it is meant: the
 * mock should start without what only other commands need.
 */
async function addCommands(
  program: Command,
  argv: readonly string[],
  io: Io,
  setExitCode: (code: number) => void,
): Promise<void> {
  const commands: Readonly<Record<string, () => Promise<void>>> = {
    async mock() {
      const { addMockCommand } = await import('./mock.ts');
      addMockCommand(program, argv, io, setExitCode);
    },
    async admin() {
      const admin = program
        .command('admin')
        .description('Look into a mock that runs, and steer it.');
      if (!argv.includes('admin')) return;
      const { addAdminCommands } = await import('./admin/index.ts');
      addAdminCommands(admin, io, setExitCode);
    },
    async check() {
      const check = program.command('check').description('Check implementations of a contract.');
      const { addCheckServerCommand } = await import('./check-server.ts');
      addCheckServerCommand(check, io, setExitCode);
      const { addCheckClientCommand } = await import('./check-client.ts');
      addCheckClientCommand(check, argv, io, setExitCode);
      const { addCheckLogCommand } = await import('./check-log.ts');
      addCheckLogCommand(check, io, setExitCode);
    },
    async init() {
      const { addInitCommand } = await import('./init/index.ts');
      addInitCommand(program, io);
    },
    async validate() {
      const { addValidateCommand } = await import('./validate.ts');
      addValidateCommand(program, io, setExitCode);
    },
    async generate() {
      const { addGenerateCommand } = await import('./generate.ts');
      addGenerateCommand(program, io);
    },
    async list() {
      const { addListCommand } = await import('./list.ts');
      addListCommand(program, io);
    },
    async export() {
      const { addExportCommand } = await import('./export.ts');
      addExportCommand(program, io);
    },
  };
  // An option before the command is the program's: `--help` then lists all of them.
  const [name = ''] = argv;
  const called = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (called) return called();
  for (const add of Object.values(commands)) await add();
}

/** What is misspelt is repeated in the error, but it, or what was given to it, may be a key. */
function withoutKeys(text: string): string {
  const named = text.replaceAll(/(unknown option '--?[\w-]+)=[^\n]*'/g, "$1'");
  return anyRedactor().text(named, []);
}
