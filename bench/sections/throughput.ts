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
import { summarize, type Summary } from '../statistics.ts';
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
  /** Whether heartbeat-kit takes turns with peers too. */
  readonly direct: boolean;
}

/** Those that goals are for. */
const CONNECTIONS = 50;
const WHOLE: Plan = { contracts, shapes, connections: [CONNECTIONS, 1], direct: true };
/** To see that it works, one of each is enough. */
const QUICK: Plan = {
  contracts: ['agentmc'],
  shapes: ['different'],
  connections: [CONNECTIONS],
  direct: false,
};

/** How many requests: just-in-time compilers and caches take their time. */
const WARM_UP = 20_000;
/** To see that it works, so many are enough, here and in a turn. */
const FEW = 500;

const TITLES: Readonly<Record<ContractId, string>> = {
  agentmc: 'AgentMC',
  agentradio: 'AgentRadio',
};

interface Round extends Turn {
  /** What another side did just before or after: machines change their pace within seconds. */
  readonly to: Turn;
}

interface Series {
  readonly side: Side;
  /** With which it took turns. */
  readonly to: Side;
  readonly contract: ContractId;
  readonly shape: Shape;
  readonly connections: number;
  /** Those in which all answers were right. */
  readonly rounds: readonly Round[];
  /** Why others do not count. */
  readonly invalid: readonly string[];
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
  const find: Find = (side, to, contract, shape, connections) =>
    series.find(
      (one) =>
        one.side === side &&
        one.to === to &&
        one.contract === contract &&
        one.shape === shape &&
        one.connections === connections,
    ) as Series;
  return {
    tables: plan.contracts.flatMap((contract) =>
      plan.connections.map((connections) => table(sides, plan, contract, connections, find)),
    ),
    goals: plan.direct ? goals(sides, plan, find) : [],
    problems: series.flatMap(({ side, invalid }) => invalid.map((why) => `${side.name}: ${why}`)),
    raw: series.map(({ side, to, ...rest }) => ({
      side: side.name,
      version: side.version(),
      to: to.name,
      ...rest,
    })),
  };
}

/** What parts cost is seen best where the server is what is waited for. */
function isMeasured({ kind }: Side, connections: number): boolean {
  return connections > 1 || kind !== 'part';
}

type Find = (
  side: Side,
  to: Side,
  contract: ContractId,
  shape: Shape,
  connections: number,
) => Series;

/** With whom heartbeat-kit takes turns itself, as a ratio to them is asked for. */
const DIRECT: readonly Side[] = [PARSE, PRISM, MOCKOON, WIREMOCK];

async function measure(
  settings: Settings,
  sides: readonly Side[],
  plan: Plan,
  contract: ContractId,
  shape: Shape,
): Promise<Series[]> {
  const heartbeats: Heartbeat[] =
    shape === 'constant'
      ? [documentExample(contract)]
      : Array.from({ length: settings.quick ? FEW : BODIES }, (_, index) =>
          differentHeartbeat(contract, index, HOSTS),
        );
  const series: Series[] = [];
  for (const side of sides) {
    settings.tell(`${TITLES[contract]}, ${shape} bodies: ${side.name}`);
    const measured = plan.connections.filter((connections) => isMeasured(side, connections));
    const pairs: [Side, Side, readonly number[]][] = [[side, BARE, measured]];
    if (plan.direct && DIRECT.includes(side)) pairs.push([KIT, side, [CONNECTIONS]]);
    for (const [own, to, connections] of pairs) {
      const about = { side: own, to, contract, shape };
      series.push(...(await byTurns(settings, about, heartbeats, connections)));
    }
  }
  return series;
}

/**
 * Two servers take turns, and no other one runs meanwhile: who waits for long is slow afterwards. Who fails leaves
 * the others alone.
 */
async function byTurns(
  settings: Settings,
  about: Pick<Series, 'side' | 'to' | 'contract' | 'shape'>,
  heartbeats: readonly Heartbeat[],
  connections: readonly number[],
): Promise<Series[]> {
  const { side, to, contract } = about;
  try {
    await using first = await warmServer(settings, to, contract, heartbeats);
    await using second =
      side === to ? undefined : await warmServer(settings, side, contract, heartbeats);
    const series: Series[] = [];
    for (const count of connections) {
      const job = { heartbeats, connections: count };
      const found = await roundsOf(settings, second ?? first, first, job);
      series.push({ ...about, connections: count, ...found });
    }
    return series;
  } catch (error) {
    const invalid = [(error as Error).message];
    return connections.map((count) => ({ ...about, connections: count, rounds: [], invalid }));
  }
}

