import { goal, number, spread, type Findings, type Settings, type Table } from '../section.ts';
import { Server, type Inside } from '../server.ts';
import { KIT, PARSE, kit, type Side } from '../sides.ts';
import { ratios, summarize } from '../statistics.ts';
import { takeTurn, type Turn } from '../turn.ts';
import { differentHeartbeat, longHeartbeat, type Heartbeat } from '../workloads.ts';

/** One point at which the cost is measured. */
interface Point {
  readonly label: string;
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
  /** What it is compared with, in the same rounds. */
  readonly to: Rounds;
  /** What there is in the server: after the start, and after what is sent before. */
  readonly inside: readonly [Inside, Inside];
}

const CONNECTIONS = 50;
/** One load sends no more bodies than these, as it is prepared before it begins; the next one sends the next ones. */
const BODIES_OF_A_LOAD = 20_000;
const MANY = 10_000;

/** How cost grows with what there is. */
export async function growth(settings: Settings): Promise<Findings> {
  const { quick } = settings;
  const hostCounts = quick ? [1, 100] : [1, 100, 10_000, 100_000];
  const sessionCounts = quick ? [1, 100] : [1, 100, 10_000];
  const most = Math.max(...hostCounts);
  const hosts = await compare(
    settings,
    'hosts',
    // As many bodies each time, so that only the hosts differ.
    hostCounts.map((count) => {
      const heartbeats = heartbeatsFrom(count, most);
      return { label: number(count, 0), side: KIT, heartbeats, before: heartbeats.slice(0, count) };
    }),
  );
  const mostSessions = Math.max(...sessionCounts);
  const sessions = await compare(
    settings,
    'sessions',
    sessionCounts.map((count) => {
      const heartbeats = heartbeatsFrom(1, mostSessions).map((one, index) => ({
        ...one,
        path: `/__sessions/${(index % count) + 1}${one.path}`,
      }));
      const side = kit(KIT.name, 'kit', [`sessions=${count}`]);
      return { label: number(count, 0), side, heartbeats, before: heartbeats.slice(0, count) };
    }),
  );
  const journal = await compare(
    settings,
    'journal',
    // By default there are 5,000, or 8 MiB; all of them are full before they are measured.
    (quick ? [100, 5000] : [10, 100, 1000, 5000]).map((size) => {
      const side = kit(KIT.name, 'kit', [`journal=${size}`]);
      const heartbeats = heartbeatsFrom(1000, 5000);
      return { label: number(size, 0), side, heartbeats, before: heartbeats };
    }),
  );
  const connections = await compare(
    settings,
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
    return { label: `${number(heartbeat.body.length / 1000)} KB`, heartbeats: [heartbeat] };
  });
  const bodies = await compare(
    settings,
    'body size',
    sizes.map((point) => ({ ...point, side: KIT, to: { ...point, side: PARSE } })),
  );
  const each = ({ inside: [first, last] }: Measured, count: number) =>
    (last.alive - first.alive) / count;
  // Of few of them it would be what the journal takes.
  const eachOf = (counts: readonly number[]) => (one: Measured, index: number) => {
    const count = counts[index] as number;
    return count < MANY ? '' : number(each(one, count), 0);
  };
  return {
    tables: [
      table('Hosts', hosts, { 'bytes alive per host': eachOf(hostCounts) }),
      table('Sessions', sessions, { 'bytes alive per session': eachOf(sessionCounts) }),
      table('Exchanges that the journal may keep', journal, {
        'it keeps': ({ inside }) => number(inside[1].kept, 0),
        'MB alive': ({ inside }) => number(inside[1].alive / 1e6),
      }),
      table('Connections', connections, {}),
      sizesTable(bodies),
    ],
    goals: quick
      ? []
      : [
          least('100,000 hosts against 1, requests/s', hosts, 3),
          goal(
            'memory per host, of 100,000',
            each(hosts[3] as Measured, 100_000) / 1024,
            { atMost: 4 },
            ' KB',
          ),
          least('10,000 sessions against 1, requests/s', sessions, 2),
        ],
    raw: { hosts, sessions, journal, connections, bodies },
  };
}

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
  { side, heartbeats, before = [] }: Point,
): Promise<[Inside, Inside]> {
  const inside = () => (side.ipc ? server.inside() : { alive: Number.NaN, kept: 0 });
  const first = await inside();
  for (const part of loadsOf(before)) {
    const connections = Math.min(CONNECTIONS, part.length);
    await rightTurn(settings, server, {
      heartbeats: part,
      connections,
      seconds: 0,
      amount: part.length,
    });
  }
  const last = await inside();
  const [any = []] = loadsOf(heartbeats);
  await rightTurn(settings, server, { heartbeats: any, connections: CONNECTIONS, seconds: 1 });
  return [first, last];
}

/** @throws Error where an answer is not the right one: whoever grows has to answer all the same. */
async function rightTurn(
  { load }: Settings,
  server: Server,
  job: Parameters<typeof takeTurn>[2],
): Promise<Turn> {
  const turn = await takeTurn(load, server, job);
  if (turn.invalid !== undefined) throw new Error(`growth: ${turn.invalid}`);
  return turn;
}

/** Measures several points, each by turns with what it is compared with. */
async function compare(
  settings: Settings,
  what: string,
  points: readonly Point[],
): Promise<Measured[]> {
  const { rounds, seconds, tell } = settings;
  const measured: Measured[] = [];
  for (const point of points) {
    tell(`growth, ${what}: ${point.label}`);
    const to = point.to ?? (points[0] as Point);
    await using first = await serverFor(settings, to);
    await prepare(settings, first, to);
    await using server = await serverFor(settings, point);
    const inside = await prepare(settings, server, point);
    const own: Measured = {
      label: point.label,
      perSecond: [],
      cost: [],
      to: { perSecond: [], cost: [] },
      inside,
    };
    for (let round = 0; round < rounds; round += 1) {
      const turns = [
        [first, to, own.to],
        [server, point, own],
      ] as const;
      // Each is first in turn, as a machine that becomes slower is so for who comes second.
      for (const [target, { heartbeats, connections = CONNECTIONS }, results] of round % 2 === 0
        ? turns
        : turns.toReversed()) {
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
    measured.push(own);
  }
  return measured;
}

const serverFor = ({ machine }: Settings, { side }: Point) =>
  Server.start(side, 'agentmc', machine.pinned?.server);

const costOf = ({ cost }: Rounds) => (cost.length === 0 ? '' : number(summarize(cost).median, 0));

type Cell = (one: Measured, index: number) => string;

/** @param more columns by their titles. */
function table(
  title: string,
  measured: readonly Measured[],
  more: Readonly<Record<string, Cell>>,
): Table {
  return {
    title,
    columns: ['', 'requests/s', 'of the first', 'µs of a core each', ...Object.keys(more)],
    rows: measured.map((one, index) => [
      one.label,
      spread(summarize(one.perSecond), 0),
      spread(shareOf(one)),
      costOf(one),
      ...Object.values(more).map((cell) => cell(one, index)),
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

function least(figure: string, measured: readonly Measured[], index: number) {
  const found = shareOf(measured[index] as Measured);
  return goal(figure, found.median, { atLeast: 0.85 }, ' x', spread(found));
}
