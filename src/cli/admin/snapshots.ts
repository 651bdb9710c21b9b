import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Snapshot } from '../../mock/snapshots/save.ts';
import { CliError, EXIT } from '../exit.ts';
import type { RunAdmin } from './tools.ts';

/** Adds what saves how things stand, and goes back to it. */
export function addSnapshotCommands(admin: Command, run: RunAdmin): void {
  const snapshots = admin
    .command('snapshot')
    .description('Save how things stand, and go back to it.');
  snapshots
    .command('list', { isDefault: true })
    .description('Print the snapshots that are kept.')
    .action(() =>
      run(async (client, { print }) => {
        const { snapshots: all } = await client.snapshots();
        print(all, all.map(({ name, savedAt }) => `${name}  ${savedAt}`).join('\n'));
      }),
    );
  snapshots
    .command('save')
    .description('Save how things stand, in the mock and, if asked, in a file.')
    .argument('<name>')
    .option('--file <file>', 'write it to a file too, for `mock --state`')
    .action((name: string, { file }: { file?: string }) =>
      run(async (client, { print }) => {
        const saved = await client.saveSnapshot(name);
        if (file !== undefined) await write(file, await client.snapshot(name));
        print(saved, `Saved as ${name}${file === undefined ? '' : ` and in ${file}`}.`);
      }),
    );
  snapshots
    .command('load')
    .description('Go back to a snapshot that a file holds.')
    .argument('<file>')
    .action((file: string) =>
      run(async (client, { print }) => {
        const { readSnapshot } = await import('../../mock/snapshots/file.ts');
        const snapshot = await readSnapshot(file).catch((error: Error): never => {
          throw new CliError(error.message, EXIT.usage);
        });
        const name = 'loaded';
        await client.putSnapshot(name, snapshot as Snapshot);
        await client.restoreSnapshot(name);
        print({ restored: file }, `Gone back to ${file}.`);
      }),
    );
  snapshots
    .command('restore')
    .description('Go back to a snapshot.')
    .argument('<name>')
    .action((name: string) =>
      run(async (client, { print }) => {
        await client.restoreSnapshot(name);
        print({ restored: name }, `Gone back to ${name}.`);
      }),
    );
  snapshots
    .command('delete')
    .description('Forget a snapshot.')
    .argument('<name>')
    .action((name: string) =>
      run(async (client, { print }) => {
        await client.deleteSnapshot(name);
        print({ deleted: name }, `${name} is forgotten.`);
      }),
    );
}

async function write(file: string, snapshot: Snapshot): Promise<void> {
  await writeFile(file, `${JSON.stringify(snapshot, null, 2)}\n`).catch((error: Error): never => {
    throw new CliError(`${file}: cannot be written: ${error.message}`, EXIT.usage);
  });
}
