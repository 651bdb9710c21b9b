import { goal, number, type Findings, type Settings } from '../section.ts';
import { Server } from '../server.ts';
import { BARE, CLI, KIT } from '../sides.ts';
import { differentHeartbeat } from '../workloads.ts';

const HOSTS = 1000;
const BODIES = 5000;
const SAMPLES = 10;
const MB = 1e6;

/** Resident memory while a million heartbeats come, in one run. */
export async function memory({ quick, machine, load, tell }: Settings): Promise<Findings> {
  const total = quick ? 10_000 : 1_000_000;
  const step = total / SAMPLES;
  const heartbeats = Array.from({ length: BODIES }, (_, index) =>
    differentHeartbeat('agentmc', index, HOSTS),
  );
  const measure = async (side: typeof BARE) => {
    await using server = await Server.start(side, 'agentmc', machine.pinned?.server);
    const memoryNow = () => {
      if (server.usage) return server.usage.memory;
      throw new Error('how much memory a process has is only told on Linux');
    };
    const samples = [memoryNow()];
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      tell(`memory of ${side.name}: ${sample * step} of ${total} heartbeats`);
      const job = { url: server.url, heartbeats, connections: 50, seconds: 0, amount: step };
      const { invalid } = await load.run(job);
      if (invalid !== undefined) throw new Error(`${side.name}: ${invalid}`);
      samples.push(memoryNow());
    }
    return samples.map((bytes) => bytes / MB);
  };
  const all = [];
  for (const side of [BARE, KIT, CLI]) all.push({ side, samples: await measure(side) });
  return {
    tables: [
      {
        title: `Resident memory in MB, after so many heartbeats from ${number(HOSTS, 0)} hosts`,
        columns: ['side', ...(all[0]?.samples ?? []).map((_, index) => number(index * step, 0))],
        rows: all.map(({ side, samples }) => [side.name, ...samples.map((one) => number(one, 0))]),
        note: 'One run of each.',
      },
    ],
    goals: all.slice(1).flatMap(({ side, samples }) => {
      const settled = samples[2] as number;
      const growth = Math.max(...samples.slice(2)) / settled;
      const last = samples.at(-1) as number;
      return [
        goal(
          `${side.name}, resident memory after ${number(total, 0)} heartbeats`,
          last,
          { atMost: 120 },
          ' MB',
          number(last, 0),
        ),
        goal(
          `${side.name}, the most from ${number(2 * step, 0)} heartbeats on, of that at ${number(2 * step, 0)}`,
          growth,
          { atMost: 1.1 },
          ' x',
        ),
      ];
    }),
    raw: Object.fromEntries(all.map(({ side, samples }) => [side.name, samples])),
  };
}
