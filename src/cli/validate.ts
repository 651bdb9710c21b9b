import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { Violation } from '../contract/types.ts';
import { printable } from '../text.ts';
import { addReporterFlag, type REPORTERS } from './check-server-flags.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';
import type { Place } from './payloads.ts';

/** Of many violations, so many are told. */
const MAX_TOLD = 200;
const STDIN = '-';
/** What is broken where a shape takes no list at all. */
const OF_TYPE = ['type', 'enum', 'const', 'anyOf', 'oneOf'];

/** Adds `heartbeat-kit validate`. */
export function addValidateCommand(
  program: Command,
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const validate = program
    .command('validate')
    .description(
      'Validate payloads against a shape of a contract: a JSON document, a list, or one per line.',
    )
    .argument('<contract>', 'agentmc, agentradio, or the folder of a contract of your own')
    .argument('<shape>', 'such as heartbeat.request; `list contracts` shows all')
    .argument('[files...]', '- or none reads standard input')
    .action(async (contract: string, shape: string, files: readonly string[]) => {
      const { reporter } = validate.opts<{ reporter: (typeof REPORTERS)[number] }>();
      setExitCode(await runValidate({ contract, shape, files, reporter }, io));
    });
  addReporterFlag(validate);
}

interface Given {
  readonly contract: string;
  readonly shape: string;
  readonly files: readonly string[];
  readonly reporter: (typeof REPORTERS)[number];
}

/** What was found, as `--reporter json` prints it. */
interface Report {
  readonly format: 'heartbeat-kit/validation-report@1';
  readonly contract: string;
  readonly shape: string;
  readonly verdict: 'pass' | 'fail';
  readonly payloads: number;
  readonly invalid: number;
  /** Invalid payloads, as far as they are told. */
  readonly results: readonly Result[];
  /** How many violations are not told. */
  readonly untold: number;
}

interface Result extends Place {
  readonly violations: readonly Violation[];
}

async function runValidate({ contract, shape, files, reporter }: Given, io: Io): Promise<number> {
  if (files.length === 0 && io.terminal) {
    throw new CliError(
      'there is nothing to validate: give a file, or pipe payloads in (- reads what is typed)',
      EXIT.usage,
    );
  }
  // Loaded late, so that the other commands start faster.
  const { findContract } = await import('../contract/find.ts');
  const { validate } = await import('../contract/validate.ts');
  const { conceal } = await import('./conceal.ts');
  const { readPayloads } = await import('./payloads.ts');
  const found = await findContract(contract);
  const find = (value: unknown) => validate(found, shape, value).violations;
  // Tells at once where there is no such shape.
  const isList = find([]).some(
    ({ pointer, keyword }) => pointer === '' && OF_TYPE.includes(keyword),
  );
  const results: Result[] = [];
  let payloads = 0;
  let invalid = 0;
  let told = 0;
  let violations = 0;
  for (const file of files.length > 0 ? files : [STDIN]) {
    const [name, input] = file === STDIN ? ['stdin', io.input()] : [file, createReadStream(file)];
    for await (const { value, ...place } of readPayloads(name, input, isList)) {
      payloads += 1;
      const all = find(value);
      if (all.length === 0) continue;
      invalid += 1;
      violations += all.length;
      const some = conceal(all.slice(0, MAX_TOLD - told), value);
      told += some.length;
      if (some.length === 0) continue;
      if (reporter === 'json') results.push({ ...place, violations: some });
      else io.out(linesOf({ ...place, violations: some }));
    }
  }
  const report: Report = {
    format: 'heartbeat-kit/validation-report@1',
    contract: found.id,
    shape,
    verdict: invalid === 0 ? 'pass' : 'fail',
    payloads,
    invalid,
    results,
    untold: violations - told,
  };
  io.out(reporter === 'json' ? `${JSON.stringify(report, null, 2)}\n` : summary(report));
  return invalid === 0 ? EXIT.ok : EXIT.failed;
}

function linesOf({ file, line, index, violations }: Result): string {
  const within = line === undefined ? (index === undefined ? '' : `[${index}]`) : `:${line}`;
  return violations
    .map(({ pointer, message }) => [file + within, pointer, message].filter(Boolean).join(': '))
    .map((text) => `${printable(text)}\n`)
    .join('');
}

function summary({ contract, shape, payloads, invalid, untold }: Report): string {
  const more = untold === 0 ? '' : `... and ${untold} more violations.\n`;
  const what = `${contract} ${shape}`;
  if (payloads === 1)
    return `${more}The payload is ${invalid === 0 ? 'a valid' : 'no valid'} ${what}.\n`;
  if (invalid === 0) return `All ${payloads} payloads are valid: ${what}.\n`;
  return `${more}${invalid} of ${payloads} payloads ${invalid === 1 ? 'is' : 'are'} not valid: ${what}.\n`;
}
