import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root, run } from '../child.ts';
import { goal, number, spread, type Findings, type Settings } from '../section.ts';
import { Server } from '../server.ts';
import { CLI } from '../sides.ts';
import { summarize } from '../statistics.ts';
import { contracts, type ContractId } from '../workloads.ts';

interface Scenario {
  readonly needs?: readonly string[];
  readonly steps?: readonly { readonly pause?: { readonly seconds?: unknown } }[];
}

/**
 * For how many milliseconds a usual run waits because scenarios say so. All wait at the same time, so that it
 * is the longest of them; what is only run when asked for does not count.
 */
function declaredPause(contract: ContractId): number {
  const folder = join(root, 'contracts', contract, 'scenarios/server');
  const pauses = readdirSync(folder).map((name) => {
    const { needs = [], steps = [] } = parse(readFileSync(join(folder, name), 'utf8')) as Scenario;
    if (needs.some((need) => need === 'slow' || need === 'burst')) return 0;
    const seconds = steps.map(({ pause }) =>
      typeof pause?.seconds === 'number' ? pause.seconds : 0,
    );
    return seconds.reduce((sum, one) => sum + one, 0);
  });
  return Math.max(...pauses) * 1000;
}

/** `check server` against the mock, the whole process. */
export async function check({ rounds, machine, tell }: Settings): Promise<Findings> {
  const found = [];
  for (const contract of contracts) {
    await using server = await Server.start(CLI, contract, machine.pinned?.server);
    const times: number[] = [];
    let requests = 0;
    for (let round = 0; round < rounds; round += 1) {
      tell(`check server, ${contract}: round ${round + 1} of ${rounds}`);
      const key = contract === 'agentmc' ? 'mca_check' : 'ar_agent_check';
      const command = [
        'check',
        'server',
        '--no-config',
        '--contract',
        contract,
        '--url',
        server.url,
      ];
      const { time, printed } = await run(machine.pinned?.load, [
        process.execPath,
        join(root, 'bin/heartbeat-kit.js'),
        ...command,
        '--api-key',
        key,
        '--reporter',
        'json',
      ]);
      const report = JSON.parse(printed) as { verdict: string; requests: number };
      if (report.verdict !== 'pass') throw new Error(`the mock does not pass: ${report.verdict}`);
      requests = report.requests;
      times.push(time - declaredPause(contract));
    }
    found.push({ contract, requests, pause: declaredPause(contract), times });
  }
  return {
    tables: [
      {
        title: '`check server` against the mock, the whole process',
        columns: ['contract', 'requests', 'declared pauses, ms', 'the rest, ms'],
        rows: found.map(({ contract, requests, pause, times }) => [
          contract,
          String(requests),
          number(pause, 0),
          spread(summarize(times), 0),
        ]),
      },
    ],
    goals: found.map(({ contract, times }) => {
      const { median } = summarize(times);
      return goal(
        `check server, ${contract}, less its declared pauses`,
        median / 1000,
        { atMost: 1.5 },
        ' s',
      );
    }),
    raw: found,
  };
}
