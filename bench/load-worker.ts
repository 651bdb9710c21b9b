/** Runs loads that its parent sends over IPC, one after the other; its own process, so that it can have a core. */
import autocannon from 'autocannon';
import type { LoadJob, LoadResult } from './load.ts';
import { percentile } from './statistics.ts';
import type { Heartbeat } from './workloads.ts';

/** What every right answer of either contract has, compact or not. */
const RIGHT = /"ok": ?true/;
/** More answers than this in one job would not fit; their times would be left out. */
const MOST = 2_000_000;

process.on('message', async (job: LoadJob) => process.send?.(await run(job)));

async function run({
  url,
  heartbeats,
  connections,
  seconds,
  amount,
}: LoadJob): Promise<LoadResult> {
  const times = new Float64Array(MOST);
  let answers = 0;
  let [first, last] = [0, 0];
  let wrong = 0;
  let example: string | undefined;
  const parts = sharedOut(heartbeats, connections);
  let next = 0;
  const [any] = heartbeats;
  const onResponse = (status: number, _bytes: number, time: number) => {
    last = performance.now();
    if (answers === 0) first = last - time;
    if (answers < MOST) times[answers] = time;
    answers += 1;
    if (status === 200) return;
    wrong += 1;
    example ??= `status ${status}`;
  };
  const { errors, timeouts } = await autocannon({
    url: url + String(any?.path),
    method: 'POST',
    connections,
    timeout: 30,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    verifyBody(body: unknown) {
      if (RIGHT.test(String(body))) return true;
      wrong += 1;
      example ??= String(body).slice(0, 200);
      return false;
    },
    setupClient(client) {
      const part = parts[next % parts.length] ?? [];
      next += 1;
      client.setRequests(part.map((one) => ({ method: 'POST', ...one })));
      client.on('response', onResponse);
    },
  });
  const sorted = times.subarray(0, Math.min(answers, MOST)).toSorted();
  const failed = errors + timeouts;
  return {
    answers,
    perSecond: (answers * 1000) / (last - first),
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    invalid:
      wrong > 0
        ? `${wrong} of ${answers} answers are wrong: ${example}`
        : failed > 0
          ? `${failed} requests failed`
          : answers === 0
            ? 'there was no answer'
            : undefined,
  };
}

/** Each connection goes through a part of its own: no two send the same at the same time. */
function sharedOut(heartbeats: readonly Heartbeat[], connections: number): Heartbeat[][] {
  const parts = Array.from(
    { length: Math.min(connections, heartbeats.length) },
    () => [] as Heartbeat[],
  );
  for (const [index, one] of heartbeats.entries()) parts[index % parts.length]?.push(one);
  return parts;
}
