import type { Command } from 'commander';
import { contractIds, type ContractId } from '../../mock/registry.ts';
import type { Io } from '../io.ts';
import { contractsOption } from '../mock-flags.ts';

/** The flags of `init`, as they were given. */
export interface InitFlags {
  readonly contract: readonly ContractId[];
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** Adds `heartbeat-kit init`. */
export function addInitCommand(program: Command, io: Io): void {
  program
    .command('init')
    .description(
      'Write a working example into a project: a test, a GitHub workflow, a config file.',
    )
    .addOption(contractsOption(`what it is about, of ${contractIds.join(', ')}`))
    .option('--force', 'write over files that are there already')
    .option('--dry-run', 'print what would be written, and write nothing')
    .action(async (flags: InitFlags) => {
      // Loaded late, so that the other commands start faster.
      const { runInit } = await import('./run.ts');
      await runInit(flags, io);
    });
}
