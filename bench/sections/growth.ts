import {
  goal,
  number,
  spread,
  type Findings,
  type Goal,
  type Settings,
  type Table,
} from '../section.ts';
import { Server, type Inside } from '../server.ts';
import { KIT, PARSE, kit, type Side } from '../sides.ts';
import { ratios, summarize } from '../statistics.ts';
import { takeTurn, type Turn } from '../turn.ts';
import { differentHeartbeat, longHeartbeat, type Heartbeat } from '../workloads.ts';

/** One point at which the cost is measured. */
interface Point {
  readonly label: string;
  /** Of how many hosts, or sessions, the memory is asked for. */
  readonly count?: number;
  readonly side: Side;
  readonly heartbeats: readonly Heartbeat[];
  readonly connections?: number;
  /** Sent once before anything is measured, so that everything is there. */
  readonly before?: readonly Heartbeat[];
  /** What it is compared with; the first of all by default. */
  readonly to?: Point;
}

/** What came of the rounds of a point. */
interface Rounds {
  readonly perSecond: number[];
  /** Microseconds of a core for an answer. */
  readonly cost: number[];
}

interface Measured extends Rounds {
  readonly label: string;
  readonly count: number;
  /** What it is compared with, in the same rounds. */
  readonly to: Rounds;
  /** What there is in the server: after the start, and after what is sent before. */
  readonly inside: readonly [Inside, Inside];
}

const CONNECTIONS = 50;
/** One load sends no more bodies than these, as it is prepared before it begins; the next one sends the next ones. */
const BODIES_OF_A_LOAD = 20_000;
const MANY = 10_000;
/** Seconds, as long bodies make few requests. */
const WARM_UP = 3;

/** How cost grows with what there is. */
export async function growth(settings: Settings): Promise<Findings> {
  const { quick } = settings;
  const problems: string[] = [];
  const compare = (what: string, points: readonly Point[]) =>
    measureAll(settings, what, points, problems);
  const hostCounts = quick ? [1, 100] : [1, 100, 10_000, 100_000];
  const sessionCounts = quick ? [1, 100] : [1, 100, 10_000];
  const most = Math.max(...hostCounts);
  const hosts = await compare(
    'hosts',
    // As many bodies each time, so that only the hosts differ.
    hostCounts.map((count) => {
      const heartbeats = heartbeatsFrom(count, most);
      const before = heartbeats.slice(0, count);
      return { label: number(count, 0), count, side: KIT, heartbeats, before };
    }),
  );
  const mostSessions = Math.max(...sessionCounts);
  const sessions = await compare(
    'sessions',
    sessionCounts.map((count) => {
      const heartbeats = heartbeatsFrom(1, mostSessions).map((one, index) => ({
        ...one,
        path: `/__sessions/${(index % count) + 1}${one.path}`,
      }));
      const side = kit(KIT.name, 'kit', [`sessions=${count}`]);
      const before = heartbeats.slice(0, count);
      return { label: number(count, 0), count, side, heartbeats, before };
    }),
  );
  const journal = await compare(
    'journal',
    // By default there are 5,000, or 8 MiB; all of them are full before they are measured.
    (quick ? [100, 5000] : [10, 100, 1000, 5000]).map((size) => {
      const side = kit(KIT.name, 'kit', [`journal=${size}`]);
      const heartbeats = heartbeatsFrom(1000, 5000);
      return { label: number(size, 0), side, heartbeats, before: heartbeats };
    }),
  );
  const connections = await compare(
    'connections',
    (quick ? [1, 50] : [50, 1, 10, 200, 1000]).map((count) => ({
      label: number(count, 0),
      side: KIT,
      heartbeats: heartbeatsFrom(1000, 5000),
      connections: count,
    })),
  );
  const sizes = (quick ? [0, 10_000] : [0, 10_000, 100_000, 900_000]).map((bytes) => {
    const heartbeat = longHeartbeat(bytes);
    const label = `${number(heartbeat.body.length / 1000)} KB`;
    // Few, as long ones take their time, and all connections are to have answers within a load.
    return { label, heartbeats: [heartbeat], connections: 10 };
  });
  const bodies = await compare(
    'body size',
    sizes.map((size) => ({ ...size, side: KIT, to: { ...size, side: PARSE } })),
  );
  return {
    tables: [
      table('Hosts', hosts, { 'bytes alive per host': eachOf }),
      table('Sessions', sessions, { 'bytes alive per session': eachOf }),
      table('Exchanges that the journal may keep', journal, {
        'it keeps': ({ inside }) => number(inside[1].kept, 0),
        'MB alive': ({ inside }) => number(inside[1].alive / 1e6),
      }),
      table('Connections', connections, {}),
      sizesTable(bodies),
    ],
    goals: [
      least('100,000 hosts against 1, requests/s', hosts, 100_000),
      ...hosts
        .filter(({ count }) => count === 100_000)
        .map((one) => goal('memory per host, of 100,000', each(one) / 1024, { atMost: 4 }, ' KB')),
      least('10,000 sessions against 1, requests/s', sessions, 10_000),
    ],
    problems,
    raw: { hosts, sessions, journal, connections, bodies },
  };
}

const each = ({ inside: [first, last], count }: Measured) => (last.alive - first.alive) / count;

