import type { Command } from 'commander';
import { addJudgingFlags, checkContract, type CheckClientFlags } from './check-client-flags.ts';
import { reportOf } from './check-client.ts';
import type { Io } from './io.ts';
import type { ReportFlags } from './report-flags.ts';
import { addConfigFlags, readSettings } from './settings.ts';

/** The flags of `check log`, as they were given. */
type CheckLogFlags = Pick<
  CheckClientFlags,
  'contract' | 'state' | 'interval' | 'only' | 'basis' | 'failOn' | 'allowInconclusive'
> &
  ReportFlags & { readonly url?: string; readonly key?: string };

/** Adds `heartbeat-kit check log`. */
export function addCheckLogCommand(
  check: Command,
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const log = check
    .command('log')
    .description('Judge the recorded traffic of a client: a HAR file, or the journal of a mock.')
    .argument('<file>', 'HTTP archive (HAR 1.2), or NDJSON that a mock exported')
    .action(async (file: string) => {
      const settings = await readSettings<CheckLogFlags>(
        log,
        { section: 'checkLog', variables: () => ({}) },
        io,
      );
      checkContract(settings);
      const { flags } = settings;
      setExitCode(
        await reportOf(flags, [settings.config, file], io, async () => {
          // Loaded late, so that the other commands start faster.
          const { checkLog } = await import('../conformance/client/check-log.ts');
          return checkLog({ ...flags, file });
        }),
      );
    });
  addJudgingFlags(log)
    .option('-u, --url <base>', 'base of the service in the file (default: where its keys go)')
    .option('--key <mark>', 'whose traffic is judged, where there is that of several keys');
  addConfigFlags(log);
}
