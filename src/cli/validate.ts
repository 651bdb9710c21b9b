import { createReadStream } from 'node:fs';
import { Option, type Command } from 'commander';
import type { Violation } from '../contract/types.ts';
import { FileError } from '../errors.ts';
import { contractIds } from '../mock/registry.ts';
import { printable } from '../text.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';
import type { Payload, Place } from './payloads.ts';

/** Of many violations, people are told so many, and programs so many. */
const MAX_TOLD = 200;
const MAX_REPORTED = 10_000;
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
      const { reporter } = validate.opts<Pick<Given, 'reporter'>>();
      setExitCode(await runValidate({ contract, shape, files, reporter }, io));
    });
  validate.addOption(
    new Option('--reporter <name>', 'form of the report')
      .choices(['pretty', 'json'])
      .default('pretty'),
  );
}

interface Given {
  readonly contract: string;
  readonly shape: string;
  readonly files: readonly string[];
  readonly reporter: 'pretty' | 'json';
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
  /** What is no payload: lines that are not JSON, and files that cannot be read. */
  readonly broken: readonly string[];
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
  const { validatorOf } = await import('../contract/validate.ts');
  const { countedViolations } = await import('../contract/violations.ts');
  const { conceal } = await import('./conceal.ts');
  checkOrder(contract, shape);
  const found = await findContract(contract);
  // Tells at once where there is no such shape.
  const validator = validatorOf(found, shape);
  const find = (value: unknown) => countedViolations(validator, value, 'The payload');
  const isList = find([]).violations.some(
    ({ pointer, keyword }) => pointer === '' && OF_TYPE.includes(keyword),
  );
  const most = reporter === 'json' ? MAX_REPORTED : MAX_TOLD;
  const results: Result[] = [];
  const broken: string[] = [];
  let payloads = 0;
  let invalid = 0;
  let told = 0;
  let violations = 0;
  for await (const one of allPayloads(files.length > 0 ? files : [STDIN], isList, io)) {
    if (typeof one === 'string') {
      if (broken.length < most) broken.push(one);
      io.err(`heartbeat-kit: ${printable(one)}\n`);
      continue;
    }
    const { value, ...place } = one;
    payloads += 1;
    const { violations: all, more } = find(value);
    if (all.length === 0) continue;
    invalid += 1;
    violations += all.length + more;
    const some = conceal(all.slice(0, most - told), value);
    told += some.length;
    if (some.length === 0) continue;
    if (reporter === 'json') results.push({ ...place, violations: some });
    else io.out(linesOf({ ...place, violations: some }));
  }
  const report: Report = {
    format: 'heartbeat-kit/validation-report@1',
    contract: found.id,
    shape,
    verdict: invalid + broken.length === 0 ? 'pass' : 'fail',
    payloads,
    invalid,
    results,
    untold: violations - told,
    broken,
  };
  if (reporter === 'json') io.out(`${JSON.stringify(report, null, 2)}\n`);
  else if (payloads > 0) io.out(summary(report));
  if (broken.length > 0) return EXIT.usage;
  return invalid === 0 ? EXIT.ok : EXIT.failed;
}

/** All payloads of all files, and as sentences what is none. */
async function* allPayloads(
  files: readonly string[],
  isList: boolean,
  io: Io,
): AsyncGenerator<Payload | string> {
  const { readPayloads } = await import('./payloads.ts');
  for (const file of files) {
    const [name, input] = file === STDIN ? ['stdin', io.input()] : [file, createReadStream(file)];
    try {
      for await (const one of readPayloads(name, input, isList)) {
        // Nobody reads what would be told of it.
        if (io.isUnread()) return;
        yield 'what' in one ? `${one.file}:${one.line}:${one.column}: ${one.what}` : one;
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield error.message;
    }
  }
}

/** @throws CliError where contract and shape were given the other way round. */
export function checkOrder(contract: string, shape: string): void {
  const ids: readonly string[] = contractIds;
  if (!ids.includes(shape) || ids.includes(contract)) return;
  throw new CliError(
    `the contract comes first, and then the shape: ${shape} ${contract}`,
    EXIT.usage,
  );
}

function linesOf({ file, line, index, violations }: Result): string {
  const within = line === undefined ? (index === undefined ? '' : `[${index}]`) : `:${line}`;
  return violations
    .map(({ pointer, message }) => [file + within, pointer, message].filter(Boolean).join(': '))
    .map((text) => `${printable(text)}\n`)
    .join('');
}

function summary({ contract, shape, payloads, invalid, untold, broken }: Report): string {
  const more = untold === 0 ? '' : `... and ${untold} more violations.\n`;
  const what = `${contract} ${shape}`;
  const rest = broken.length === 0 ? '' : ' Not all could be read.';
  if (payloads === 1)
    return `${more}The payload is ${invalid === 0 ? 'a valid' : 'not a valid'} ${what}.${rest}\n`;
  if (invalid === 0) return `All ${payloads} payloads are valid: ${what}.${rest}\n`;
  return `${more}${invalid} of ${payloads} payloads ${invalid === 1 ? 'is' : 'are'} not valid: ${what}.${rest}\n`;
}
