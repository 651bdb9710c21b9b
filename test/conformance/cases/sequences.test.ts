import { describe, expect, it } from 'vitest';
import { sequenceScenario, type Beat } from '../../../src/conformance/cases/sequences.ts';
import type { RequestStep } from '../../../src/conformance/scenario/format.ts';
import { suiteOf } from '../../../src/conformance/server-check.ts';
import type { Handle } from '../../../fixtures/broken/servers/types.ts';
import { checkInProcess } from '../support/in-process.ts';

const { sequences } = (await suiteOf('agentmc')).defaults;
if (!sequences) throw new Error('agentmc has no sequences');
const BOTH = new Set(['second-key'] as const);

const beat = (about: number, by = 0, pause = false): Beat => ({ about, by, with: [0], pause });

/** What is expected of the last of some heartbeats: requirement, places and rules. */
function expectedOfLast(...beats: Beat[]): string[] {
  const { steps } = sequenceScenario(sequences as NonNullable<typeof sequences>, BOTH, beats, 'x');
  const last = steps.at(-1) as RequestStep;
  return (last.expect ?? []).flatMap(({ requirement, body = {} }) =>
    Object.entries(body).map(
      ([pointer, rule]) => `${[requirement].flat()[0]} ${pointer} ${JSON.stringify(rule)}`,
    ),
  );
}

describe('a sequence of heartbeats', () => {
  it('compares a host with itself, and with the others', () => {
    const expected = expectedOfLast(beat(0), beat(1), beat(0));
    expect(expected).toContain('AMC-S-013 /host/id {"same-as":"id-host-a"}');
    expect(expected).toContain('AMC-S-013 /host/id {"differs-from":"id-host-b"}');
    expect(expected).toContain('AMC-S-014 /host/created_at {"same-as":"created-host-a"}');
    expect(expected.join()).not.toContain('host-c');
  });

  it('asks of the first heartbeat of a host nothing about earlier ones', () => {
    expect(expectedOfLast(beat(0)).join()).not.toMatch(/same-as|differs|later|at-most/);
  });

  it('asks that times advance only where a pause was long enough', () => {
    const later = /last_seen_at \{"later-than":"seen-host-a"\}/;
    expect(expectedOfLast(beat(0), beat(0)).join()).not.toMatch(later);
    expect(expectedOfLast(beat(0), beat(0, 0, true)).join()).toMatch(later);
    expect(expectedOfLast(beat(0), beat(1, 0, true), beat(0)).join()).toMatch(later);
    expect(expectedOfLast(beat(0), beat(0, 0, true), beat(0)).join()).not.toMatch(later);
  });

  it('asks that agents do not become more only where the same one reports again', () => {
    const total = /agents_total \{"at-most":"total-host-a"\}/;
    expect(expectedOfLast(beat(0), beat(0)).join()).toMatch(total);
    expect(expectedOfLast(beat(0), beat(1, 1), beat(0)).join()).toMatch(total);
    // Another one came, or this one was elsewhere.
    expect(expectedOfLast(beat(0), beat(0, 1), beat(0)).join()).not.toMatch(total);
    expect(expectedOfLast(beat(0), beat(1), beat(0)).join()).not.toMatch(total);
  });

  it('needs the key that it sends', () => {
    const { needs } = sequenceScenario(sequences, BOTH, [beat(0), beat(0, 1)], 'x');
    expect(needs).toEqual(['second-key']);
    const alone = sequenceScenario(sequences, new Set(), [beat(0), beat(0, 1)], 'x');
    expect(alone.needs).toBeUndefined();
    expect(JSON.stringify(alone)).not.toContain('second');
  });
});

describe('sequences in random order', () => {
  /** Forgets a host as soon as another one reported twice in a row after it. */
  const forgetful = (handle: Handle): Handle => {
    const last: unknown[] = [];
    let generation = 0;
    return (request) => {
      const reply = handle(request);
      if (reply.status !== 200) return reply;
      const answer = JSON.parse(reply.body);
      const { fingerprint } = answer.host;
      if (last.length === 2 && last[0] === last[1] && last[1] !== fingerprint) generation += 100;
      last.push(fingerprint);
      if (last.length > 2) last.shift();
      if (!last.slice(0, -1).includes(fingerprint)) answer.host.id += generation;
      return { ...reply, body: JSON.stringify(answer) };
    };
  };

  it('find what depends on the order, and make it short', async () => {
    const usual = await checkInProcess('agentmc', forgetful, { only: 'AMC-S-013' });
    const report = await checkInProcess('agentmc', forgetful, { only: 'AMC-S-013', fuzz: 400 });
    const findings = (one: typeof report) => one.requirements.flatMap(({ findings: all }) => all);
    const found = findings(report).filter(({ scenario }) => scenario.startsWith('Random'));
    expect(findings(usual).some(({ scenario }) => scenario.startsWith('Random'))).toBe(false);
    expect(found.length).toBeGreaterThan(0);
    const steps = found[0]?.replay?.match(/^ {2}- name: beat/gm) ?? [];
    expect(steps.length).toBeLessThanOrEqual(5);
  });

  it('mix agents of AgentRadio up where the server does', async () => {
    // Takes what the agent before said for its own task.
    const mixed = (handle: Handle): Handle => {
      let task: unknown;
      let key: string | undefined;
      return (request) => {
        const reply = handle(request);
        if (reply.status !== 200 || !request.path.endsWith('heartbeat')) return reply;
        const answer = JSON.parse(reply.body);
        const own = request.headers['authorization'];
        const before = task;
        task = answer.currentTask;
        if (key !== undefined && own !== key && typeof before === 'string' && task !== null) {
          answer.currentTask = before;
        }
        key = own;
        return { ...reply, body: JSON.stringify(answer) };
      };
    };
    const report = await checkInProcess('agentradio', mixed, { only: 'AR-S-009', fuzz: 200 });
    const [result] = report.requirements;
    const random = result?.findings.filter(({ scenario }) => scenario.startsWith('Random seq'));
    expect(random?.length).toBeGreaterThan(0);
    expect(random?.[0]?.replay).toContain('Authorization: Bearer ${second-key}');
    expect(random?.[0]?.replay).not.toContain('canary');
  });
});