/** Of few of them it would be what the journal takes. */
const eachOf = (one: Measured) => (one.count < MANY ? '' : number(each(one), 0));

const loadsOf = (heartbeats: readonly Heartbeat[]) =>
  Array.from({ length: Math.ceil(heartbeats.length / BODIES_OF_A_LOAD) }, (_, index) =>
    heartbeats.slice(index * BODIES_OF_A_LOAD, (index + 1) * BODIES_OF_A_LOAD),
  );

const heartbeatsFrom = (hosts: number, bodies: number) =>
  Array.from({ length: bodies }, (_, index) => differentHeartbeat('agentmc', index, hosts));

/** Sees to it that everything is there, and the server has warmed up. */
async function prepare(
  settings: Settings,
  server: Server,
  { side, heartbeats, connections = CONNECTIONS, before = [] }: Point,
): Promise<[Inside, Inside]> {
  const inside = () => (side.ipc ? server.inside() : { alive: Number.NaN, kept: 0 });
  const first = await inside();
  for (const part of loadsOf(before)) {
    await rightTurn(settings, server, {
      heartbeats: part,
      connections: Math.min(CONNECTIONS, part.length),
      seconds: 0,
      amount: part.length,
    });
  }
  const last = await inside();
  const [any = []] = loadsOf(heartbeats);
  const warmUp = settings.quick ? 1 : WARM_UP;
  await rightTurn(settings, server, { heartbeats: any, connections, seconds: warmUp });
  return [first, last];
}

/** @throws Error where an answer is not the right one: whoever grows has to answer all the same. */
async function rightTurn(
  { load }: Settings,
  server: Server,
  job: Parameters<typeof takeTurn>[2],
): Promise<Turn> {
  const turn = await takeTurn(load, server, job);
  if (turn.invalid !== undefined) throw new Error(turn.invalid);
  return turn;
}

/** Measures several points, each by turns with what it is compared with; one that fails leaves the others alone. */
async function measureAll(
  settings: Settings,
  what: string,
  points: readonly Point[],
  problems: string[],
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const point of points) {
    settings.tell(`growth, ${what}: ${point.label}`);
    try {
      measured.push(await measure(settings, point, point.to ?? (points[0] as Point)));
    } catch (error) {
      problems.push(`${what}, ${point.label}: ${(error as Error).message}`);
    }
  }
  return measured;
}

async function measure(settings: Settings, point: Point, to: Point): Promise<Measured> {
  const { rounds, seconds } = settings;
  await using first = await serverFor(settings, to);
  await prepare(settings, first, to);
  await using server = await serverFor(settings, point);
  const inside = await prepare(settings, server, point);
  const { label, count = Number.NaN } = point;
  const own = { perSecond: [], cost: [] };
  const other = { perSecond: [], cost: [] };
  for (let round = 0; round < rounds; round += 1) {
    const turns: [Server, Point, Rounds][] = [
      [first, to, other],
      [server, point, own],
    ];
    // Each is first in turn, as a machine that becomes slower is so for who comes second.
    if (round % 2 === 1) turns.reverse();
    for (const [target, { heartbeats, connections = CONNECTIONS }, results] of turns) {
      const loads = loadsOf(heartbeats);
      const { perSecond, cost } = await rightTurn(settings, target, {
        heartbeats: loads[round % loads.length] ?? [],
        connections,
        seconds,
      });
      results.perSecond.push(perSecond);
      if (cost !== undefined) results.cost.push(cost);
    }
  }
  return { label, count, ...own, to: other, inside };
}

const serverFor = ({ machine }: Settings, { side }: Point) =>
  Server.start(side, 'agentmc', machine.pinned?.server);

const costOf = ({ cost }: Rounds) => (cost.length === 0 ? '' : number(summarize(cost).median, 0));

type Cell = (one: Measured) => string;

/** @param more columns by their titles. */
function table(
  title: string,
  measured: readonly Measured[],
  more: Readonly<Record<string, Cell>>,
): Table {
  return {
    title,
    columns: ['', 'requests/s', 'of the first', 'µs of a core each', ...Object.keys(more)],
    rows: measured.map((one) => [
      one.label,
      spread(summarize(one.perSecond), 0),
      spread(shareOf(one)),
      costOf(one),
      ...Object.values(more).map((cell) => cell(one)),
    ]),
  };
}

/** Long bodies cost anyone who reads them; so what counts is the ratio to doing just that. */
function sizesTable(bodies: readonly Measured[]): Table {
  const columns = [
    '',
    'requests/s',
    `of ${PARSE.name}`,
    'µs of a core each',
    `the same of ${PARSE.name}`,
  ];
  const rows = bodies.map((one) => [
    one.label,
    spread(summarize(one.perSecond), 0),
    spread(shareOf(one)),
    costOf(one),
    costOf(one.to),
  ]);
  return { title: 'Length of the body', columns, rows };
}

/** Requests per second, as a share of what it is compared with. */
function shareOf({ perSecond, to }: Measured) {
  return summarize(ratios(perSecond, to.perSecond));
}

function least(figure: string, measured: readonly Measured[], count: number): Goal {
  const one = measured.find((point) => point.count === count);
  if (!one) return { figure, goal: 'right answers', measured: 'failed', met: false };
  const found = shareOf(one);
  return goal(figure, found.median, { atLeast: 0.85 }, ' x', spread(found));
}
