import type { LoadJob } from '../load.ts';
import { goal, number, spread, type Findings, type Settings, type Table } from '../section.ts';
import { Server } from '../server.ts';
import { KIT, PARSE, kit, type Side } from '../sides.ts';
import { ratios, summarize } from '../statistics.ts';
import { differentHeartbeat, longHeartbeat, type Heartbeat } from '../workloads.ts';

/** One point at which the cost is measured. */
interface Point {
  readonly label: string;
  readonly side: Side;
  readonly heartbeats: readonly Heartbeat[];
  readonly connections?: number;
  /** Sent once before anything is measured, so that everything is there. */
  readonly before?: readonly Heartbeat[];
}

interface Measured {
  readonly label: string;
  readonly perSecond: readonly number[];
  /** Microseconds of a core for an answer. */
  readonly cost: readonly number[];
  /** Bytes that are alive: after the start, and after what is sent before. */
  readonly alive: readonly [number, number];
}

const CONNECTIONS = 50;
/** Before each turn, as in the meantime servers give memory back. */
const WARM_UP = 0.5;
/** One load sends no more bodies than these, as it is prepared before it begins; the next one sends the next ones. */
const BODIES_OF_A_LOAD = 20_000;

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
    (quick ? [100, 5000] : [100, 5000, 50_000]).map((size) => {
      const side = kit(KIT.name, 'kit', [`journal=${size}`]);
      const heartbeats = heartbeatsFrom(1000, 5000);
      // Full before it is measured.
      const before = Array.from({ length: Math.ceil(size / heartbeats.length) }, () => heartbeats);
      return { label: number(size, 0), side, heartbeats, before: before.flat() };
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
  const sizes = (quick ? [1337, 10_000] : [1337, 10_000, 100_000, 900_000]).map((bytes) => ({
    label: `${number(bytes / 1000)} KB`,
    heartbeats: [longHeartbeat(bytes)],
  }));
  const bodies = await compare(
    settings,
    'body size',
    sizes.flatMap(({ label, heartbeats }) => [
      { label, side: KIT, heartbeats },
      { label: `${label}, ${PARSE.name}`, side: PARSE, heartbeats },
    ]),
  );
  const each = (one: Measured, count: number) => (one.alive[1] - one.alive[0]) / count;
  return {
    tables: [
      table('Hosts', hosts, 'bytes alive per host', (one, index) =>
        number(each(one, hostCounts[index] as number), 0),
      ),
      table('Sessions', sessions, 'bytes alive per session', (one, index) =>
        number(each(one, sessionCounts[index] as number), 0),
      ),
      table('Exchanges that the journal keeps', journal, 'MB alive', (one) =>
        number(one.alive[1] / 1e6),
      ),
      table('Connections', connections),
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

/** Measures several points in rounds that all take part in. */
async function compare(
  { rounds, seconds, quick, machine, load, tell }: Settings,
  what: string,
  points: readonly Point[],
): Promise<Measured[]> {
  const servers: Server[] = [];
  const run = async (job: LoadJob) => {
    const result = await load.run(job);
    if (result.invalid !== undefined) throw new Error(`${what}: ${result.invalid}`);
    return result;
  };
  try {
    const alive: [number, number][] = [];
    for (const { side, heartbeats, before, label } of points) {
      tell(`growth, ${what}: ${label}`);
      const server = await Server.start(side, 'agentmc', machine.pinned?.server);
      servers.push(server);
      const { url } = server;
      const inside = () => (side.ipc ? server.alive() : Promise.resolve(Number.NaN));
      const first = await inside();
      for (const part of loadsOf(before ?? [])) {
        const connections = Math.min(CONNECTIONS, part.length);
        await run({ url, heartbeats: part, connections, seconds: 0, amount: part.length });
      }
      alive.push([first, await inside()]);
      const [any = []] = loadsOf(heartbeats);
      await run({ url, heartbeats: any, connections: CONNECTIONS, seconds: 1 });
    }
    const measured = points.map(({ label }, index) => ({
      label,
      perSecond: [] as number[],
      cost: [] as number[],
      alive: alive[index] as [number, number],
    }));
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, { heartbeats, connections = CONNECTIONS }] of points.entries()) {
        const server = servers[index] as Server;
        const loads = loadsOf(heartbeats);
        const cpu = server.usage?.cpu ?? Number.NaN;
        const { perSecond, answers } = await run({
          url: server.url,
          heartbeats: loads[round % loads.length] ?? [],
          connections,
          seconds,
          warmUp: quick ? 0 : WARM_UP,
        });
        measured[index]?.perSecond.push(perSecond);
        measured[index]?.cost.push((((server.usage?.cpu ?? Number.NaN) - cpu) * 1e6) / answers);
      }
    }
    return measured;
  } finally {
    for (const server of servers) await server.stop();
  }
}

function table(
  title: string,
  measured: readonly Measured[],
  column?: string,
  cell: (one: Measured, index: number) => string = () => '',
): Table {
  const [first] = measured;
  return {
    title,
    columns: [
      '',
      'requests/s',
      'of the first',
      'µs of a core each',
      ...(column === undefined ? [] : [column]),
    ],
    rows: measured.map((one, index) => [
      one.label,
      spread(summarize(one.perSecond), 0),
      spread(summarize(ratios(one.perSecond, first?.perSecond ?? []))),
      number(summarize(one.cost).median, 0),
      ...(column === undefined ? [] : [cell(one, index)]),
    ]),
  };
}

/** Long bodies cost anyone who reads them; so what counts is the ratio to doing just that. */
function sizesTable(bodies: readonly Measured[]): Table {
  const rows = bodies.flatMap((own, index) => {
    const parse = bodies[index + 1];
    if (index % 2 === 1 || !parse) return [];
    return [
      [
        own.label,
        spread(summarize(own.perSecond), 0),
        spread(summarize(ratios(own.perSecond, parse.perSecond))),
        number(summarize(own.cost).median, 0),
        number(summarize(parse.cost).median, 0),
      ],
    ];
  });
  const columns = [
    '',
    'requests/s',
    `of ${PARSE.name}`,
    'µs of a core each',
    `the same of ${PARSE.name}`,
  ];
  return { title: 'Length of the body', columns, rows };
}

function least(figure: string, measured: readonly Measured[], index: number) {
  const found = summarize(ratios(measured[index]?.perSecond ?? [], measured[0]?.perSecond ?? []));
  return goal(figure, found.median, { atLeast: 0.85 }, ' x', spread(found));
}
