import { goal, spread, type Findings, type Settings } from '../section.ts';
import { Server } from '../server.ts';
import { BARE, CLI, KIT, installed } from '../sides.ts';
import { ratios, summarize } from '../statistics.ts';

/** Starts count for little beside the noise of a machine; so more of them than of other rounds. */
const MORE = 2;

/** From the start of a process to its first right answer. */
export async function start({ quick, rounds, machine, tell }: Settings): Promise<Findings> {
  const starts = quick ? 1 : rounds * MORE;
  const sides = installed(tell).filter(({ kind }) => kind !== 'part');
  const times = new Map(sides.map((side) => [side, [] as number[]]));
  for (let round = 0; round < starts; round += 1) {
    tell(`start: round ${round + 1} of ${starts}`);
    for (const side of sides) {
      await using server = await Server.start(side, 'agentmc', machine.pinned?.server);
      times.get(side)?.push(server.started);
    }
  }
  const of = (side: typeof BARE) => times.get(side) ?? [];
  const medianOf = (side: typeof BARE) => summarize(of(side)).median;
  const beyond = (side: typeof BARE) =>
    summarize(of(side).map((time, round) => time - (of(BARE)[round] as number)));
  const peers = sides.filter(({ kind }) => kind === 'peer');
  const fastest = peers.toSorted((a, b) => medianOf(a) - medianOf(b))[0];
  return {
    tables: [
      {
        title: 'Process start to first right answer, in milliseconds',
        columns: ['side', 'time', 'of bare', 'beyond bare'],
        rows: sides.map((side) => [
          side.name,
          spread(summarize(of(side)), 0),
          spread(summarize(ratios(of(side), of(BARE)))),
          spread(beyond(side), 0),
        ]),
      },
    ],
    goals: [CLI, KIT].flatMap((side) => [
      goal(
        `start of ${side.name}, beyond bare`,
        beyond(side).median,
        { atMost: 100 },
        ' ms',
        spread(beyond(side), 0),
      ),
      ...(fastest
        ? [
            goal(
              `start of ${side.name}, of ${fastest.name}, the fastest peer`,
              summarize(ratios(of(side), of(fastest))).median,
              { atMost: 1 },
              ' x',
            ),
          ]
        : []),
    ]),
    raw: Object.fromEntries(sides.map((side) => [side.name, of(side)])),
  };
}
