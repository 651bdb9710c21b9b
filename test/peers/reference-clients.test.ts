import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMock, type Exchange, type MockOptions } from '../../src/index.ts';
import { waitForExchanges, type ExchangeFilter } from '../../src/mock/exchanges.ts';
import { root, startInTest, type Running } from '../support/processes.ts';

const agentradio = [
  { name: 'agentradio.py', interpreter: 'python3', key: 'ar_agent_reference' },
  { name: 'agentradio.sh', interpreter: 'bash', key: 'ar_agent_reference' },
];
const agentmc = [
  { name: 'agentmc.py', interpreter: 'python3', key: 'mca_reference' },
  { name: 'agentmc.sh', interpreter: 'bash', key: 'mca_reference' },
];
const HOME = { operation: 'home' };
const HEARTBEAT = { method: 'POST' };

interface Setting {
  /** Seconds between two check-ins. */
  readonly interval: number;
  readonly mock?: MockOptions;
}

/** A mock, and a client to start against it, as often as needed. */
async function setUp(
  { name, interpreter, key }: (typeof agentradio)[number],
  { interval, mock: options }: Setting,
) {
  const mock = createMock(options);
  onTestFinished(() => mock.close());
  const { url, canaryUrl } = await mock.listen({ canary: true });
  const folder = await mkdtemp(join(tmpdir(), 'reference-client-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return {
    mock,
    canaryUrl,
    folder,
    /** Waits for so many exchanges, from the first one on. */
    async seen(filter: ExchangeFilter, count = 1): Promise<Exchange[]> {
      const found = await waitForExchanges(mock.journal, filter, { count, timeout: 30_000 });
      expect(found.length).toBeGreaterThanOrEqual(count);
      return found.slice(0, count);
    },
    start() {
      const client = startInTest(interpreter, [`${root}fixtures/clients/${name}`], {
        env: {
          PATH: process.env['PATH'],
          // A proxy must not come between the client and this machine.
          NO_PROXY: '*',
          HEARTBEAT_BASE_URL: url,
          HEARTBEAT_API_KEY: key,
          HEARTBEAT_STATE_DIR: folder,
          AGENT_INTERVAL: String(interval),
        },
      });
      onTestFinished(({ task }) => {
        // Nothing but its own lines: a shell and an interpreter tell of mistakes there.
        expect(client.written.err).toMatch(/^(agent(radio|mc): .*\n)*$/);
        expect(client.written.err).not.toContain(key);
        if (task.result?.state === 'fail') console.error(client.written.err);
      });
      return client;
    },
  };
}

const line = ({ request, response }: Exchange) =>
  `${request.method} ${request.path} ${response.status}`;

/** What the contract has against a request. */
const remarks = ({ violations = [], notes = [] }: Exchange) => [...violations, ...notes];

/** Seconds from each exchange to the next. */
const gaps = (exchanges: readonly Exchange[]) =>
  exchanges.slice(1).map(({ at }, index) => (at - (exchanges[index]?.at ?? 0)) / 1000);

/** Asks a client to end, as a whole group or by its leader alone; returns what became of it. */
async function terminate({ pid, exit, written }: Running, target: 'group' | 'leader') {
  const asked = Date.now();
  process.kill(target === 'group' ? -pid : pid, 'SIGTERM');
  const { code } = await exit;
  const isAtOnce = Date.now() - asked < 2000;
  let isGone = false;
  try {
    process.kill(-pid, 0);
  } catch {
    isGone = true;
  }
  return { code, isAtOnce, isGone, out: written.out };
}
const ENDED = { code: 0, isAtOnce: true, isGone: true, out: '' };

describe.each([...agentradio, ...agentmc])('$name', (client) => {
  it('waits a moment after a first failure, and the interval after a success', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 1 });
    mock.faults = [{ on: { operation: ['heartbeat'] }, times: 1, reply: { error: 'unavailable' } }];
    start();
    const beats = await seen(HEARTBEAT, 3);
    expect(beats.map(({ response }) => response.status)).toEqual([503, 200, 200]);
    const [retry, regular] = gaps(beats);
    expect(retry).toBeGreaterThan(0.4);
    expect(retry).toBeLessThan(0.9);
    expect(regular).toBeGreaterThan(0.8);
  });

  it('waits ever longer while its key is refused', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 0.3 });
    mock.faults = [{ reply: { error: 'key-inactive' } }];
    start();
    const [first = 0, second = 0] = gaps(await seen({}, 3));
    expect(first).toBeGreaterThan(0.5);
    expect(second).toBeGreaterThan(first * 1.5);
  });

  it.each(['seconds', 'date'] as const)(
    'waits as long as Retry-After asks, in %s',
    async (form) => {
      const { mock, seen, start } = await setUp(client, { interval: 0.3 });
      mock.faults = [
        {
          on: { operation: ['heartbeat'] },
          times: 1,
          reply: { error: 'rate-limited', retryAfter: 1000, retryAfterForm: form },
        },
      ];
      start();
      const [limited] = await seen({ status: 429 });
      const [next] = await seen({ after: limited?.id });
      expect(gaps([limited, next] as Exchange[])[0]).toBeGreaterThan(1);
    },
  );

  it('does not follow a redirect', async () => {
    const { mock, canaryUrl, seen, start } = await setUp(client, { interval: 0.3 });
    const reply = { status: 307, headers: { location: `${canaryUrl}/elsewhere` }, text: '' };
    mock.faults = [{ reply }];
    start();
    const found = await seen({}, 3);
    expect(found.map(({ response }) => response.status)).toEqual([307, 307, 307]);
    expect(found.map(({ origin }) => origin)).not.toContain('foreign');
  });

  it.each(['group', 'leader'] as const)(
    'ends at once in its sleep, where SIGTERM goes to the %s',
    async (target) => {
      const { start } = await setUp(client, { interval: 600 });
      const running = start();
      // With this line it is about to sleep.
      await running.until('err', /POST.* 200\n/);
      expect(await terminate(running, target)).toEqual(ENDED);
    },
  );

  it('ends at once while it waits for an answer', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 600 });
    mock.faults = [{ reply: { fault: 'NO_RESPONSE' } }];
    const running = start();
    await seen({});
    expect(await terminate(running, 'leader')).toEqual(ENDED);
  });
});

