import { access, appendFile, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { applyBaseline } from '../conformance/baseline/apply.ts';
import { loadBaseline, type Baseline } from '../conformance/baseline/load.ts';
import { updatedBaseline } from '../conformance/baseline/update.ts';
import { requireCoverage } from '../conformance/minimum-coverage.ts';
import { isClientReport, type Report } from '../conformance/report/verdict.ts';
import { formatReport, type ReporterOptions } from '../conformance/reporters/index.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';
import type { ReporterSpec, ReportFlags } from './report-flags.ts';

/** Where reports go. */
export interface ReportOutput {
  /**
   * Weighs a report by baseline and coverage, and tells it in every form that is asked for.
   *
   * @returns the report as it was told.
   * @throws CliError where a file could not be written; all others are, first.
   */
  deliver<Kind extends Report>(report: Kind): Promise<Kind>;
}

/**
 * Reads the baseline and prepares the places for reports, so that what is wrong with them is told
 * before anything runs.
 *
 * @param contract id or folder of the contract that is checked.
 * @throws CliError and FileError that name the cure.
 */
export async function reportOutput(
  flags: ReportFlags & Pick<ReporterOptions, 'allowInconclusive'>,
  contract: string,
  io: Io,
): Promise<ReportOutput> {
  const { reporter = [], baseline: file, updateBaseline = false, minCoverage } = flags;
  const { allowInconclusive } = flags;
  const printed = printedForm(reporter);
  if (updateBaseline && file === undefined) {
    throw new CliError('--update-baseline needs --baseline, the file to write', EXIT.usage);
  }
  const read = () =>
    file === undefined
      ? undefined
      : loadBaseline(resolve(io.cwd, file), contract, { name: file, mayBeMissing: updateBaseline });
  const baseline = await read();
  const files = reporter.flatMap((one) => (one.file === undefined ? [] : [one.file]));
  for (const one of [...files, ...(updateBaseline && file !== undefined ? [file] : [])]) {
    await prepare(resolve(io.cwd, one), one);
  }

  return {
    async deliver(report) {
      const now = Date.parse(report.startedAt);
      if (updateBaseline && baseline) await update(report, baseline, now, io);
      const current = updateBaseline ? await read() : baseline;
      const known = current ? applyBaseline(report, current, now) : report;
      const told = minCoverage ? requireCoverage(known, minCoverage) : known;
      const failures: string[] = [];
      for (const { name, file: to } of reporter) {
        if (to === undefined) continue;
        const text = await formatReport(told, name, { allowInconclusive });
        await writeFile(resolve(io.cwd, to), text).catch((error: Error) => {
          failures.push(`${to} cannot be written: ${error.message}`);
        });
      }
      io.out(await formatReport(told, printed, { allowInconclusive, colours: io.colours.out }));
      if (reporter.some(({ name }) => name === 'github')) {
        (io.announce ?? io.out)(await formatReport(told, 'github', { allowInconclusive }));
        const summary = io.env['GITHUB_STEP_SUMMARY'];
        if (summary) {
          await appendFile(summary, await formatReport(told, 'markdown')).catch((error: Error) => {
            failures.push(`GITHUB_STEP_SUMMARY cannot be written: ${error.message}`);
          });
        }
      }
      if (failures.length > 0) throw new CliError(failures.join('\n'), EXIT.usage);
      return told;
    },
  };
}

/** The form that goes to standard output: what is asked for without a file, else the one for people. */
function printedForm(reporter: readonly ReporterSpec[]): ReporterSpec['name'] {
  const annotations = reporter.filter(({ name }) => name === 'github').length;
  if (annotations > 1) throw new CliError('--reporter github once is enough', EXIT.usage);
  const printed = reporter.filter(({ name, file }) => file === undefined && name !== 'github');
  const [first, second] = printed;
  if (second) {
    throw new CliError(
      `--reporter ${first?.name} and ${second.name} would both be printed; give one a file: ${second.name}=report.txt`,
      EXIT.usage,
    );
  }
  if (first && first.name !== 'pretty' && annotations > 0) {
    throw new CliError(
      `--reporter github prints as well; give ${first.name} a file: ${first.name}=report.txt`,
      EXIT.usage,
    );
  }
  return first?.name ?? 'pretty';
}

async function prepare(path: string, name: string): Promise<void> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (isFolder) throw new CliError(`${name} is a folder; give a file in it`, EXIT.usage);
  try {
    await mkdir(dirname(path), { recursive: true });
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw new CliError(`${name} cannot be written: ${(error as Error).message}`, EXIT.usage);
  }
}

async function update(report: Report, baseline: Baseline, now: number, io: Io): Promise<void> {
  const isWhole = isClientReport(report) ? !report.interrupted : report.ending === undefined;
  if (!isWhole) {
    io.err(`note: ${baseline.name} stays as it is, since the run is not complete\n`);
    return;
  }
  const text = updatedBaseline(report, baseline, now);
  if (text === baseline.text) return;
  await writeFile(baseline.file, text).catch((error: Error): never => {
    throw new CliError(`${baseline.name} cannot be written: ${error.message}`, EXIT.usage);
  });
  io.err(`note: ${baseline.name} was updated\n`);
}
