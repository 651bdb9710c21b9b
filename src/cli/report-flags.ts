import { InvalidArgumentError, type Command } from 'commander';
import {
  COVERAGE_KINDS,
  type CoverageKind,
  type MinimumCoverage,
} from '../conformance/coverage-kinds.ts';
import { REPORTER_NAMES, type ReporterName } from '../conformance/reporters/index.ts';

/** In which form a report is told, and where. */
export interface ReporterSpec {
  readonly name: ReporterName;
  /** Standard output where absent. */
  readonly file?: string;
}

/** The flags that say how a report is weighed and told. */
export interface ReportFlags {
  readonly reporter?: readonly ReporterSpec[];
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly minCoverage?: MinimumCoverage;
}

/** Adds the flags by which all checks weigh and tell their reports. */
export function addReportFlags(command: Command): Command {
  return command
    .option(
      '--reporter <name[=file]>',
      `form of the report, and a file for it: ${REPORTER_NAMES.join(', ')}; may be repeated (default: pretty)`,
      (text, before: readonly ReporterSpec[] = []) => [...before, argument(toReporter, text)],
    )
    .option('--baseline <file>', 'YAML file of known failures, which do not fail the run')
    .option('--update-baseline', 'write the failures of this run into the baseline')
    .option(
      '--min-coverage <percents>',
      `fail where less was exercised: 90 for requirements, or operations=100,statuses=60 of ${COVERAGE_KINDS.join(', ')}`,
      (text) => argument(toMinimumCoverage, text),
    );
}

/**
 * Reads a form, and a file for it: `junit=reports/out.xml`.
 *
 * @throws Error that says what is wrong.
 */
export function toReporter(text: string): ReporterSpec {
  const [, given = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const name = REPORTER_NAMES.find((one) => one === given);
  if (!name) throw new Error(`must be one of ${REPORTER_NAMES.join(', ')}, such as junit=out.xml`);
  if (file === undefined) return { name };
  if (file === '') throw new Error('must have a file after =, or no =');
  if (name === 'github') throw new Error('takes no file with github, which GitHub reads itself');
  const other = REPORTER_NAMES.find((one) => file.includes(`,${one}`));
  if (other) throw new Error(`must be given once more for ${other}, instead of a comma`);
  return { name, file };
}

/**
 * Reads percents: `90` for requirements, or by kind, `operations=100,statuses=60`.
 *
 * @throws Error that says what is wrong.
 */
export function toMinimumCoverage(text: string): MinimumCoverage {
  const minimum: Partial<Record<CoverageKind, number>> = {};
  for (const part of text.split(',')) {
    const [, given = 'requirements', number = ''] = /^(?:([^=]*)=)?(.*)$/.exec(part.trim()) ?? [];
    const kind = COVERAGE_KINDS.find((one) => one === given);
    if (!kind) throw new Error(`must name one of ${COVERAGE_KINDS.join(', ')}`);
    if (!/^\d+(?:\.\d+)?$/.test(number) || Number(number) > 100) {
      throw new Error('must have percents from 0 to 100');
    }
    if (kind in minimum) throw new Error(`must have one number for ${kind}`);
    minimum[kind] = Number(number);
  }
  return minimum;
}

function argument<T>(read: (text: string) => T, text: string): T {
  try {
    return read(text);
  } catch (error) {
    throw new InvalidArgumentError(`It ${(error as Error).message}.`);
  }
}
