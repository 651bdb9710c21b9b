import { describe, expect, it } from 'vitest';
import { AgentmcClient } from '../../fixtures/clients/agentmc.ts';
import { checkLog } from '../../src/conformance/client/check-log.ts';
import { sharesOf } from '../../src/conformance/coverage.ts';
import { checkClient } from '../../src/index.ts';
import { checkInProcess } from './support/in-process.ts';
import { archive, fileWith, mcBeats } from './support/recordings.ts';

describe('the coverage of a server', () => {
  it('counts what scenarios can show: every operation but the pages for people', async () => {
    const { coverage } = await checkInProcess('agentradio');
    expect(coverage.operations.unseen).toEqual([]);
    expect(coverage.operations.seen).toHaveLength(10);
    expect(coverage.operations.seen).not.toContain('heartbeatPage');
    const statuses = sharesOf(coverage).find(({ kind }) => kind === 'statuses');
    expect(statuses?.percent).toBeGreaterThan(50);
  });

  it('takes an operation that only ever fails for one that was not exercised', async () => {
    const failing = () => () => ({ status: 500, headers: {}, body: '{"error":"failed"}' });
    const { coverage } = await checkInProcess('agentradio', failing);
    expect(coverage.operations.seen).toEqual([]);
  });
});

describe('the coverage of a client', () => {
  it('counts all scenarios, also where only some were chosen', async () => {
    const { coverage } = await checkClient({
      contract: 'agentmc',
      scenarios: ['steady'],
      start: 0,
      client: (environment) =>
        new AgentmcClient({ ...environment, baseUrl: `${environment.baseUrl}/api/v1` }).run(),
    });
    expect(coverage.scenarios.seen).toEqual(['steady']);
    expect(coverage.scenarios.unseen.length).toBeGreaterThan(8);
  });

  it('takes what was recorded for no scenario', async () => {
    const file = await fileWith(archive(mcBeats(6)));
    const { coverage } = await checkLog({ contract: 'agentmc', file });
    expect(coverage.scenarios.seen).toEqual([]);
    expect(coverage.scenarios.unseen.length).toBeGreaterThan(9);
  });
});
