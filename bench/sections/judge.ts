import { runScript } from '../child.ts';
import { goal, number, spread, type Findings, type Settings } from '../section.ts';
import { summarize, type Summary } from '../statistics.ts';
import { contracts, documentExample, type ContractId } from '../workloads.ts';

/** Twice the length may take twice the time, and this much more as there is more memory to go through. */
const MORE = 1.5;
const MANY = 100_000;

/** Judging what a client did, from a journal of so many exchanges. */
export async function judge({ quick, rounds, machine, tell }: Settings): Promise<Findings> {
  const lengths = quick ? [500, 2000] : [10_000, 100_000, 1_000_000];
  const found: { contract: ContractId; length: number; summary: Summary }[] = [];
  for (const contract of contracts) {
    const { path, headers, body } = documentExample(contract);
    for (const length of lengths) {
      const times: number[] = [];
      // What takes long is known well enough sooner.
      const repeats = length > MANY ? 1 : rounds;
      for (let round = 0; round < repeats; round += 1) {
        tell(`judging ${length} exchanges of ${contract}`);
        const { time } = await runScript<{ time: number }>(
          machine.pinned?.server,
          'in-process/judge.mjs',
          contract,
          String(length),
          path,
          JSON.stringify(headers),
          body,
        );
        times.push(time);
      }
      found.push({ contract, length, summary: summarize(times) });
    }
  }
  const [longest = 0, before = 0] = lengths.toReversed();
  return {
    tables: [
      {
        title: 'Judging the exchanges of a client by all requirements',
        columns: ['exchanges', ...contracts.flatMap((contract) => [`${contract}: ms`, 'µs each'])],
        rows: lengths.map((length) => [
          number(length, 0),
          ...contracts.flatMap((contract) => {
            const { summary } = found.find(
              (one) => one.contract === contract && one.length === length,
            ) as { summary: Summary };
            return [spread(summary, 0), number((summary.median * 1000) / length)];
          }),
        ]),
        note: `One run where there are more than ${number(MANY, 0)}.`,
      },
    ],
    goals: contracts.flatMap((contract) => {
      const at = (length: number) =>
        found.find((one) => one.contract === contract && one.length === length)?.summary.median ??
        0;
      return [
        goal(
          `judging ${number(longest, 0)} exchanges of ${contract}`,
          at(longest) / 1000,
          { atMost: 2 },
          ' s',
        ),
        goal(
          `judging ${contract}: time for each of ${number(longest, 0)}, of that of ${number(before, 0)}`,
          at(longest) / longest / (at(before) / before),
          { atMost: MORE },
          ' x',
        ),
      ];
    }),
    raw: found,
  };
}
