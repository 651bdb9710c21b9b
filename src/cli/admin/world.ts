import { InvalidArgumentError, type Command } from 'commander';
import type { AdminClient } from '../../admin/client.ts';
import type { AdminTools, RunAdmin } from './tools.ts';

/** Adds what looks at the mock as a whole, and its time. */
export function addWorldCommands(admin: Command, run: RunAdmin): void {
  admin
    .command('state')
    .description('Print the state of every contract, as JSON.')
    .action(() => run(async (client, { printJson }) => printJson(await client.state())));
  addClockCommands(admin, run);
  admin
    .command('reset')
    .description('Go back to the first state, and forget all requests.')
    .action(() =>
      run(async (client, { print }) => {
        await client.reset();
        print({ reset: true }, 'All is as it was at the beginning.');
      }),
    );
  admin
    .command('stop')
    .description('End the mock.')
    .action(() =>
      run(async (client, { print }) => {
        await client.shutdown();
        print({ stopped: true }, 'The mock ends.');
      }),
    );
}

type Clock = Awaited<ReturnType<AdminClient['clock']>>;

function addClockCommands(admin: Command, run: RunAdmin): void {
  const clock = admin.command('clock').description('Print the time of the mock, or change it.');
  const then = (ask: (client: AdminClient) => Promise<Clock>) =>
    run(async (client, tools) => tellClock(await ask(client), tools));
  clock
    .command('get', { isDefault: true })
    .description('Print the time, and how fast it passes.')
    .action(() => then((client) => client.clock()));
  clock
    .command('set')
    .description('Set the time.')
    .argument('<time>', 'such as 2026-05-20T13:13:00Z')
    .action((now: string) => then((client) => client.setClock({ now })));
  clock
    .command('advance')
    .description('Move the time on.')
    .argument('<duration>', 'such as 200ms, 5s, 5m, 12h or 1d')
    .action((by: string) => then((client) => client.advanceClock(by)));
  clock
    .command('freeze')
    .description('Stop the time; a scale makes it pass again.')
    .action(() => then((client) => client.freezeClock()));
  clock
    .command('scale')
    .description('Make the time pass faster or slower.')
    .argument('<factor>', 'seconds that pass in each second; 0 freezes', toFactor)
    .action((scale: number) => then((client) => client.setClock({ scale })));
}

function tellClock(clock: Clock, { print }: AdminTools): void {
  print(clock, `${clock.now}, ${clock.scale === 0 ? 'frozen' : `scale ${clock.scale}`}`);
}

function toFactor(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of 0 or more.');
}
