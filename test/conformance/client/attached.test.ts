import { describe, expect, it, onTestFinished } from 'vitest';
import { checkAttached, type Door } from '../../../src/conformance/client/check-attached.ts';
import { examples } from '../../support/heartbeats.ts';

/** A daemon that reports as fast as it is answered, until it is told to stop. */
function daemon(baseUrl: string, key: string, signal: AbortSignal): Promise<void> {
  const report = async () => {
    while (!signal.aborted) {
      const response = await fetch(`${baseUrl}/agents/heartbeat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': key },
        body: JSON.stringify(examples.agentmc),
        signal,
      });
      await response.text();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return report().catch(() => {});
}

/** Attaches daemons to doors, and ends the run when each of their scenarios is over. */
async function attach(start: (doors: readonly Door[], baseUrl: string) => [string, string][]) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const events: string[] = [];
  let waiting = 0;
  const report = await checkAttached({
    contract: 'agentmc',
    interval: 500,
    scenarios: ['steady', 'rate-limited-seconds'],
    signal: stop.signal,
    onReady(doors, baseUrl) {
      const pairs = start(doors, baseUrl);
      waiting = pairs.length;
      for (const [url, key] of pairs) void daemon(url, key, stop.signal);
    },
    onScenario(name, event) {
      events.push(`${name} ${event}`);
      if (event === 'ends' && (waiting -= 1) === 0) stop.abort();
    },
  });
  return { report, events };
}

const doorOf = (doors: readonly Door[], name: string) =>
  doors.find(({ scenario }) => scenario === name) as Door;

describe('checkAttached', () => {
  it('judges a client that is pointed to the address of a scenario', async () => {
    const { report, events } = await attach((doors) => [
      [doorOf(doors, 'steady').baseUrl, 'mca_of_its_own'],
    ]);
    expect(events).toEqual(['steady begins', 'steady ends']);
    expect(report.scenarios.map(({ name }) => name)).toEqual(['steady']);
    expect(report.scenarios[0]?.timeline).toHaveLength(6);
    expect(report.verdict).toBe('pass');
    expect(report.unexercised).toContainEqual(
      expect.objectContaining({
        id: 'AMC-C-008',
        why: 'nobody came for rate-limited-seconds, which shows it',
      }),
    );
  });

  it('knows by the key alone which scenario is meant, and keeps several apart', async () => {
    const { report } = await attach((doors, baseUrl) => [
      [baseUrl, doorOf(doors, 'steady').apiKey],
      [baseUrl, doorOf(doors, 'rate-limited-seconds').apiKey],
    ]);
    expect(report.scenarios.map(({ name }) => name)).toEqual(['rate-limited-seconds', 'steady']);
    const limited = report.requirements.find(({ id }) => id === 'AMC-C-008');
    expect(limited?.verdict).toBe('fail');
    expect(JSON.stringify(report)).not.toMatch(/mca_\w+_check/);
  });
});
