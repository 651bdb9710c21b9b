import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { applyBaseline } from '../conformance/baseline/apply.ts';
import { loadBaseline, parseBaseline, type Baseline } from '../conformance/baseline/load.ts';
import { updatedBaseline } from '../conformance/baseline/update.ts';
import { requireCoverage } from '../conformance/minimum-coverage.ts';
import { isComplete, type Report } from '../conformance/report/verdict.ts';
import { workflowCommand } from '../conformance/reporters/github.ts';
import { formatReport, type ReporterOptions } from '../conformance/reporters/index.ts';
import type { Suite } from '../conformance/scenario/load.ts';
import type { Secrets } from '../conformance/secrets.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';
import type { ReporterSpec, ReportFlags } from './report-flags.ts';
import { emptyFile, placeOf, prepareFile, replaceFile } from './write-file.ts';

/** Where reports go. */
export interface ReportOutput {
  /**
   * Weighs a report by baseline and coverage, and tells it in every form that is asked for.
   *
   * @returns the report as it was told.
   * @throws CliError where a file could not be written; all others are, first.
   */
  deliver<Kind extends Report>(report: Kind): Promise<Kind>;
  /** Tells GitHub, where that is asked for, why there is no report. */
  lost(why: string): void;
}

/** What is checked. */
export interface Checked {
  /** Id of the contract, or its folder. */
  readonly contract: string;
  readonly side: 'server' | 'client';
  readonly suite?: Suite;
  /** Files that the run reads, as they were given; no report may take the place of one. */
  readonly reads: readonly (string | undefined)[];
  /** The keys of the run, which may stand in the baseline as well. */
  readonly secrets: Pick<Secrets, 'conceal'>;
}

/**
 * Reads the baseline and prepares the places for reports, so that what is wrong with them is told
 * before anything runs.
 *
 * @throws CliError and FileError that name the cure.
 */
export async function reportOutput(
  flags: ReportFlags & Pick<ReporterOptions, 'allowInconclusive'>,
  { secrets, reads, ...checked }: Checked,
  io: Io,
): Promise<ReportOutput> {
  const { reporter = [], baseline: file, updateBaseline = false, minCoverage } = flags;
  const telling = { allowInconclusive: flags.allowInconclusive, contract: checked.contract };
  const printed = printedForm(reporter);
  const annotates = reporter.some(({ name }) => name === 'github');
  if (updateBaseline && file === undefined) {
    throw new CliError('--update-baseline needs --baseline, the file to write', EXIT.usage);
  }
  const options = { ...checked, name: file ?? '', isUpdated: updateBaseline };
  const baseline =
    file === undefined ? undefined : await loadBaseline(resolve(io.cwd, file), options);
  const files = reporter.flatMap((one) => (one.file === undefined ? [] : [one.file]));
  await checkApart(files, [file, ...reads], io.cwd);
  for (const one of [...files, ...(updateBaseline && file !== undefined ? [file] : [])]) {
    await prepareFile(resolve(io.cwd, one), one);
  }
  for (const one of files) await emptyFile(resolve(io.cwd, one));
  const update = async (before: Baseline, report: Report, now: number): Promise<Baseline> => {
    if (!isComplete(report)) {
      const why = 'problem' in report ? 'no heartbeat is accepted' : 'the run is not complete';
      io.err(`note: ${before.name} stays as it is, since ${why}\n`);
      return before;
    }
    const text = updatedBaseline(report, before, now);
    if (text === before.text) return before;
    const after = await parseBaseline(text, options);
    await replaceFile(resolve(io.cwd, before.name), before.name, text);
    io.err(`note: ${before.name} was updated\n`);
    return after;
  };

  return {
    async deliver(report) {
      const now = Date.parse(report.startedAt);
      const failures: string[] = [];
      const failed = ({ message }: Error) => void failures.push(message);
      let current = baseline;
      if (updateBaseline && baseline) {
        current = (await update(baseline, report, now).catch(failed)) ?? baseline;
      }
      const known = current
        ? applyBaseline(report, current, now, (text) => secrets.conceal(text))
        : report;
      const told = minCoverage ? requireCoverage(known, minCoverage) : known;
      for (const { name, file: to } of reporter) {
        if (to === undefined) continue;
        const text = await formatReport(told, name, telling);
        await replaceFile(resolve(io.cwd, to), to, text).catch(failed);
      }
      io.out(await formatReport(told, printed, { ...telling, colours: io.colours.out }));
      if (annotates) {
        (io.announce ?? io.out)(await formatReport(told, 'github', telling));
        const summary = io.env['GITHUB_STEP_SUMMARY'];
        if (summary) {
          await appendFile(summary, await formatReport(told, 'markdown', telling)).catch(
            ({ message }) => {
              failures.push(`GITHUB_STEP_SUMMARY cannot be written: ${message}`);
            },
          );
        }
      }
      if (failures.length > 0) throw new CliError(failures.join('\n'), EXIT.usage);
      return told;
    },
    lost(why) {
      if (!annotates) return;
      (io.announce ?? io.out)(`${workflowCommand('error', 'heartbeat-kit', why)}\n`);
    },
  };
}

/** @throws CliError where a report would take the place of another one, or of what is read. */
async function checkApart(
  files: readonly string[],
  reads: readonly (string | undefined)[],
  cwd: string,
): Promise<void> {
  const others = new Map<string, string>();
  for (const one of reads) {
    if (one === undefined) continue;
    others.set(await placeOf(resolve(cwd, one)), `${one}, which is read`);
  }
  for (const one of files) {
    const path = await placeOf(resolve(cwd, one));
    const other = others.get(path);
    if (other !== undefined) {
      throw new CliError(
        `--reporter would write ${one} over ${other}; give another file`,
        EXIT.usage,
      );
    }
    others.set(path, `the report in ${one}`);
  }
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
