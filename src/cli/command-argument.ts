import { CliError, EXIT } from './exit.ts';

/**
 * A command stands after `--`, and what stands there is a command.
 *
 * @param command what commander took for it.
 * @param argv the whole command line.
 * @throws CliError where it is otherwise.
 */
export function checkCommandArgument(command: readonly string[], argv: readonly string[]): void {
  const separated = argv.includes('--');
  if (separated && command.length === 0) {
    throw new CliError('there is no command after --', EXIT.usage);
  }
  if (!separated && command.length > 0) {
    throw new CliError(`put -- in front of the command: -- ${command.join(' ')}`, EXIT.usage);
  }
}
