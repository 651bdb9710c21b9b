import { join } from 'node:path';
import { root, run, runScript } from '../child.ts';
import { findFaketime } from '../../src/conformance/client/find-faketime.ts';
import { goal, number, spread, type Findings, type Settings } from '../section.ts';
import { summarize } from '../statistics.ts';
import { contracts, type ContractId } from '../workloads.ts';

interface Found {
  readonly contract: ContractId;
  readonly scenarios: number;
  /** Milliseconds; of the process, compressed, as far as it was run. */
  readonly inProcess: readonly number[];
  readonly spawned: number | undefined;
}

/** All client scenarios of a contract, played to a client in this process and to one in a process of its own. */
export async function clients({ quick, rounds, machine, tell }: Settings): Promise<Findings> {
  const faketime = await findFaketime(process.env);
  const hasFaketime = 'library' in faketime;
  if (!hasFaketime) tell(`${faketime.why} Clients in processes of their own are left out.`);
  const found: Found[] = [];
  for (const contract of contracts) {
    const inProcess: number[] = [];
    let scenarios = 0;
    for (let round = 0; round < rounds; round += 1) {
      tell(`clients in process, ${contract}: round ${round + 1} of ${rounds}`);
      const core = machine.pinned?.server;
      const result = await runScript<{ time: number; scenarios: number }>(
        core,
        'in-process/clients.ts',
        contract,
      );
      inProcess.push(result.time);
      scenarios = result.scenarios;
    }
    if (hasFaketime) tell(`a client of ${contract} in a process of its own`);
    const spawned = hasFaketime ? await spawnedTime(contract, quick) : undefined;
    found.push({ contract, scenarios, inProcess, spawned });
  }
  return {
    tables: [
      {
        title: `All scenarios of a contract, played to a correct client${quick ? '; in a process of its own, one of them' : ''}`,
        columns: ['contract', 'scenarios', 'in process, ms', 'in a process of its own, s'],
        rows: found.map(({ contract, scenarios, inProcess, spawned }) => [
          contract,
          String(scenarios),
          spread(summarize(inProcess), 0),
          spawned === undefined ? '' : number(spawned / 1000),
        ]),
        note: 'In processes of their own they are played once.',
      },
    ],
    goals: found.flatMap(({ contract, inProcess, spawned }) => [
      goal(
        `client scenarios of ${contract}, in process`,
        summarize(inProcess).median / 1000,
        { atMost: 2 },
        ' s',
      ),
      ...(spawned === undefined
        ? []
        : [
            goal(
              `client scenarios of ${contract}, in a process of its own`,
              spawned / 60_000,
              { atMost: 5 },
              ' min',
            ),
          ]),
    ]),
    raw: found,
  };
}

/** Of the whole command, with nothing pinned: it starts several clients at the same time. */
async function spawnedTime(contract: ContractId, quick: boolean): Promise<number> {
  const { time, printed } = await run(undefined, [
    process.execPath,
    join(root, 'bin/heartbeat-kit.js'),
    'check',
    'client',
    '--no-config',
    '--contract',
    contract,
    ...(contract === 'agentradio' ? ['--state', 'on_shift'] : []),
    ...(quick ? ['--scenario', 'steady', '--allow-inconclusive'] : []),
    '--reporter',
    'json',
    '--',
    process.execPath,
    '--import',
    'tsx',
    join(root, 'fixtures/clients', `${contract}.ts`),
  ]);
  const { verdict } = JSON.parse(printed) as { verdict: string };
  if (verdict === 'fail') throw new Error(`a correct client of ${contract} fails`);
  return time;
}
