/**
 * Checks the correct clients again and again while the machine is kept busy, to see that no lag of
 * machine or network makes a correct client fail. Needs libfaketime.
 *
 * Ends with 1 where one fails anything, or never passes. A round that leaves something open is told,
 * and proves nothing.
 *
 * Usage: tsx scripts/clients-under-load.ts [rounds]
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { checkCommand } from '../src/conformance/client/check-command.ts';

const CLIENTS = fileURLToPath(new URL('../fixtures/clients/', import.meta.url));
/** The scenarios in which times matter most. */
const SCENARIOS = {
  agentmc: ['steady', 'rate-limited-seconds', 'unavailable'],
  agentradio: ['steady', 'rate-limited-seconds', 'single-failure'],
} as const;
const COMMANDS = {
  ts: ['node', '--import', 'tsx'],
  py: ['python3'],
  sh: ['bash'],
} as const;

const rounds = Number(process.argv[2] ?? 2);
const { LOAD = String(availableParallelism()) } = process.env;
const busy = Array.from({ length: Number(LOAD) }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
);
const totals = new Map<string, number>();
const passed = new Set<string>();
const count = (what: string) => totals.set(what, (totals.get(what) ?? 0) + 1);
try {
  for (let round = 1; round <= rounds; round += 1) {
    const runs = Object.entries(SCENARIOS).flatMap(([contract, scenarios]) =>
      Object.entries(COMMANDS).map(async ([language, command]) => {
        const client = `${contract}.${language}`;
        const report = await checkCommand({
          contract,
          state: contract === 'agentradio' ? 'on_shift' : undefined,
          scenarios,
          command: [...command, `${CLIENTS}${client}`],
          env: process.env,
          jobs: scenarios.length,
        });
        count(report.verdict);
        if (report.verdict === 'pass') passed.add(client);
        for (const { rerun } of report.scenarios) if (rerun !== undefined) count('run again');
        for (const { id, verdict, evidence } of report.requirements) {
          if (verdict === 'pass') continue;
          count(`${verdict} of a requirement`);
          const whys = evidence.filter((one) => one.verdict !== 'pass').map(({ why }) => why);
          console.log(`round ${round}, ${client}: ${verdict} ${id}: ${whys.join('; ')}`);
        }
        for (const note of report.notes) console.log(`round ${round}, ${client}: ${note}`);
      }),
    );
    await Promise.all(runs);
    console.log(`round ${round}: ${JSON.stringify(Object.fromEntries(totals))}`);
  }
} finally {
  for (const one of busy) one.kill('SIGKILL');
}
const clients = Object.keys(SCENARIOS).length * Object.keys(COMMANDS).length;
if (totals.has('fail of a requirement') || passed.size < clients) process.exitCode = 1;