describe.each(agentradio)('$name', (client) => {
  it('asks the dashboard, reads what its actions name, and reports', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 1 });
    // What there is to do depends on the time.
    mock.clock.set('2026-05-18T16:00:00Z');
    const running = start();
    const beats = await seen(HEARTBEAT, 2);
    const exchanges = mock.journal.all();
    const checkIn = [
      'GET /api/v1/home 200',
      'GET /api/v1/inbox 200',
      'GET /api/v1/catalog/formats 200',
      'POST /api/heartbeat 200',
    ];
    expect(exchanges.map(line)).toEqual([...checkIn, ...checkIn]);
    expect(exchanges.flatMap(remarks)).toEqual([]);
    const keys = new Set(exchanges.map(({ request }) => request.headers['authorization']));
    expect([...keys]).toEqual([expect.stringMatching(/^Bearer \[redacted/)]);
    expect(gaps(beats)[0]).toBeGreaterThan(0.8);
    // It logs the same.
    await running.until('err', /(POST[^]*){2}\n/);
    expect(running.written.err.split('\n', exchanges.length)).toEqual(
      exchanges.map((exchange) => `agentradio: ${line(exchange)}`),
    );
  });

  it('waits for its cadence when it is started again', async () => {
    const { seen, start } = await setUp(client, { interval: 2 });
    const first = start();
    await seen(HEARTBEAT);
    expect(await terminate(first, 'leader')).toEqual(ENDED);
    start();
    const [gap] = gaps(await seen(HOME, 2));
    // The first request of a process takes a little longer to arrive than the next one's may.
    expect(gap).toBeGreaterThan(1.8);
  });

  it('keeps to Retry-After when it is started again', async () => {
    const { mock, folder, seen, start } = await setUp(client, { interval: 0.3 });
    mock.faults = [{ times: 1, reply: { error: 'rate-limited', retryAfter: 2000 } }];
    const first = start();
    const lastCheckIn = () => readFile(join(folder, 'agentradio.last-check-in'), 'utf8');
    await expect.poll(lastCheckIn, { timeout: 10_000 }).toMatch(/^\d+\.\d+ [1-9]/);
    expect(await terminate(first, 'leader')).toEqual(ENDED);
    start();
    expect(gaps(await seen(HOME, 2))[0]).toBeGreaterThan(2);
  });

  it('follows nothing that only a text names', async () => {
    const { mock, seen, start } = await setUp(client, {
      interval: 0.3,
      mock: { scenario: 'injected-instructions' },
    });
    start();
    await seen(HEARTBEAT, 2);
    expect(mock.journal.find(({ canary, origin }) => Boolean(canary ?? origin))).toEqual([]);
    expect(mock.journal.find(({ operation }) => operation === undefined)).toEqual([]);
  });

  it('reads links by their names alone, on its own origin, once, in order, and no documents', async () => {
    const { mock, canaryUrl, seen, start } = await setUp(client, { interval: 600 });
    const names = ['shows', 'home', 'far', 'manual', 'near', 'https:', 'shows', 'near', 'nothing'];
    mock.faults = [
      {
        on: { operation: ['home'] },
        reply: {
          set: {
            '/actions': [
              // What looks like a field inside of a text is none.
              ...names.map((name) => ({ hint: '"quick_link":"genres"', quick_link: name })),
              { hint: 'without a link' },
              null,
              { quick_link: 7 },
              { quick_link: 'topics' },
            ],
            '/quick_links/far': `${canaryUrl}/far`,
            '/quick_links/manual': '/skill.md',
            '/quick_links/near': '/api/v1/catalog/slots?a=1&b={2,3}',
            '/quick_links/genres': '/api/v1/catalog/genres',
            '/quick_links/topics': '/api/v1/catalog/topics',
          },
        },
      },
    ];
    start();
    await seen(HEARTBEAT);
    expect(mock.journal.all().map(({ request }) => request.path)).toEqual([
      '/api/v1/home',
      '/api/shows',
      '/api/v1/catalog/slots?a=1&b={2,3}',
      '/api/v1/catalog/topics',
      '/api/heartbeat',
    ]);
  });

  it('leaves a link that fails alone for longer and longer', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 0.3 });
    mock.faults = [{ on: { operation: ['inbox'] }, reply: { error: 'unavailable' } }];
    start();
    await seen(HEARTBEAT, 7);
    let checkIn = 0;
    const inbox: number[] = [];
    for (const { operation } of mock.journal) {
      if (operation === 'home') checkIn++;
      if (operation === 'inbox') inbox.push(checkIn);
    }
    expect(inbox).toEqual([1, 3, 6]);
  });
});

