/** Runs loads that its parent sends over IPC, one after the other; its own process, so that it can have a core. */
import autocannon from 'autocannon';
import type { LoadJob, LoadResult } from './load.ts';
import { percentile } from './statistics.ts';
import { isRight } from './right.ts';
import type { Heartbeat } from './workloads.ts';

/** More answers than this in one job would not fit; their times would be left out. */
const MOST = 2_000_000;
/** With as many answers for each connection on average, every one has to have some. */
const ENOUGH = 50;

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
  let wrong: string | undefined;
  const answered = new Set<object>();
  const parts = sharedOut(heartbeats, connections);
  let next = 0;
  const [any] = heartbeats;
  const onResponse = (client: object, status: number, time: number) => {
    last = performance.now();
    answered.add(client);
    if (answers === 0) first = last - time;
    if (answers < MOST) times[answers] = time;
    answers += 1;
    if (status !== 200) wrong ??= `status ${status}`;
  };
  const { errors } = await autocannon({
    url: url + String(any?.path),
    method: 'POST',
    connections,
    timeout: 30,
    // How often it looks whether it is at its end.
    sampleInt: 50,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    verifyBody(body: unknown) {
      if (isRight(String(body))) return true;
      wrong ??= String(body).slice(0, 200);
      return false;
    },
    setupClient(client) {
      const part = parts[next % parts.length] ?? [];
      next += 1;
      client.setRequests(part.map((one) => ({ method: 'POST', ...one })));
      client.on('response', (status, _bytes, time) => onResponse(client, status, time));
    },
  });
  const sorted = times.subarray(0, Math.min(answers, MOST)).toSorted();
  // Who waits all the time would be missing from all figures; a slow server may just not have come to all of them.
  const silent = answers > ENOUGH * connections ? connections - answered.size : 0;
  return {
    answers,
    perSecond: (answers * 1000) / (last - first),
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    invalid:
      wrong !== undefined
        ? `a wrong answer: ${wrong}`
        : errors > 0
          ? `${errors} requests failed`
          : silent > 0
            ? `${silent} of ${connections} connections had no answer`
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
