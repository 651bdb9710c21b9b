import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bin, run, startInTest } from '../support/processes.ts';

/** A proxy must not come between the clients and this machine. */
const env = { ...process.env, NO_PROXY: '*', no_proxy: '*' };

describe('the curl lines that the mock prints', () => {
  it.each([
    { served: 'both contracts', flags: [], count: 2 },
    { served: 'AgentMC', flags: ['--contract', 'agentmc'], count: 1 },
    { served: 'AgentRadio', flags: ['--contract', 'agentradio'], count: 1 },
  ])('get 200 when pasted, for $served', async ({ flags, count }) => {
    const mock = startInTest(process.execPath, [bin, 'mock', '--port', '0', ...flags]);
    await mock.until('out', /Keys[^]*\n\n/);
    const lines = mock.written.out.split('\n').filter((line) => line.startsWith('  curl '));
    expect(lines).toHaveLength(count);
    for (const line of lines) {
      const { code, out } = await run(
        'bash',
        ['-c', `${line} --silent --show-error --write-out '\\n%{http_code}'`],
        { env },
      );
      expect(code).toBe(0);
      expect(out).toContain('"ok":true');
      expect(out.split('\n').at(-1)).toBe('200');
    }
  });
});

interface Line {
  readonly event: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly simulated?: string;
  readonly notes?: readonly string[];
  readonly key?: string;
}

const BEATS = 4;
const CLIENTS = [
  { name: 'curl', command: ['bash', 'heartbeat.sh'] },
  { name: 'Node', command: [process.execPath, 'heartbeat.mjs'] },
  { name: 'Python', command: ['python3', 'heartbeat.py'] },
];

describe.each(CLIENTS)('a client made with $name', ({ command: [interpreter = '', file] }) => {
  const script = fileURLToPath(new URL(`clients/${file}`, import.meta.url));

  it(`reports ${BEATS} times to both, and sees limits and refusals`, async () => {
    const { code, out, err } = await run(
      process.execPath,
      [bin, 'mock', '--port', '0', '--json', '--', interpreter, script, String(BEATS)],
      { env },
    );
    onTestFinished(({ task }) => {
      if (task.result?.state === 'fail') console.error(out, err);
    });
    expect(code).toBe(0);

    const [ready, ...exchanges] = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(ready?.event).toBe('ready');
    const agentmc = 'POST /api/v1/agents/heartbeat';
    const home = 'GET /api/v1/home';
    const agentradio = 'POST /api/heartbeat';
    expect(
      exchanges.map(({ method, path, status, simulated }) =>
        [method, path, status, simulated].filter(Boolean).join(' '),
      ),
    ).toEqual([
      ...Array.from({ length: BEATS }, () => [
        `${agentmc} 200`,
        `${home} 200`,
        `${agentradio} 200`,
      ]).flat(),
      `${agentmc} 200`,
      `${agentmc} 429 ratelimited`,
      `${agentradio} 200`,
      `${agentradio} 429 ratelimited`,
      `${agentmc} 401 invalid`,
      `${agentradio} 401 invalid`,
    ]);
    // Nothing to remark on: these are clients as they should be.
    expect(exchanges.flatMap(({ notes }) => notes ?? [])).toEqual([]);
    // The client saw the same: one line each.
    expect(out.trimEnd().split('\n')).toHaveLength(exchanges.length);
  });
});
