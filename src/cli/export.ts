import type { Command } from 'commander';
import { contractIds } from '../mock/registry.ts';
import { addWeighingFlags, wrongContract, type CheckServerFlags } from './check-server-flags.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';

interface ExportFlags extends Pick<CheckServerFlags, 'contract' | 'basis' | 'failOn'> {
  readonly output?: string;
  readonly openapi?: string;
  readonly force?: boolean;
}

/** Adds `heartbeat-kit export`. */
export function addExportCommand(program: Command, io: Io): void {
  const command = program
    .command('export')
    .description('Write what the checks do in forms that other tools read.')
    .command('arazzo')
    .description('Write the scenarios for servers as workflows of Arazzo 1.0.1.')
    .requiredOption(
      '-c, --contract <id>',
      `${contractIds.join(', ')}, or the folder of a contract of your own`,
    )
    .option(
      '-o, --output <file>',
      'file to write: JSON where it ends in .json, else YAML (default: prints YAML)',
    )
    .option('--openapi <url>', "address of the contract's OpenAPI document (default: its path)")
    .option('--force', 'write over a file that is there already');
  addWeighingFlags(command).action(async () => {
    await runExport(command.opts<ExportFlags>(), io);
  });
}

async function runExport(flags: ExportFlags, io: Io): Promise<void> {
  const { contract, output, basis, failOn, force = false } = flags;
  const wrong = wrongContract(contract);
  if (wrong !== undefined) throw new CliError(`--contract ${wrong}`, EXIT.usage);
  for (const flag of ['output', 'openapi'] as const) {
    if (flags[flag] === '') throw new CliError(`--${flag} is empty; leave it out`, EXIT.usage);
  }
  // Loaded late, so that the other commands start faster.
  const { suiteOf } = await import('../conformance/server-check.ts');
  const { exportArazzo } = await import('../conformance/export/arazzo.ts');
  const { stringify } = await import('yaml');
  const { openApiOf, writeExport } = await import('./export-file.ts');
  const suite = await suiteOf(contract);
  const openapi = flags.openapi ?? openApiOf(contract, io.cwd, output);
  const document = exportArazzo(suite, { openapi, basis, failOn });
  const { workflows, 'x-left-out': leftOut } = document;
  if (workflows.length === 0) {
    throw new CliError('no scenario is left that Arazzo could express; see --fail-on', EXIT.usage);
  }
  const text = output?.endsWith('.json')
    ? `${JSON.stringify(document, null, 2)}\n`
    : stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
  if (output === undefined) io.out(text);
  else await writeExport(io.cwd, output, text, force);
  const count = leftOut.reduce((sum, { items }) => sum + items.length, 0);
  io.err(`${workflows.length} of ${suite.scenarios.length} scenarios are workflows.\n`);
  if (count > 0) io.err(`Left out, as x-left-out lists in full (${count}):\n`);
  for (const { why, items } of leftOut) io.err(`${String(items.length).padStart(5)}  ${why}\n`);
}
