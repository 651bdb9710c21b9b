import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { checkServer, createMock } from '../../src/index.ts';
import { listen } from '../../src/mock/adapters/node.ts';
import { run } from '../support/processes.ts';

const KEYS = { agentmc: 'mca_canary_key', agentradio: 'ar_agent_canary_key' } as const;

/** Checks a server whose every answer is turned into a 418, so that every request is reported. */
async function failEverything(contract: 'agentmc' | 'agentradio'): Promise<ServerReport> {
  const mock = createMock();
  let requests = 0;
  const listener = await listen((request) => {
    const reply = mock.handle(request);
    // The control is accepted, so that the rest is tried.
    requests += 1;
    return requests <= 2
      ? reply
      : { status: 418, headers: { 'x-was': String(reply.status) }, body: '' };
  });
  onTestFinished(() => listener.close());
  const url = contract === 'agentmc' ? `${listener.url}/api/v1` : listener.url;
  return checkServer({ contract, url, apiKey: KEYS[contract], agentId: 42 });
}

describe.each(['agentmc', 'agentradio'] as const)('curl lines of a report on %s', (contract) => {
  it('send in a shell what was sent in the run', async () => {
    const report = await failEverything(contract);
    const findings = report.requirements.flatMap((result) => result.findings);
    const lines = new Map(findings.map(({ sent, received }) => [sent.curl, received]));
    expect(lines.size).toBeGreaterThan(20);
    for (const [curl, received] of lines) {
      expect(curl).not.toContain(KEYS[contract]);
      const { out } = await run('sh', ['-c', curl], {
        env: { ...process.env, HEARTBEAT_API_KEY: KEYS[contract] },
      });
      // The mock behind it takes the pasted request as it took the first one.
      const was = /^x-was: (\d+)/m.exec(out)?.[1];
      expect({ curl, was }).toEqual({ curl, was: received?.headers['x-was'] });
    }
  });
});
