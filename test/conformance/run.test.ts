import { describe, expect, it } from 'vitest';
import {
  checkServer,
  OptionError,
  type CheckServerOptions,
} from '../../src/conformance/check-server.ts';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { suiteOf } from '../../src/conformance/server-check.ts';
import { createMock, type PlainRequest } from '../../src/index.ts';
import type { Handle } from '../../fixtures/broken/servers/types.ts';
import { checkInProcess, FULL, virtualClock } from './support/in-process.ts';

const CONTRACTS = ['agentmc', 'agentradio'] as const;
type Id = (typeof CONTRACTS)[number];

const idsOf = ({ requirements }: ServerReport) => requirements.map(({ id }) => id);
const verdictsOf = ({ requirements }: ServerReport) =>
  Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict]));
/** What a run is without what takes longer or provokes limits. */
const USUAL = { slow: false };

/** Keeps what comes in. */
function recorder(into: PlainRequest[]): (handle: Handle) => Handle {
  return (handle) => (request) => {
    into.push(request);
    return handle(request);
  };
}

describe('--only', () => {
  const only = async (pattern: string, contract: Id = 'agentmc') =>
    idsOf(await checkInProcess(contract, undefined, { only: pattern }));

  it.each([
    ['AMC-S-001', ['AMC-S-001']],
    ['AMC-S-006', ['AMC-S-006', 'AMC-S-006.fields']],
    ['AMC-S-006.fields', ['AMC-S-006.fields']],
    ['amc-s-001', ['AMC-S-001']],
    ['AMC-S-001, AMC-S-003', ['AMC-S-001', 'AMC-S-003']],
    ['AMC-S-003,AMC-S-001,AMC-S-001', ['AMC-S-001', 'AMC-S-003']],
    ['*-012*', ['AMC-S-012', 'AMC-S-012.unaltered']],
    ['*.unaltered', ['AMC-S-012.unaltered']],
  ])('%s judges %j', async (pattern, ids) => {
    expect(await only(pattern)).toEqual(ids);
  });

  it('* judges all', async () => {
    const { requirements } = await suiteOf('agentradio');
    expect(await only('*', 'agentradio')).toEqual(requirements.map(({ id }) => id));
  });

  it.each(['', ',', 'AMC-S-001,'])('"%s" has an empty entry', async (pattern) => {
    await expect(only(pattern)).rejects.toThrow(`only "${pattern}" has an empty entry`);
  });

  it('tells of one entry that fits nothing, whatever the others do', async () => {
    const run = only('AMC-S-001,AMC-S-O14');
    await expect(run).rejects.toThrow('only AMC-S-O14 fits no requirement');
  });

  it('tells what is missing where nothing could be seen', async () => {
    await expect(only('AMC-S-030')).rejects.toThrow('only AMC-S-030 needs burst');
    expect(await only('AMC-S-030,AMC-S-001')).toEqual(['AMC-S-001', 'AMC-S-030']);
  });

  it('tells that the basis leaves out what was asked for', async () => {
    const run = checkInProcess('agentmc', undefined, { only: 'AMC-S-020', basis: 'document' });
    await expect(run).rejects.toThrow(
      'only AMC-S-020 fits requirements of the basis vendor only, which basis document leaves out',
    );
  });

  it.each(['AMC-S-099', 'AMC-S-00', 'AMC-S', 'AR-S-001', 'AMC-C-001', '.', 'AMC-S-00.'])(
    '"%s" fits nothing, and is told what would',
    async (pattern) => {
      const run = only(pattern);
      await expect(run).rejects.toBeInstanceOf(OptionError);
      await expect(run).rejects.toThrow(
        `only ${pattern} fits no requirement; they are AMC-S-001 to AMC-S-032.lenient`,
      );
    },
  );

  it('sends no more than what has to be seen', async () => {
    const { requests } = await checkInProcess('agentmc', undefined, { only: 'AMC-S-003' });
    const control = await checkInProcess('agentmc', undefined, { only: 'AMC-S-001' });
    // The heartbeat of the control; then wrong keys and methods in the file about keys.
    expect(control.requests).toBe(1);
    expect(requests).toBeLessThan(10);
  });
});

