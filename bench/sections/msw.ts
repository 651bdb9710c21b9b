import { runScript } from '../child.ts';
import { goal, spread, type Findings, type Settings } from '../section.ts';
import { ratios, summarize } from '../statistics.ts';
import { contracts, documentExample, exampleAnswer, type ContractId } from '../workloads.ts';

const NAMES = {
  trivial: 'a handler that always says the same',
  reading: 'the same, which reads the request first',
  kit: 'handlers of heartbeat-kit/msw',
} as const;
type Way = keyof typeof NAMES;

/** Heartbeats through msw, without a network. */
export async function msw({ quick, rounds, machine, tell }: Settings): Promise<Findings> {
  const [count, turns] = quick ? [100, 2] : [1000, rounds * 4];
  const found: { contract: ContractId; times: Record<Way, number[]> }[] = [];
  for (const contract of contracts) {
    tell(`msw, ${contract}`);
    const { path, headers, body } = documentExample(contract);
    const times = await runScript<Record<Way, number[]>>(
      machine.pinned?.server,
      'in-process/msw.mjs',
      path,
      JSON.stringify(headers),
      body,
      exampleAnswer(contract),
      String(count),
      String(turns),
    );
    found.push({ contract, times });
  }
  const ways = Object.keys(NAMES) as Way[];
  return {
    tables: [
      {
        title: 'Microseconds for a heartbeat through msw, in this process',
        columns: ['', ...found.flatMap(({ contract }) => [contract, 'of the first'])],
        rows: ways.map((way) => [
          NAMES[way],
          ...found.flatMap(({ times }) => [
            spread(summarize(times[way].map((time) => (time * 1000) / count))),
            spread(summarize(ratios(times[way], times.trivial))),
          ]),
        ]),
      },
    ],
    goals: found.map(({ contract, times }) => {
      const ratio = summarize(ratios(times.kit, times.trivial));
      return goal(
        `msw, ${contract} heartbeat, time of a trivial handler`,
        ratio.median,
        { atMost: 1.15 },
        ' x',
        spread(ratio),
      );
    }),
    raw: found,
  };
}
