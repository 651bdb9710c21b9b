import { createRequire } from 'node:module';
import { start, type Exit } from '../../support/processes.ts';

const REDOCLY = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/** Runs Redocly's command line, without what it would send or fetch. */
export async function redocly(
  args: readonly string[],
): Promise<Exit & { out: string; err: string }> {
  const running = start(process.execPath, [REDOCLY, ...args], {
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  return { ...(await running.exit), ...running.written };
}