describe.each(agentmc)('$name', (client) => {
  it('reports the machine again and again, as the same host', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 1 });
    start();
    const beats = await seen(HEARTBEAT, 2);
    expect(beats.map(line)).toEqual(Array(2).fill('POST /api/v1/agents/heartbeat 200'));
    expect(beats.flatMap(remarks)).toEqual([]);
    expect(mock.state().agentmc?.hosts).toHaveLength(1);
    const gap = gaps(beats)[0];
    expect(gap).toBeGreaterThan(0.8);
    expect(gap).toBeLessThan(1.5);
  });

  it('tells what a 422 is about, and tries again later', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 0.3 });
    mock.faults = [{ reply: { error: 'validation.failed' } }];
    const running = start();
    const [first = 0, second = 0] = gaps(await seen(HEARTBEAT, 3));
    expect(first).toBeGreaterThan(0.2);
    expect(second).toBeGreaterThan(first * 1.5);
    expect(running.written.err).toMatch(/POST 422: .*validation\.failed/);
  });

  it('takes an empty 200 for a success, with a note', async () => {
    const { mock, seen, start } = await setUp(client, { interval: 1 });
    mock.faults = [{ reply: { status: 200, text: '' } }];
    const running = start();
    expect(gaps(await seen(HEARTBEAT, 3)).every((gap) => gap > 0.8)).toBe(true);
    expect(running.written.err).toContain('POST 200, empty\n');
  });
});
