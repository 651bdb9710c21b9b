import { describe, expect, it } from 'vitest';
import { AgentradioClient } from '../../../fixtures/clients/agentradio.ts';
import { AgentmcClient } from '../../../fixtures/clients/agentmc.ts';
import { checkClient, judge, type ClientFunction, type JudgeContext } from '../../../src/index.ts';
import { after, beats, checkIns, exchanges, type Sent } from './support/exchanges.ts';

/** What clients that do too little, or the wrong thing at the edge of what is looked at, may not pass. */

const onShift: JudgeContext = { contract: 'agentradio', state: 'on_shift' };

function told(id: string, sent: readonly Sent[], context: JudgeContext = onShift) {
  return judge(exchanges(sent), context).find(({ requirement }) => requirement === id);
}

const failing = { status: 503 } as const;

describe('a client that does too little', () => {
  it('passes nothing with one heartbeat and a farewell', async () => {
    const once: ClientFunction = async (environment) => {
      const stop = new AbortController();
      const fetchOnce: typeof fetch = async (input, init) => {
        const response = await environment.fetch(input, init);
        stop.abort();
        return response;
      };
      const baseUrl = `${environment.baseUrl}/api/v1`;
      await new AgentmcClient({
        ...environment,
        baseUrl,
        fetch: fetchOnce,
        signal: stop.signal,
      }).run();
    };
    const report = await checkClient({ contract: 'agentmc', client: once, start: 0 });
    expect(report.totals.pass).toBe(0);
    expect(report.verdict).toBe('inconclusive');
    const limited = report.requirements.find(({ id }) => id === 'AMC-C-008');
    expect(limited?.reasons).toEqual([
      'nothing was answered with 429; the client ended: it returned',
    ]);
  });

  it('is not taken for one that had no occasion when it falls silent before the scenario', async () => {
    const report = await checkClient({
      ...onShift,
      scenarios: ['rate-limited-seconds'],
      start: 0,
      async client({ baseUrl, apiKey, fetch, clock, signal }) {
        const headers = { authorization: `Bearer ${apiKey}` };
        for (let count = 0; count < 3; count += 1) {
          await fetch(`${baseUrl}/api/v1/home`, { headers });
          await fetch(`${baseUrl}/api/heartbeat`, {
            method: 'POST',
            headers,
            body: '{"status": "online"}',
          });
          await clock.sleep(45_000, signal);
        }
        await clock.sleep(86_400_000, signal);
      },
    });
    expect(report.requirements.find(({ id }) => id === 'AR-C-007')).toMatchObject({
      verdict: 'inconclusive',
      reasons: ['nothing was answered with 429; the scenario was not over'],
    });
  });
});

describe('a client that says goodbye', () => {
  it('is not judged by what it sends while it is being stopped', async () => {
    const report = await checkClient({
      ...onShift,
      scenarios: ['steady', 'restart'],
      start: 0,
      async client(environment) {
        await new AgentradioClient(environment, 'on_shift').run();
        const { baseUrl, apiKey, fetch } = environment;
        await fetch(`${baseUrl}/api/heartbeat`, {
          method: 'POST',
          headers: { authorization: `Bearer ${apiKey}` },
          body: '{"status": "offline"}',
        });
      },
    });
    expect(report.requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  });
});

describe('retries', () => {
  const before = after(0, [45, 45, 45, 45]);

  it('are one, and not any number at the same pace', () => {
    const quick = after(
      225,
      Array.from({ length: 9 }, () => 0.5),
    );
    const slow = after(280, [45, 90, 180, 360, 720, 1440, 2880, 5760]);
    const sent = [
      ...checkIns(before),
      ...checkIns([...quick, ...slow], failing),
      ...checkIns([11_800, 11_845, 11_890]),
    ];
    expect(told('AR-C-008', sent)).toMatchObject({
      verdict: 'fail',
      why: '5 retries came 0.5, 0.5, 0.5, 0.5, 0.5 s after failures, before the usual 45 s had passed; one is asked',
    });
  });

  it('at a steady pace are no growth, however uncertain the times', () => {
    const tries = after(
      225,
      Array.from({ length: 12 }, () => 60),
    );
    const sent = [...checkIns(before), ...checkIns(tries, failing), ...checkIns([1010, 1055])];
    expect(told('AR-C-009', sent)?.verdict).toBe('fail');
    const unsure = told('AR-C-009', sent, { ...onShift, slack: () => 40_000 });
    expect(unsure?.verdict).toBe('inconclusive');
    expect(unsure?.why).toMatch(/times may be wrong by 40 s$/);
  });

  it('that go on at their pace after the recovery are not the usual cadence', () => {
    const sent = [
      ...checkIns(before),
      ...checkIns([225], failing),
      ...checkIns(after(230, [5, 5, 5, 5])),
    ];
    expect(told('AR-C-011', sent)).toMatchObject({
      verdict: 'fail',
      why: '5 s between heartbeats after the recovery; at least 30 s asked',
    });
    // What is usual is what was before the failure.
    expect(told('AR-C-008', sent)?.why).toMatch(/less than the usual 45 s asked$/);
  });
});

describe('bursts', () => {
  it('are not made up for by longer intervals elsewhere', () => {
    const burst = [27.2, 27.2, 27.2, 27.2, 27.2, 50, 50, 50, 50, 50];
    expect(told('AR-C-005', checkIns(after(0, [45, ...burst])))).toMatchObject({
      verdict: 'fail',
      why: '4 intervals in a row of 27, 27, 27, 27 s, 27 s in the mean; at least 30 s asked',
    });
  });
});

describe('a restart that takes longer than the cadence', () => {
  it('tells nothing of what a client remembers', () => {
    const sent = beats([0, 45, 90, 135, 175]);
    const restarts = [exchanges(sent)[3]!.at + 35_000];
    expect(told('AR-C-020', sent, { ...onShift, restarts })?.verdict).toBe('inconclusive');
  });
});

describe('an interval that nobody told of', () => {
  it('is asked for where it hides whether Retry-After was honoured', () => {
    const sent: Sent[] = [
      ...after(0, [300, 300, 300, 300]).map((at): Sent => ({ at, to: 'report' })),
      { at: 1500, to: 'report', status: 429, retryAfter: '180' },
      { at: 1800, to: 'report' },
    ];
    expect(told('AMC-C-008', sent, { contract: 'agentmc', interval: 60_000 })).toMatchObject({
      verdict: 'inconclusive',
      why: expect.stringContaining('say so with --interval') as string,
    });
    // Recorded traffic was not made for it.
    expect(told('AMC-C-008', sent, { contract: 'agentmc' })?.verdict).toBe('unseen');
  });
});
