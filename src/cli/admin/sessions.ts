import type { Command } from 'commander';
import { BOUNDS, toInteger } from '../numbers.ts';
import type { RunAdmin } from './tools.ts';

/** Adds what lists, makes and ends sessions. */
export function addSessionCommands(admin: Command, run: RunAdmin): void {
  const sessions = admin.command('sessions').description('List, make or end sessions.');
  sessions
    .command('list', { isDefault: true })
    .description('Print the base path and the time of each.')
    .action(() =>
      run(async (client, { print }) => {
        const { sessions: all } = await client.sessions();
        const lines = all.map(({ id, basePath, clock }) => `${id}  ${basePath}  ${clock.now}`);
        print(all, lines.join('\n'));
      }),
    );
  sessions
    .command('new')
    .description('Make a session, and print where it is.')
    .option('--id <id>', 'its name; a number of its own by default')
    .option('--seed <number>', 'decides names, schedules and chances', toInteger(BOUNDS.seed))
    .option('--scenario <name>', 'what runs from the beginning')
    .action((options: { id?: string; seed?: number; scenario?: string }) =>
      run(async (client, { print }) => {
        const made = await client.createSession(options);
        const urls = Object.entries(made.baseUrls).map(([id, url]) => `  ${id}  ${url}`);
        const lines = [`Session ${made.id}`, ...urls, `  control API  ${made.adminUrl}`];
        print(made, lines.join('\n'));
      }),
    );
  sessions
    .command('end')
    .description('End a session.')
    .argument('<id>')
    .action((id: string) =>
      run(async (client, { print }) => {
        await client.endSession(id);
        print({ ended: id }, `Session ${id} has ended.`);
      }),
    );
}
