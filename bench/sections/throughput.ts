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
import { BARE, CLI, installed, KIT, MOCKOON, PARSE, PRISM, WIREMOCK, type Side } from '../sides.ts';
import { ratios, summarize, type Summary } from '../statistics.ts';
import { takeTurn, type Turn } from '../turn.ts';
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

/** What is measured. */
interface Plan {
  readonly contracts: readonly ContractId[];
  readonly shapes: readonly Shape[];
  readonly connections: readonly number[];
}

const WHOLE: Plan = { contracts, shapes, connections: [50, 1] };
/** To see that it works, one of each is enough. */
const QUICK: Plan = { contracts: ['agentmc'], shapes: ['different'], connections: [50] };
/** Just-in-time compilers and caches take their time. */
const WARM_UP = 2;

const TITLES: Readonly<Record<ContractId, string>> = {
  agentmc: 'AgentMC',
  agentradio: 'AgentRadio',
};

interface Round extends Turn {
  /** What bare did just before: machines change their pace within seconds, so that only neighbours can be compared. */
  readonly bare: Turn;
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
  const plan = settings.quick ? QUICK : WHOLE;
  const series: Series[] = [];
  for (const contract of plan.contracts) {
    for (const shape of plan.shapes) {
      series.push(...(await measure(settings, sides, plan, contract, shape)));
    }
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
    tables: plan.contracts.flatMap((contract) =>
      plan.connections.map((connections) => table(sides, plan, contract, connections, find)),
    ),
    goals: goals(sides, plan, find),
    raw: series.map(({ side, ...rest }) => ({ side: side.name, version: side.version(), ...rest })),
  };
}

/** What parts cost is seen best where the server is what is waited for. */
function isMeasured({ kind }: Side, connections: number): boolean {
  return connections > 1 || kind !== 'part';
}

type Find = (side: Side, contract: ContractId, shape: Shape, connections: number) => Series;

async function measure(
  settings: Settings,
  sides: readonly Side[],
  plan: Plan,
  contract: ContractId,
  shape: Shape,
): Promise<Series[]> {
  const { quick, machine, load, tell } = settings;
  const heartbeats: Heartbeat[] =
    shape === 'constant'
      ? [documentExample(contract)]
      : Array.from({ length: BODIES }, (_, index) => differentHeartbeat(contract, index, HOSTS));
  const series: Series[] = [];
  const start = async (side: Side) => {
    const server = await Server.start(side, contract, machine.pinned?.server);
    const warmUp = quick ? 1 : WARM_UP;
    await takeTurn(load, server, { heartbeats, connections: 50, seconds: warmUp });
    return server;
  };
  const bare = await start(BARE);
  try {
    // One side after the other, and each by turns with bare: who waits long becomes slow, and bare never would.
    for (const side of sides) {
      tell(`${TITLES[contract]}, ${shape} bodies: ${side.name}`);
      const server = side === BARE ? bare : await start(side);
      try {
        for (const connections of plan.connections) {
          if (!isMeasured(side, connections)) continue;
          const found = await byTurns(settings, bare, server, { heartbeats, connections });
          for (const why of found.invalid) tell(`${side.name}: a round is invalid: ${why}`);
          series.push({ side, contract, shape, connections, ...found });
        }
      } finally {
        if (server !== bare) await server.stop();
      }
    }
    return series;
  } finally {
    await bare.stop();
  }
}

/** Rounds in which bare and a server take a turn each. */
async function byTurns(
  { rounds, seconds, load }: Settings,
  bare: Server,
  server: Server,
  work: { readonly heartbeats: readonly Heartbeat[]; readonly connections: number },
): Promise<Pick<Series, 'rounds' | 'invalid'>> {
  const found: (Round | undefined)[] = [];
  const invalid: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const limit = await takeTurn(load, bare, { ...work, seconds });
    const own = server === bare ? limit : await takeTurn(load, server, { ...work, seconds });
    const wrong = limit.invalid ?? own.invalid;
    if (wrong !== undefined) invalid.push(wrong);
    found.push(wrong === undefined ? { ...own, bare: limit } : undefined);
  }
  return { rounds: found, invalid };
}

const valuesOf = (series: Series, field: 'perSecond' | 'p99' | 'cost') =>
  series.rounds.map((round) => round?.[field]);

/** The same as a share of what bare did just before. */
const ofBare = (series: Series, field: 'perSecond' | 'p99') =>
  series.rounds.map((round) => round && round[field] / round.bare[field]);

function summaryOf(values: readonly (number | undefined)[]): Summary | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : summarize(known);
}

function table(
  sides: readonly Side[],
  plan: Plan,
  contract: ContractId,
  connections: number,
  find: Find,
): Table {
  const shown = (summary: Summary | undefined, digits?: number) =>
    summary === undefined ? 'invalid' : spread(summary, digits);
  const measured = sides.filter((side) => isMeasured(side, connections));
  const rows = measured.map((side) => [
    side.name,
    ...plan.shapes.flatMap((shape) => {
      const own = find(side, contract, shape, connections);
      const cost = summaryOf(valuesOf(own, 'cost'));
      return [
        shown(summaryOf(valuesOf(own, 'perSecond')), 0),
        shown(summaryOf(ofBare(own, 'perSecond')), 2),
        shown(summaryOf(valuesOf(own, 'p99'))),
        cost === undefined ? '' : number(cost.median, 0),
      ];
    }),
  ]);
  const per = plan.shapes.flatMap((shape) => [
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

/** How each of them is to compare with bare, by the contract; and with peers. */
const OF_BARE: Readonly<Record<ContractId, number>> = { agentmc: 0.6, agentradio: 0.75 };
const OF_PEERS: readonly (readonly [Side, number])[] = [
  [PRISM, 6],
  [MOCKOON, 20],
  [WIREMOCK, 4],
];

function goals(sides: readonly Side[], plan: Plan, find: Find): Goal[] {
  return plan.contracts.flatMap((contract) => {
    const compare = (
      [side, to]: readonly [Side, Side],
      field: 'perSecond' | 'p99',
      bound?: { readonly atLeast: number } | { readonly atMost: number },
    ): Goal => {
      const what = field === 'p99' ? 'p99 latency' : 'requests/s';
      const figure = `${TITLES[contract]}: ${what} of ${side.name}, of ${to.name}`;
      const all = plan.shapes.map((shape) => {
        const values = (one: Side) => ofBare(find(one, contract, shape, 50), field);
        return summaryOf(ratios(values(side), values(to)));
      });
      const known = all.filter((summary) => summary !== undefined);
      if (known.length < all.length) {
        return { figure, goal: 'right answers', measured: 'invalid', met: false };
      }
      const sorted = known.toSorted((a, b) => a.median - b.median);
      // The worse of both shapes, so that a goal that is met is met for both.
      const worst = (field === 'p99' ? sorted.at(-1) : sorted[0]) as Summary;
      return bound === undefined
        ? { figure, goal: '', measured: `${spread(worst)} x`, met: true }
        : goal(figure, worst.median, bound, ' x', spread(worst));
    };
    return [
      compare([KIT, BARE], 'perSecond', { atLeast: OF_BARE[contract] }),
      compare([CLI, BARE], 'perSecond', { atLeast: OF_BARE[contract] }),
      compare([KIT, PARSE], 'perSecond'),
      compare([PARSE, BARE], 'perSecond'),
      compare([KIT, BARE], 'p99', { atMost: 2 }),
      ...OF_PEERS.filter(([peer]) => sides.includes(peer)).map(([peer, atLeast]) =>
        compare([KIT, peer], 'perSecond', { atLeast }),
      ),
    ];
  });
}
