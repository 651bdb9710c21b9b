import type { Command } from 'commander';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { BOUNDS, toInteger } from './numbers.ts';
import { checkOrder } from './validate.ts';

interface GenerateFlags {
  readonly seed: number;
  readonly count?: number;
  readonly invalid?: boolean;
  readonly explain?: boolean;
}

/** After so many payloads it is looked whether anybody still reads. */
const BATCH = 100;

/** Adds `heartbeat-kit generate`. */
export function addGenerateCommand(program: Command, io: Io): void {
  const generate = program
    .command('generate')
    .description('Make up payloads of a shape, the same ones for the same seed.')
    .argument('<contract>', 'agentmc, agentradio, or the folder of a contract of your own')
    .argument('<shape>', 'such as heartbeat.request; `list contracts` shows all')
    .option('--seed <number>', 'another one gives other payloads', toInteger(BOUNDS.seed), 1)
    .option(
      '--count <number>',
      'so many, one per line (default: one, over several lines)',
      toInteger(BOUNDS.count),
    )
    .option('--invalid', 'payloads that break one constraint each, in turn')
    .option('--explain', 'print {"payload": ..., "breaks": ...}, which tells what --invalid broke')
    .action(async (contract: string, shape: string) => {
      await runGenerate(contract, shape, generate.opts<GenerateFlags>(), io);
    });
}

async function runGenerate(
  contract: string,
  shape: string,
  { seed, count, invalid = false, explain = false }: GenerateFlags,
  io: Io,
): Promise<void> {
  if (explain && !invalid) {
    throw new CliError('--explain tells what --invalid broke; give that too', EXIT.usage);
  }
  checkOrder(contract, shape);
  // Loaded late, with all that makes up values.
  const { generatorOf } = await import('../generate/generate.ts');
  const make = await generatorOf(contract, shape, { seed, invalid });
  for (let index = 0; index < (count ?? 1) && !io.isUnread(); index += 1) {
    const made = make(index);
    const printed = explain ? made : made.payload;
    io.out(`${JSON.stringify(printed, null, count === undefined ? 2 : 0)}\n`);
    // Lets an error arrive where the reader has gone.
    if (index % BATCH === 0) await new Promise(setImmediate);
  }
}