describe('the basis', () => {
  it.each(CONTRACTS)('chooses what is judged: %s', async (contract) => {
    const { requirements } = await suiteOf(contract);
    const basesAt = async (basis?: 'document' | 'vendor' | 'assumed') => {
      const report = await checkInProcess(contract, undefined, { basis });
      return report.requirements;
    };
    const document = await basesAt('document');
    expect(document).toHaveLength(requirements.filter((one) => one.basis === 'document').length);
    expect(document.every(({ basis }) => basis === 'document')).toBe(true);
    const vendor = await basesAt('vendor');
    expect(vendor).toHaveLength(requirements.filter((one) => one.basis !== 'assumed').length);
    expect(await basesAt('assumed')).toHaveLength(requirements.length);
    expect(await basesAt()).toHaveLength(requirements.length);
  });

  it('and only choose together', async () => {
    const { requirements } = await suiteOf('agentradio');
    const assumed = requirements.find(({ basis }) => basis === 'assumed')?.id ?? '';
    const run = checkInProcess('agentradio', undefined, { only: assumed, basis: 'document' });
    await expect(run).rejects.toBeInstanceOf(OptionError);
  });
});

describe('--fail-on', () => {
  /** AgentRadio whose dashboard does not say what to do next, which it should. */
  const noAdvice =
    (handle: Handle): Handle =>
    (request) => {
      const reply = handle(request);
      if (!request.path.endsWith('/home')) return reply;
      const { what_to_do_next: _, ...body } = JSON.parse(reply.body);
      return { ...reply, body: JSON.stringify(body) };
    };

  /** AgentRadio whose refusals have no envelope, which is only assumed. */
  const bareRefusals =
    (handle: Handle): Handle =>
    (request) => {
      const reply = handle(request);
      if (reply.status < 400) return reply;
      const { error } = JSON.parse(reply.body);
      return { ...reply, body: JSON.stringify({ code: error.code }) };
    };

  /** AgentRadio that forgets what it was told, which it must not. */
  const alwaysOnline =
    (handle: Handle): Handle =>
    (request) => {
      const reply = handle(request);
      return { ...reply, body: reply.body.replace('"status":"busy"', '"status":"online"') };
    };

  it.each([
    ['must', alwaysOnline, 'AR-S-008', ['fail', 'fail', 'fail']],
    ['should', noAdvice, 'AR-S-020', ['pass', 'fail', 'fail']],
    ['assumed', bareRefusals, 'AR-S-025', ['pass', 'pass', 'fail']],
  ] as const)('weighs a failure of level %s', async (_, change, id, verdicts) => {
    const reports = await Promise.all(
      (['must', 'should', 'assumed'] as const).map((failOn) =>
        checkInProcess('agentradio', change, { failOn }),
      ),
    );
    expect(reports.map(({ verdict }) => verdict)).toEqual(verdicts);
    for (const report of reports) {
      const failed = report.requirements.filter(({ verdict }) => verdict === 'fail');
      expect(idsOf({ ...report, requirements: failed })).toEqual([id]);
      expect(report.totals.fail).toBe(1);
    }
  });

  it('is must by default', async () => {
    const report = await checkInProcess('agentradio', noAdvice);
    expect(report).toMatchObject({ failOn: 'must', verdict: 'pass' });
  });
});

