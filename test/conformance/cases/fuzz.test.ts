import { describe, expect, it } from 'vitest';
import type { CheckServerOptions } from '../../../src/conformance/check-server.ts';
import type { Handle } from '../../../fixtures/broken/servers/types.ts';
import { checkInProcess, virtualClock } from '../support/in-process.ts';

type Sent = Readonly<Record<string, any>>;

/** Requests of a run, as they came. */
async function requestsOf(
  options: Partial<CheckServerOptions>,
  contract: 'agentmc' | 'agentradio' = 'agentmc',
) {
  const requests: string[] = [];
  const recorder =
    (handle: Handle): Handle =>
    (request) => {
      requests.push(JSON.stringify(request));
      return handle(request);
    };
  const report = await checkInProcess(contract, recorder, options);
  return { report, requests };
}

/** A server that crashes over some payloads. */
const crashing =
  (isBad: (sent: Sent) => boolean, into: string[] = []) =>
  (handle: Handle): Handle =>
  (request) => {
    into.push(String(request.body));
    const reply = handle(request);
    if (reply.status !== 200 || !isBad(JSON.parse(String(request.body)))) return reply;
    return { status: 500, headers: {}, body: 'oops' };
  };

const findingsOf = ({ requirements }: Awaited<ReturnType<typeof checkInProcess>>, id: string) =>
  requirements.find((one) => one.id === id)?.findings ?? [];

describe.each(['agentmc', 'agentradio'] as const)('random heartbeats of %s', (contract) => {
  it('are the same, byte for byte, where the seed is the same', async () => {
    const once = await requestsOf({ fuzz: 60, fuzzSeed: 7 }, contract);
    const again = await requestsOf({ fuzz: 60, fuzzSeed: 7 }, contract);
    expect(again.requests).toEqual(once.requests);
    const others = await requestsOf({ fuzz: 60, fuzzSeed: 8 }, contract);
    expect(others.requests).not.toEqual(once.requests);
  });

  it('are no more than were asked for, and not many less', async () => {
    const { requests: usual } = await requestsOf({}, contract);
    const { requests, report } = await requestsOf({ fuzz: 120 }, contract);
    expect(requests.length - usual.length).toBeLessThanOrEqual(120);
    expect(requests.length - usual.length).toBeGreaterThan(100);
    expect(report.verdict).toBe('pass');
  });

  it.each([1, 2, 3, 4, 5])('find nothing in the mock (seed %i)', async (fuzzSeed) => {
    const { report } = await requestsOf({ fuzz: 300, fuzzSeed }, contract);
    const failed = report.requirements.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ id, findings }) => [id, findings[0]?.sent.body])).toEqual([]);
  });
});

describe('what random heartbeats find', () => {
  it('is made as small as it can be', async () => {
    const server = crashing(({ meta }) => Number(meta?.queue_depth) > 700);
    const report = await checkInProcess('agentmc', server, { fuzz: 600 });
    const [finding, ...others] = findingsOf(report, 'AMC-S-031');
    expect(others).toEqual([]);
    expect(finding?.scenario).toBe('Random payloads (--fuzz 600 --seed 1)');
    expect(finding?.step).toMatch(/^meta\.queue_depth, type: 7\d\d(?: \(and \d+ more like it\))?$/);
  });

  it('is told for each cause', async () => {
    const server = crashing(
      ({ meta, host }) => meta?.thinking_mode === false || host?.name?.length > 60,
    );
    const report = await checkInProcess('agentmc', server, { fuzz: 1500, fuzzSeed: 2 });
    const steps = findingsOf(report, 'AMC-S-031').map(({ step }) => step.replace(/:.*/, ''));
    expect(steps.toSorted()).toEqual(['host.name, type', 'meta.thinking_mode, type']);
  });

  it('is what generated payloads have found already, where it is the same', async () => {
    const server = crashing(({ meta }) => meta?.auth === '');
    const report = await checkInProcess('agentmc', server, { generated: true, fuzz: 600 });
    const [finding, ...others] = findingsOf(report, 'AMC-S-031.silence');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ scenario: 'Generated payloads that are valid' });
  });

  it('costs no more than as many heartbeats again', async () => {
    const bodies: string[] = [];
    // Everything but the example fails, each time in another place.
    const server = crashing((sent) => JSON.stringify(sent).length % 3 === 0, bodies);
    const usual: string[] = [];
    await checkInProcess(
      'agentmc',
      crashing(() => false, usual),
      {},
    );
    await checkInProcess('agentmc', server, { fuzz: 150 });
    expect(bodies.length - usual.length).toBeLessThanOrEqual(300);
  });

  it('comes as slowly as a rate limit and --max-time allow', async () => {
    const clock = virtualClock();
    const start = clock.now();
    let count = 0;
    const limited =
      (handle: Handle): Handle =>
      (request) => {
        count += 1;
        if (count % 50 !== 0) return handle(request);
        return { status: 429, headers: { 'retry-after': '30' }, body: '' };
      };
    const report = await checkInProcess('agentmc', limited, { clock, fuzz: 500, maxTime: 120 });
    expect(report.ending).toMatchObject({ kind: 'rate-limited' });
    expect(clock.now() - start).toBeLessThanOrEqual(120_000);
    const { verdict, reasons } = report.requirements.find(({ id }) => id === 'AMC-S-031') ?? {};
    expect({ verdict, reasons }).toEqual({
      verdict: 'inconclusive',
      reasons: expect.arrayContaining(['the run ended before all was tried']),
    });
  });

  it('ends where it is stopped', async () => {
    const stop = new AbortController();
    let count = 0;
    const server =
      (handle: Handle): Handle =>
      (request) => {
        count += 1;
        if (count === 200) stop.abort();
        return handle(request);
      };
    const report = await checkInProcess('agentmc', server, { fuzz: 5000, signal: stop.signal });
    expect(report.ending?.kind).toBe('interrupted');
    expect(report.requests).toBe(200);
  });
});
