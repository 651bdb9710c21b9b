import { Command, CommanderError } from 'commander';
import { FileError, OptionError } from '../errors.ts';
import { anyRedactor } from '../mock/any-redactor.ts';
import { VERSION } from '../version.ts';
import { CliError, EXIT } from './exit.ts';
import { addCheckClientCommand } from './check-client.ts';
import { addCheckLogCommand } from './check-log.ts';
import { addCheckServerCommand } from './check-server.ts';
import { addExportCommand } from './export.ts';
import { addInitCommand } from './init/index.ts';
import { addGenerateCommand } from './generate.ts';
import { addListCommand } from './list.ts';
import { addMockCommand } from './mock.ts';
import { addValidateCommand } from './validate.ts';
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
  addMockCommand(program, argv, io, setExitCode);
  const admin = program.command('admin').description('Look into a mock that runs, and steer it.');
  // Loaded where it is meant: the mock should start without what only this command needs.
  if (argv.includes('admin')) {
    const { addAdminCommands } = await import('./admin/index.ts');
    addAdminCommands(admin, io, setExitCode);
  }
  const check = program.command('check').description('Check implementations of a contract.');
  addCheckServerCommand(check, io, setExitCode);
  addCheckClientCommand(check, argv, io, setExitCode);
  addCheckLogCommand(check, io, setExitCode);
  addInitCommand(program, io);
  addValidateCommand(program, io, setExitCode);
  addGenerateCommand(program, io);
  addListCommand(program, io);
  addExportCommand(program, io);
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

/** What is misspelt is repeated in the error, but it, or what was given to it, may be a key. */
function withoutKeys(text: string): string {
  const named = text.replaceAll(/(unknown option '--?[\w-]+)=[^\n]*'/g, "$1'");
  return anyRedactor().text(named, []);
}