describe.each(CONTRACTS)('a run against %s', (contract) => {
  it('gives the same verdicts however many scenarios run at the same time', async () => {
    const one = await checkSlowServer(contract, 1);
    const four = await checkSlowServer(contract, 4);
    expect(Math.max(...four.peaks)).toBe(4);
    expect(verdictsOf(four.report)).toEqual(verdictsOf(one.report));
    expect(four.report.verdict).toBe(one.report.verdict);
    expect(four.report.requests).toBe(one.report.requests);
  });

  it('waits no longer than its longest pause', async () => {
    const { durationMs, ending } = await checkInProcess(contract, undefined, USUAL);
    expect(ending).toBeUndefined();
    expect(durationMs).toBeGreaterThan(2000);
    expect(durationMs).toBeLessThanOrEqual(2200);
  });

  it('takes at most 120 requests', async () => {
    const { requests } = await checkInProcess(contract);
    expect(requests).toBeLessThanOrEqual(120);
  });

  it('counts its requests', async () => {
    const sent: PlainRequest[] = [];
    const { requests } = await checkInProcess(contract, recorder(sent));
    expect(requests).toBe(sent.length);
  });

  it('sends the same requests for the same input, and reports the same', async () => {
    const [first, second]: PlainRequest[][] = [[], []];
    const before = await checkInProcess(contract, recorder(first as PlainRequest[]));
    const after = await checkInProcess(contract, recorder(second as PlainRequest[]));
    expect(second).toEqual(first);
    expect(after).toEqual(before);
  });

  it('reuses its fingerprints, and no key that nobody knows', async () => {
    const sent = async (random: string) => {
      const requests: PlainRequest[] = [];
      await checkInProcess(contract, recorder(requests), { random });
      return requests.map(({ headers, body }) => JSON.stringify([headers, body]));
    };
    const [first, second] = [await sent('one1one1'), await sent('two2two2')];
    const differences = first.filter((text, index) => text !== second[index]);
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.filter((text) => !text.includes('one1one1'))).toEqual([]);
    expect(second).toEqual(first.map((text) => text.replaceAll('one1one1', 'two2two2')));
  });

  it('has one request in flight, save where several are sent at once', async () => {
    const { scenarios } = await suiteOf(contract);
    const atOnce = scenarios
      .flatMap(({ steps }) => steps)
      .flatMap((step) => ('at-once' in step && step['at-once'] ? [step['at-once']] : []));
    const { peaks } = await checkSlowServer(contract, 1);
    // Each time that more than one is in flight is one of those steps.
    expect(peaks.filter((peak) => peak > 1)).toEqual(atOnce);
  });

  it('has no more requests in flight than scenarios may run at the same time', async () => {
    const { peaks } = await checkSlowServer(contract, 2);
    expect(Math.max(...peaks)).toBe(2);
  });
});

describe('a server that limits the rate', () => {
  /** Refuses everything from some request on, without saying for how long. */
  const limitedFrom =
    (first: number, headers: Record<string, string>) =>
    (handle: Handle): Handle => {
      let count = 0;
      return (request) => {
        count += 1;
        if (count < first) return handle(request);
        return { ...handle(request), status: 429, headers };
      };
    };

  it('is waited for as it asks, and then judged as any other', async () => {
    let count = 0;
    const once =
      (handle: Handle): Handle =>
      (request) => {
        count += 1;
        if (count !== 10) return handle(request);
        const headers = { 'content-type': 'application/json', 'retry-after': '7' };
        return { status: 429, headers, body: '{"ok":false,"error":{"code":"RATE_LIMITED"}}' };
      };
    const report = await checkInProcess('agentradio', once, USUAL);
    const calm = await checkInProcess('agentradio', undefined, USUAL);
    expect(report.verdict).toBe('pass');
    expect(report.durationMs).toBeGreaterThanOrEqual(7000);
    expect(report.requests).toBe(calm.requests + 1);
    expect(verdictsOf(report)).toEqual({ ...verdictsOf(calm), 'AR-S-017': 'pass' });
  });

  it('for good ends the run; what it did not come to is inconclusive, not failed', async () => {
    const report = await checkInProcess('agentmc', limitedFrom(20, { 'retry-after': '1' }), USUAL);
    expect(report).toMatchObject({ verdict: 'inconclusive', ending: { kind: 'rate-limited' } });
    expect(report.ending?.sentence).toContain('429');
    expect(report.totals.fail).toBe(0);
    const last = report.requirements.find(({ id }) => id === 'AMC-S-020');
    expect(last).toMatchObject({
      verdict: 'inconclusive',
      reasons: ['the run ended before it was tried'],
    });
  });

  it('for good is asked no more by any scenario', async () => {
    const sent: PlainRequest[] = [];
    const limit = limitedFrom(5, {});
    const report = await checkInProcess('agentmc', (handle) => recorder(sent)(limit(handle)), {
      concurrency: 4,
    });
    expect(report.ending?.kind).toBe('rate-limited');
    const atEnd = sent.length;
    await new Promise(setImmediate);
    expect(sent).toHaveLength(atEnd);
  });
});

