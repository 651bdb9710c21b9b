import { describe, expect, it } from 'vitest';
import { clients } from '../../../fixtures/broken/clients/agentradio.ts';
import { prettyClientReport } from '../../../src/conformance/report/client-pretty.ts';
import { strip } from '../../../src/conformance/report/timeline.ts';
import { checkClient, type ClientReport, type ScenarioResult } from '../../../src/index.ts';

function report(name: string, scenario: string): Promise<ClientReport> {
  const broken = clients.find((one) => one.name === name);
  return checkClient({
    contract: 'agentradio',
    state: 'on_shift',
    scenarios: [scenario],
    start: 0,
    client: broken?.client ?? (async () => {}),
  });
}

describe('the timeline of a scenario', () => {
  it('says when each request came, what was answered, and when it should have come', async () => {
    const { scenarios } = await report('ignores-retry-after', 'rate-limited-seconds');
    const heartbeats = (scenarios[0]?.timeline ?? []).filter(({ method }) => method === 'POST');
    expect(heartbeats.slice(3, 6)).toMatchObject([
      { at: 135_000, answer: '200', outcome: 'accepted' },
      { at: 180_000, answer: '429', outcome: 'limited', retryAfter: 180_000 },
      { at: 225_000, answer: '200', allowed: { from: 360_000 } },
    ]);
    expect(heartbeats[3]?.allowed).toEqual({ from: 120_000, to: 150_000 });
  });

  it('is a line on a terminal', () => {
    const entry = { id: 1, path: '/api/heartbeat', answer: '' };
    const timeline: ScenarioResult['timeline'] = [
      { ...entry, at: 0, method: 'GET', outcome: 'accepted' },
      { ...entry, at: 0, method: 'POST', outcome: 'accepted' },
      { ...entry, at: 30_000, method: 'GET', outcome: 'failed' },
      { ...entry, at: 30_000, method: 'POST', outcome: 'limited' },
      { ...entry, at: 60_000, method: 'POST', outcome: 'refused' },
    ];
    const result = { name: 'own', title: '', lasted: 60_000, rate: 1, timeline };
    expect(strip(result)).toBe(`|o${' '.repeat(29)}!${' '.repeat(28)}-|`);
  });
});

describe('the report for people', () => {
  it('shows what failed with the requests around it', async () => {
    const text = prettyClientReport(
      await report('ignores-retry-after', 'rate-limited-seconds'),
      false,
    );
    const [, details = ''] = text.split(/^FAIL {2}AR-C-007 \(must, document\)$/m);
    expect(details).toContain(
      'rate-limited-seconds: heartbeat was asked again 45 s after a 429; Retry-After asked to wait 180 s',
    );
    expect(details).toMatch(
      /^ +> +0:03:00 +POST +\/api\/heartbeat +429 +wait 180 s +allowed 0:02:45 to 0:03:15$/m,
    );
    expect(details).toMatch(/^ +> +0:03:45 +POST +\/api\/heartbeat +200 +allowed from 0:06:00$/m);
    expect(details).toMatch(/^rate-limited-seconds {2}\|o.*!.*o\| 0:04:30$/m);
  });

  it('tells once how a client ended in several scenarios', async () => {
    const result = await checkClient({
      contract: 'agentmc',
      start: 0,
      client: async () => {
        throw new Error('no configuration');
      },
    });
    const text = prettyClientReport(result, false);
    expect(text.match(/The client ended by itself/g)).toHaveLength(1);
    expect(text).toContain('(it threw: no configuration) in empty-answer, forbidden, hang');
    expect(text).toContain('There is no verdict: nothing could be seen to hold.');
  });

  it('lists apart what was not exercised', async () => {
    const text = prettyClientReport(await report('reads-on', 'steady'), false);
    const [, apart = ''] = text.split('Not exercised, and no part of the verdict:\n');
    expect(apart).toMatch(/^ +AR-C-009 +must +no scenario of this run is about it$/m);
    expect(text).not.toMatch(/^\? +AR-C-009/m);
  });
});
