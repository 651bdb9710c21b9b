import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { agentmc, agentradio } from '../../src/contract/built-in.ts';
import { library } from '../../src/mock/generated/scenarios.ts';
import { fakeIo } from '../support/fake-io.ts';
import { root, run, bin, startInTest } from '../support/processes.ts';

const PULSE = `${root}test/support/contracts/pulse`;

/** Runs `heartbeat-kit list`. */
async function list(...args: readonly string[]) {
  const io = fakeIo();
  const code = await main(['list', ...args], io);
  return { code, ...io.written };
}

async function asJson(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const { code, out } = await list(...args, '--format', 'json');
  expect(code).toBe(0);
  return JSON.parse(out) as Record<string, unknown>[];
}

describe('heartbeat-kit list contracts', () => {
  it('shows operations, and the shapes that other commands take', async () => {
    const { code, out } = await list('contracts');
    expect(code).toBe(0);
    expect(out).toContain('agentmc: AgentMC heartbeat\n  operations\n');
    expect(out).toMatch(
      /^ {4}heartbeat +POST \/api\/heartbeat +heartbeat\.request +-> heartbeat\.response$/m,
    );
    expect(out).toMatch(/^ {4}queue-health +How much air time is buffered\.$/m);
    expect(out).not.toMatch(/ $/m);
    for (const { validators } of [agentmc, agentradio]) {
      for (const shape of Object.keys(validators))
        expect(out).toMatch(new RegExp(`^ {4}${shape}( |$)`, 'm'));
    }
  });

  it('shows one of them, be it of one’s own', async () => {
    expect((await asJson('contracts', '-c', 'agentmc')).map(({ id }) => id)).toEqual(['agentmc']);
    expect(await asJson('contracts', '--contract', PULSE)).toEqual([
      {
        id: 'pulse',
        title: 'Pulse',
        operations: [
          {
            id: 'pulse',
            method: 'POST',
            paths: ['/v2/pulse'],
            request: 'pulse.request',
            responses: expect.objectContaining({ 200: 'pulse.response' }),
          },
        ],
        shapes: [
          { name: 'pulse.request', description: '' },
          { name: 'pulse.response', description: '' },
        ],
      },
    ]);
  });
});

describe('heartbeat-kit list requirements', () => {
  it('shows all of them, aligned', async () => {
    const { out } = await list('requirements');
    expect(out).toMatch(/^AMC-S-002 +server +must +document +No key: 401$/m);
    expect(out).toMatch(/^AR-C-001 +client /m);
    const columns = out
      .trimEnd()
      .split('\n')
      .map((line) => /\b(?:server|client)\b/.exec(line)?.index);
    expect(new Set(columns).size).toBe(1);
  });

  it('shows those of one contract and side', async () => {
    const entries = await asJson('requirements', '-c', 'agentradio', '--side', 'client');
    expect(entries.length).toBeGreaterThan(5);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        contract: 'agentradio',
        id: expect.stringMatching(/^AR-C-\d{3}/),
        side: 'client',
        requirement: expect.stringMatching(/\.$/),
        source: [expect.any(String), ...(entry['source'] as string[]).slice(1)],
      });
    }
  });
});

describe('heartbeat-kit list scenarios', () => {
  it('shows what the mock can put on, and what servers and clients are checked by', async () => {
    const { out } = await list('scenarios');
    expect(out).toMatch(/^mock +agentmc, agentradio +flaky +A third of all requests/m);
    expect(out).toMatch(/^server +agentmc +01-accepted +A heartbeat is accepted$/m);
    expect(out).toMatch(/^client +agentradio +steady +Nothing happens;/m);
  });

  it('shows those of one contract and side', async () => {
    const mock = await asJson('scenarios', '--side', 'mock', '--contract', 'agentmc');
    const fitting = library.filter(({ contracts }) => contracts?.includes('agentmc') ?? true);
    expect(mock.map(({ name }) => name)).toEqual(fitting.map(({ name }) => name));
    expect(new Set(mock.map(({ contracts }) => String(contracts)))).toEqual(new Set(['agentmc']));
    const servers = await asJson('scenarios', '--side', 'server', '--contract', 'agentradio');
    expect(servers).toContainEqual({
      side: 'server',
      contracts: ['agentradio'],
      name: '13-rate-limit',
      title: 'A rate limit, and its end',
      requirements: expect.arrayContaining([expect.stringMatching(/^AR-S-\d{3}/)]),
    });
    const clients = await asJson('scenarios', '--side', 'client');
    expect(clients.find(({ name }) => name === 'rate-limited-home')).toMatchObject({
      contracts: ['agentradio'],
      requirements: expect.arrayContaining(['AR-C-007']),
    });
  });

  it('shows none of a contract that has none', async () => {
    expect(await list('scenarios', '--contract', PULSE)).toEqual({
      code: 0,
      out: 'There are no scenarios of this kind.\n',
      err: '',
    });
  });
});

describe('heartbeat-kit list', () => {
  it.each([
    [[], 'say what to list: contracts, requirements, scenarios'],
    [['shapes'], 'there is no list of "shapes"; there is contracts, requirements, scenarios'],
    [['contracts', '-c', 'agentnc'], 'there is no contract "agentnc"; did you mean agentmc?'],
    [['requirements', '-c', 'agentnc'], 'there is no contract "agentnc"'],
    [['scenarios', '-c', 'agentnc'], 'there is no contract "agentnc"'],
    [['requirements', '--side', 'mock'], 'Allowed choices are server, client.'],
    [['scenarios', '--side', 'x'], 'Allowed choices are mock, server, client.'],
    [['contracts', '--format', 'xml'], 'Allowed choices are text, json.'],
    [['requirements', '-c', PULSE], 'pulse/requirements.yaml: cannot be read'],
    [['contracts', '-c', './nowhere'], 'there is no folder ./nowhere'],
  ])('ends with 2 for %j, and says what there is', async (args, message) => {
    const { code, out, err } = await list(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('a pipe', { timeout: 60_000 }, () => {
  it.each([
    { args: ['list', 'requirements'] },
    { args: ['generate', 'agentmc', 'heartbeat.request', '--count', '1000000'] },
  ])('may be closed by its reader: $args', async ({ args }) => {
    const running = startInTest(process.execPath, [bin, ...args]);
    await running.until('out', /\n/);
    running.closeOut();
    expect(await running.exit).toEqual({ code: 0, signal: null });
    expect(running.written.err).toBe('');
  });

  it('leads from `generate` to `validate`', async () => {
    const command = `"$0" "$1" generate agentradio home.response --count 20 | "$0" "$1" validate agentradio home.response`;
    const { code, out } = await run('sh', ['-c', command, process.execPath, bin]);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'All 20 payloads are valid: agentradio home.response.\n',
    });
  });
});
