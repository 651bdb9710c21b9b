import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { CliError, EXIT } from './exit.ts';
import { addMockCommand } from './mock.ts';
import { processIo, type Io } from './io.ts';

/**
 * Runs the command line.
 *
 * @param argv arguments without the interpreter and the script.
 * @param io where to write and what to listen to; the process by default.
 * @returns the exit code: 0 ok, 1 checks failed, 2 usage or configuration, 3 could not be started.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = new Command('heartbeat-kit')
    .description('A stateful mock server for the AgentMC and AgentRadio heartbeats.')
    .version(version(), '-v, --version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(--help lists what there is)');
  addMockCommand(program, argv, io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CliError)) throw error;
    io.err(`heartbeat-kit: ${error.message}\n`);
    return error.exitCode;
  }
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