/**
 * Checks a server that takes a moment for each answer.
 *
 * @returns the report and, for each stretch of time in which there was a request in flight, how many
 *   there were at most.
 */
async function checkSlowServer(
  contract: Id,
  concurrency: number,
): Promise<{ readonly report: ServerReport; readonly peaks: readonly number[] }> {
  const clock = virtualClock();
  const { handle } = createMock({ contracts: [contract], clock });
  const basePath = contract === 'agentmc' ? '/api/v1' : '';
  const url = `http://mock.test${basePath}`;
  const peaks: number[] = [];
  let inFlight = 0;
  const report = await checkServer({
    ...FULL[contract],
    ...USUAL,
    contract,
    url,
    clock,
    concurrency,
    target: {
      url,
      async send(request) {
        inFlight += 1;
        if (inFlight === 1) peaks.push(0);
        peaks.push(Math.max(peaks.pop() ?? 0, inFlight));
        await new Promise(setImmediate);
        inFlight -= 1;
        return { reply: handle({ ...request, path: basePath + request.path }) };
      },
      close() {},
    },
  });
  return { report, peaks };
}

describe('keys and headers', () => {
  const refused = (options: Partial<CheckServerOptions>, contract: Id = 'agentmc') =>
    checkInProcess(contract, undefined, options).then(
      () => 'accepted',
      (error: unknown) => (error instanceof OptionError ? error.message : String(error)),
    );

  it('may not stand for two things', async () => {
    const { apiKey, secondKey } = FULL.agentmc;
    expect(await refused({ secondKey: apiKey })).toBe(
      'apiKey and secondKey are the same key; give another one',
    );
    expect(await refused({ forbiddenKey: secondKey })).toContain('secondKey and forbiddenKey');
    expect(await refused({ secondAgentId: 42 })).toContain('agentId and secondAgentId');
  });

  it('may not take the place of the keys that the checks send', async () => {
    const headers = { 'X-API-Key': 'mca_other' };
    expect(await refused({ headers })).toContain('headers may not set X-API-Key');
    expect(await refused({ headers: { authorization: 'Basic eDp5' } }, 'agentradio')).toContain(
      'headers may not set authorization',
    );
    // A proxy in front may ask for something that AgentMC has no use for.
    expect(await refused({ headers: { authorization: 'Basic eDp5' }, only: 'AMC-S-001' })).toBe(
      'accepted',
    );
  });
});

describe('a secret that spells a word of the report', () => {
  it.each(['pass', 'heartbeat', 'fail', 'AMC-S-001', 'inconclusive'])(
    'such as "%s" changes nothing of it',
    async (word) => {
      const headers = { 'x-session-check': word };
      const usual = await checkInProcess('agentmc');
      const report = await checkInProcess('agentmc', undefined, { headers });
      expect(report.verdict).toBe('pass');
      expect(report.totals).toEqual(usual.totals);
      expect(idsOf(report)).toEqual(idsOf(usual));
      expect(report.requirements.map(({ title }) => title)).toEqual(
        usual.requirements.map(({ title }) => title),
      );
    },
  );
});

it('comes to no verdict where no heartbeat is accepted, whatever else works', async () => {
  const failing =
    (handle: Handle): Handle =>
    (request) =>
      request.path.includes('heartbeat')
        ? { status: 500, headers: { 'content-type': 'application/json' }, body: '{}' }
        : handle(request);
  const report = await checkInProcess('agentradio', failing, { only: 'AR-S-004,AR-S-019' });
  expect(report).toMatchObject({ verdict: 'inconclusive', totals: { pass: 1, fail: 0 } });
  expect(report.problem).toContain('A plain valid heartbeat is not accepted (500)');
});
