import { Option, type Command } from 'commander';
import { suggest } from '../contract/suggest.ts';
import { contractIds } from '../mock/registry.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';

const FORMATS = ['text', 'json'] as const;
const LISTS = ['contracts', 'requirements', 'scenarios'];

export interface ListFlags {
  readonly contract?: string;
  readonly side?: string;
  readonly format: (typeof FORMATS)[number] | 'markdown';
}

/** Something listed: as JSON, and in words of the format that is asked for. */
export interface Listed {
  readonly entries: readonly object[];
  readonly text: string;
}

/** Adds `heartbeat-kit list`. */
export function addListCommand(program: Command, io: Io): void {
  const list = program
    .command('list')
    .usage(LISTS.join('|'))
    .description('List contracts with their shapes, requirements, or scenarios.')
    .argument('[what]')
    .action((what?: string) => {
      const lists = LISTS.join(', ');
      if (what === undefined) throw new CliError(`say what to list: ${lists}`, EXIT.usage);
      const meant = suggest(what, LISTS);
      const cure = meant === undefined ? `there is ${lists}` : `did you mean ${meant}?`;
      throw new CliError(`there is no list of "${what}"; ${cure}`, EXIT.usage);
    });
  add(
    'contracts',
    'What each contract is: operations, and shapes to validate or generate.',
    async (given) => {
      const { listContracts } = await import('./list-contracts.ts');
      return listContracts(given);
    },
  );
  add(
    'requirements',
    'What servers and clients have to do; as Markdown, traced from document to check.',
    async (given, flags) => {
      const { listRequirements } = await import('./list-requirements.ts');
      return listRequirements(given, flags);
    },
    [...FORMATS, 'markdown'],
  ).addOption(new Option('--side <side>', 'those of one side').choices(['server', 'client']));
  add(
    'scenarios',
    'What the mock can put on, and what the checks play.',
    async (given, { side }) => {
      const { listScenarios } = await import('./list-scenarios.ts');
      return listScenarios(given, side);
    },
  ).addOption(
    new Option('--side <side>', 'of the mock, or for checks of one side').choices([
      'mock',
      'server',
      'client',
    ]),
  );

  function add(
    name: string,
    description: string,
    entriesOf: (contracts: readonly string[], flags: ListFlags) => Promise<Listed>,
    formats: readonly string[] = FORMATS,
  ): Command {
    const command = list
      .command(name)
      .description(description)
      .option('-c, --contract <id>', `${contractIds.join(', ')}, or the folder of one of your own`)
      .addOption(new Option('--format <name>', 'form of the list').choices(formats).default('text'))
      .action(async () => {
        const flags = command.opts<ListFlags>();
        const contracts = flags.contract === undefined ? contractIds : [flags.contract];
        const { entries, text } = await entriesOf(contracts, flags);
        if (flags.format === 'json') io.out(`${JSON.stringify(entries, null, 2)}\n`);
        else io.out(entries.length > 0 ? text : `There are no ${name} of this kind.\n`);
      });
    return command;
  }
}

/** Rows in columns, without what would trail. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
