import type { LoadResult } from '../load.ts';
import {
  goal,
  number,
  spread,
  type Findings,
  type Goal,
  type Settings,
  type Table,
} from '../section.ts';
import { Server } from '../server.ts';
import { BARE, installed, KIT, MOCKOON, PARSE, PRISM, WIREMOCK, type Side } from '../sides.ts';
import { ratios, summarize, type Summary } from '../statistics.ts';
import {
  contracts,
  differentHeartbeat,
  documentExample,
  shapes,
  type ContractId,
  type Heartbeat,
  type Shape,
} from '../workloads.ts';

/** Bodies that differ: so many, from so many hosts. */
const BODIES = 5000;
const HOSTS = 1000;
const CONNECTIONS = [50, 1] as const;
/** Just-in-time compilers and caches take their time. */
const WARM_UP = 3;

const TITLES: Readonly<Record<ContractId, string>> = {
  agentmc: 'AgentMC',
  agentradio: 'AgentRadio',
};

interface Round extends LoadResult {
  /** Microseconds of a core that the server took for an answer. */
  readonly cost: number | undefined;
}

interface Series {
  readonly side: Side;
  readonly contract: ContractId;
  readonly shape: Shape;
  readonly connections: number;
  /** One per round; undefined where the answers were not all right. */
  readonly rounds: (Round | undefined)[];
  readonly invalid: string[];
}

/** Requests per second and latency of all sides, on the same work. */
export async function throughput(settings: Settings): Promise<Findings> {
  const sides = installed(settings.tell);
  const series: Series[] = [];
  for (const contract of contracts) {
    for (const shape of shapes) series.push(...(await measure(settings, sides, contract, shape)));
  }
  const find: Find = (side, contract, shape, connections) =>
    series.find(
      (one) =>
        one.side === side &&
        one.contract === contract &&
        one.shape === shape &&
        one.connections === connections,
    ) as Series;
  return {
    tables: contracts.flatMap((contract) =>
      CONNECTIONS.map((connections) => table(sides, contract, connections, find)),
    ),
    goals: goals(sides, find),
    raw: series.map(({ side, ...rest }) => ({ side: side.name, version: side.version(), ...rest })),
  };
}

type Find = (side: Side, contract: ContractId, shape: Shape, connections: number) => Series;

async function measure(
  { rounds, seconds, quick, machine, load, tell }: Settings,
  sides: readonly Side[],
  contract: ContractId,
  shape: Shape,
): Promise<Series[]> {
  const heartbeats: Heartbeat[] =
    shape === 'constant'
      ? [documentExample(contract)]
      : Array.from({ length: BODIES }, (_, index) => differentHeartbeat(contract, index, HOSTS));
  const servers = new Map<Side, Server>();
  try {
    for (const side of sides) {
      const server = await Server.start(side, contract, machine.pinned?.server);
      servers.set(side, server);
      const { url } = server;
      await load.run({ url, heartbeats, connections: 50, seconds: quick ? 1 : WARM_UP });
    }
    const series = CONNECTIONS.flatMap((connections) =>
      sides.map((side): Series => ({
        side,
        contract,
        shape,
        connections,
        rounds: [],
        invalid: [],
      })),
    );
    for (let round = 0; round < rounds; round += 1) {
      tell(`${TITLES[contract]}, ${shape} bodies: round ${round + 1} of ${rounds}`);
      // All sides take part in each round, so that a machine that becomes slower does so for all.
      for (const { side, connections, rounds: results, invalid } of series) {
        const server = servers.get(side) as Server;
        const before = server.usage?.cpu;
        const result = await load.run({ url: server.url, heartbeats, connections, seconds });
        const after = server.usage?.cpu;
        const cost =
          before === undefined || after === undefined
            ? undefined
            : ((after - before) * 1e6) / result.answers;
        results.push(result.invalid === undefined ? { ...result, cost } : undefined);
        if (result.invalid === undefined) continue;
        invalid.push(result.invalid);
        tell(`${side.name}: the round is invalid: ${result.invalid}`);
      }
    }
    return series;
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

const valuesOf = (series: Series, field: 'perSecond' | 'p99' | 'cost') =>
  series.rounds.map((round) => round?.[field]);

function summaryOf(values: readonly (number | undefined)[]): Summary | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : summarize(known);
}

function table(
  sides: readonly Side[],
  contract: ContractId,
  connections: number,
  find: Find,
): Table {
  const shown = (summary: Summary | undefined, digits?: number) =>
    summary === undefined ? 'invalid' : spread(summary, digits);
  const rows = sides.map((side) => [
    side.name,
    ...shapes.flatMap((shape) => {
      const own = find(side, contract, shape, connections);
      const bare = find(BARE, contract, shape, connections);
      const cost = summaryOf(valuesOf(own, 'cost'));
      return [
        shown(summaryOf(valuesOf(own, 'perSecond')), 0),
        shown(summaryOf(ratios(valuesOf(own, 'perSecond'), valuesOf(bare, 'perSecond'))), 2),
        shown(summaryOf(valuesOf(own, 'p99'))),
        cost === undefined ? '' : number(cost.median, 0),
      ];
    }),
  ]);
  const per = shapes.flatMap((shape) => [
    `${shape}: requests/s`,
    'of bare',
    'p99 ms',
    'µs of a core each',
  ]);
  const plural = connections === 1 ? 'connection' : 'connections';
  return {
    title: `${TITLES[contract]} heartbeat, ${connections} ${plural}`,
    columns: ['side', ...per],
    rows,
  };
}

/** The worse of both shapes, so that a goal that is met is met for both. */
function worst(
  contract: ContractId,
  find: Find,
  [side, to]: readonly [Side, Side],
  field: 'perSecond' | 'p99',
): Summary {
  const both = shapes.map((shape) =>
    summarize(
      ratios(
        valuesOf(find(side, contract, shape, 50), field),
        valuesOf(find(to, contract, shape, 50), field),
      ),
    ),
  );
  const sorted = both.toSorted((a, b) => a.median - b.median);
  return (field === 'perSecond' ? sorted[0] : sorted.at(-1)) as Summary;
}

function goals(sides: readonly Side[], find: Find): Goal[] {
  const PEERS = [
    [PRISM, 6],
    [MOCKOON, 20],
    [WIREMOCK, 4],
  ] as const;
  const bounds = { agentmc: 0.6, agentradio: 0.75 };
  const against = (
    contract: ContractId,
    to: Side,
    atLeast: number,
    what = `${TITLES[contract]} heartbeat, requests/s of ${to.name}`,
  ) => {
    const found = worst(contract, find, [KIT, to], 'perSecond');
    return goal(what, found.median, { atLeast }, ' x', spread(found));
  };
  return contracts.flatMap((contract) => {
    const latency = worst(contract, find, [KIT, BARE], 'p99');
    const parse = worst(contract, find, [KIT, PARSE], 'perSecond');
    return [
      against(contract, BARE, bounds[contract]),
      {
        figure: `${TITLES[contract]} heartbeat, requests/s of ${PARSE.name}`,
        goal: '',
        measured: `${spread(parse)} x`,
        met: true,
      },
      goal(
        `${TITLES[contract]} heartbeat, p99 of bare`,
        latency.median,
        { atMost: 2 },
        ' x',
        spread(latency),
      ),
      ...PEERS.filter(([peer]) => sides.includes(peer)).map(([peer, factor]) =>
        against(contract, peer, factor),
      ),
    ];
  });
}