/** A server that has warmed up. */
async function warmServer(
  { quick, machine, load }: Settings,
  side: Side,
  contract: ContractId,
  heartbeats: readonly Heartbeat[],
): Promise<Server> {
  const server = await Server.start(side, contract, machine.pinned?.server);
  const amount = quick ? FEW : WARM_UP;
  const { invalid } = await takeTurn(load, server, {
    heartbeats,
    connections: CONNECTIONS,
    seconds: 0,
    amount,
  });
  if (invalid === undefined) return server;
  await server[Symbol.asyncDispose]();
  throw new Error(`${side.name}, while it warms up: ${invalid}`);
}

async function roundsOf(
  { quick, rounds, seconds, load }: Settings,
  server: Server,
  to: Server,
  job: { readonly heartbeats: readonly Heartbeat[]; readonly connections: number },
): Promise<Pick<Series, 'rounds' | 'invalid'>> {
  const found: Round[] = [];
  const invalid: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Each is first in turn, as a machine that becomes slower is so for who comes second.
    const order = server === to ? [to] : round % 2 === 0 ? [to, server] : [server, to];
    const turns = new Map<Server, Turn>();
    const whole = { ...job, seconds, ...(quick && { amount: FEW }) };
    for (const one of order) turns.set(one, await takeTurn(load, one, whole));
    const [own, other] = [turns.get(server) as Turn, turns.get(to) as Turn];
    const wrong = own.invalid ?? other.invalid;
    if (wrong === undefined) found.push({ ...own, to: other });
    else invalid.push(wrong);
  }
  return { rounds: found, invalid };
}

/** Figures of a side's rounds, and how many of them do not count. */
function shown(
  { rounds, invalid }: Series,
  figure: (round: Round) => number | undefined,
  digits?: number,
): string {
  const values = rounds.flatMap((round) => figure(round) ?? []);
  return [
    ...(values.length > 0 ? [spread(summarize(values), digits)] : []),
    ...(invalid.length > 0 ? [`${invalid.length} invalid`] : []),
  ].join(', ');
}

const ofOther = (field: 'perSecond' | 'p99') => (round: Round) => round[field] / round.to[field];

function table(
  sides: readonly Side[],
  plan: Plan,
  contract: ContractId,
  connections: number,
  find: Find,
): Table {
  const measured = sides.filter((side) => isMeasured(side, connections));
  const rows = measured.map((side) => [
    side.name,
    ...plan.shapes.flatMap((shape) => {
      const own = find(side, BARE, contract, shape, connections);
      const costs = own.rounds.flatMap(({ cost }) => cost ?? []);
      return [
        shown(own, ({ perSecond }) => perSecond, 0),
        shown(own, ofOther('perSecond'), 2),
        shown(own, ({ p99 }) => p99),
        costs.length === 0 ? '' : number(summarize(costs).median, 0),
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

/** How each of them is to compare with bare, by the contract; and heartbeat-kit with peers. */
const OF_BARE: Readonly<Record<ContractId, number>> = { agentmc: 0.6, agentradio: 0.75 };
const OF_PEERS: readonly (readonly [Side, number])[] = [
  [PRISM, 6],
  [MOCKOON, 20],
  [WIREMOCK, 4],
];

type Bound = { readonly atLeast: number } | { readonly atMost: number };

function goals(sides: readonly Side[], plan: Plan, find: Find): Goal[] {
  return plan.contracts.flatMap((contract) => {
    const compare = (side: Side, to: Side, field: 'perSecond' | 'p99', bound?: Bound): Goal => {
      const what = field === 'p99' ? 'p99 latency' : 'requests/s';
      const figure = `${TITLES[contract]}: ${what} of ${side.name}, of ${to.name}`;
      const all = plan.shapes.map((shape) => find(side, to, contract, shape, CONNECTIONS));
      if (all.some(({ invalid }) => invalid.length > 0)) {
        return { figure, goal: 'right answers', measured: 'invalid', met: false };
      }
      const sorted = all
        .map(({ rounds }) => summarize(rounds.map(ofOther(field))))
        .toSorted((a, b) => a.median - b.median);
      // The worse of both shapes, so that a goal that is met is met for both.
      const worst = (field === 'p99' ? sorted.at(-1) : sorted[0]) as Summary;
      return bound === undefined
        ? { figure, goal: '', measured: `${spread(worst)} x`, met: true }
        : goal(figure, worst.median, bound, ' x', spread(worst));
    };
    return [
      compare(KIT, BARE, 'perSecond', { atLeast: OF_BARE[contract] }),
      compare(CLI, BARE, 'perSecond', { atLeast: OF_BARE[contract] }),
      compare(KIT, PARSE, 'perSecond'),
      compare(PARSE, BARE, 'perSecond'),
      compare(KIT, BARE, 'p99', { atMost: 2 }),
      ...OF_PEERS.filter(([peer]) => sides.includes(peer)).map(([peer, atLeast]) =>
        compare(KIT, peer, 'perSecond', { atLeast }),
      ),
    ];
  });
}
