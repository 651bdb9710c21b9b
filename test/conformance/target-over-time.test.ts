import { expect, it } from 'vitest';
import { checkServer, type CheckServerOptions } from '../../src/conformance/check-server.ts';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { manualClock, systemClock, type Clock } from '../../src/index.ts';
import { FULL, virtualClock } from './support/in-process.ts';
import { mockBehind, type Passing } from './support/troubled-servers.ts';

const STOPPED = {
  ending: { kind: 'interrupted', sentence: 'The run was stopped.' },
  verdict: 'inconclusive',
  failed: [],
  seen: 'pass',
  left: 'inconclusive',
};

it('finds nothing wrong where there is no trouble', async () => {
  const { report } = await checkBehind(() => false);
  expect(report.ending).toBeUndefined();
  expect(report.verdict).toBe('pass');
  expect(verdictsOf(report, 'fail')).toEqual([]);
});

it.each([1, 2, 10, 50])('ends when the server dies after %i requests', async (lives) => {
  const { report, url } = await checkBehind(({ count, die }) => {
    if (count > lives) die();
    return count > lives;
  });
  const { port } = new URL(url);
  expect(report.ending).toEqual({
    kind: 'lost',
    sentence: `${url} no longer answers: nothing listens on port ${port} of 127.0.0.1.`,
  });
  expect(report.verdict).toBe('inconclusive');
  expect(verdictsOf(report, 'fail')).toEqual([]);
  // Seen by the first request, and by the tenth scenario.
  expect(resultOf(report, 'AMC-S-001').verdict).toBe('pass');
  expect(resultOf(report, 'AMC-S-026')).toMatchObject({
    verdict: 'inconclusive',
    reasons: ['the run ended before it was tried'],
  });
});

it('keeps what failed before the server died', async () => {
  const { report } = await checkBehind(({ count, response, die }) => {
    const json = { 'content-type': 'application/json' };
    if (count === 1) response.writeHead(200, json).end('{"ok":false}');
    else die();
    return true;
  });
  expect(report.ending?.kind).toBe('lost');
  expect(report.verdict).toBe('fail');
  expect(verdictsOf(report, 'fail')).toContain('AMC-S-001');
});

it('judges all the rest where a server hangs on some requests only', async () => {
  const hangs = ({ request }: Passing) => request.method === 'POST' && !isJson(request.body);
  const { report } = await checkBehind(hangs, { timeout: 500 });
  expect(report.ending).toBeUndefined();
  expect(verdictsOf(report, 'fail')).toEqual(['AMC-S-026']);
  expect(resultOf(report, 'AMC-S-026').findings).toMatchObject([
    { step: 'half an object', differences: [noAnswer('4xx', 'no answer within 0.5 s')] },
    { step: 'no JSON at all', differences: [noAnswer('4xx', 'no answer within 0.5 s')] },
  ]);
  expect(resultOf(report, 'AMC-S-026').findings[0]?.received).toBeUndefined();
  const { report: whole } = await checkBehind(() => false);
  expect(verdictsOf(report, 'pass')).toEqual(
    verdictsOf(whole, 'pass').filter((id) => id !== 'AMC-S-026'),
  );
});

it('judges all the rest where a server breaks off on some requests only', async () => {
  const { report } = await checkBehind(({ request, response }) => {
    const breaks = request.method === 'PATCH';
    if (breaks) response.destroy();
    return breaks;
  });
  expect(report.ending).toBeUndefined();
  expect(verdictsOf(report, 'fail')).toEqual(['AMC-S-025']);
  expect(resultOf(report, 'AMC-S-025').findings).toMatchObject([
    {
      step: 'by PATCH',
      differences: [noAnswer('4xx or 501', 'the connection was closed without an answer')],
    },
  ]);
});

it.each<[string, (passing: Passing) => boolean]>([
  ['every connection on its third request', ({ onConnection }) => onConnection === 3],
  ['every connection but for its first request', ({ onConnection }) => onConnection > 1],
  ['every seventh request once', ({ count }) => count % 7 === 0],
])('does not mind that a server resets %s', async (_, isReset) => {
  const { report } = await checkBehind((passing) => {
    if (isReset(passing)) passing.response.socket?.resetAndDestroy();
    return isReset(passing);
  });
  expect(report.ending).toBeUndefined();
  expect(report.verdict).toBe('pass');
  expect(verdictsOf(report, 'fail')).toEqual([]);
});

it('waits where the rate is limited, and goes on', async () => {
  const clock = virtualClock();
  const start = clock.now();
  const limited = ({ count, response }: Passing) => {
    // For two seconds, and later once more.
    const limits = (count >= 5 && clock.now() < start + 2000) || count === 30;
    if (limits) response.writeHead(429, { 'retry-after': '1' }).end();
    return limits;
  };
  const { report } = await checkBehind(limited, { clock });
  expect(report.ending).toBeUndefined();
  expect(report.durationMs).toBeGreaterThanOrEqual(3000);
  expect(verdictsOf(report, 'fail')).toEqual([]);
  expect(report.verdict).toBe('pass');
});

const TOO_LONG = ' and asks to wait 3600 s, which is more than --max-time leaves.';
const AGAIN = ' again and again. Check it at another time, or with another key.';

it.each<[string, Record<string, string>, string]>([
  ['for an hour', { 'retry-after': '3600' }, TOO_LONG],
  ['until a date', { 'retry-after': 'Mon, 18 May 2026 17:00:00 GMT' }, TOO_LONG],
  ['for ever, a second at a time', { 'retry-after': '1' }, AGAIN],
  ['without a word on how long', {}, AGAIN],
])('ends when the rate is limited %s', async (_, headers, rest) => {
  let limited = 0;
  const { report, url } = await checkBehind(({ count, response }) => {
    const limits = count >= 5;
    if (limits) {
      limited += 1;
      response.sendDate = false;
      response.writeHead(429, { ...headers, 'content-type': 'application/json' }).end('{}');
    }
    return limits;
  });
  expect(report.ending).toEqual({
    kind: 'rate-limited',
    sentence: `${url} limits the rate of requests (429)${rest}`,
  });
  expect(limited).toBeLessThanOrEqual(3);
  expect(resultOf(report, 'AMC-S-001').verdict).toBe('pass');
  expect(resultOf(report, 'AMC-S-026').verdict).toBe('inconclusive');
  expect(verdictsOf(report, 'fail').filter((id) => id !== 'AMC-S-030')).toEqual([]);
});

it('stops in the middle of a request', async () => {
  const controller = new AbortController();
  const hangs = ({ count }: Passing) => {
    // The answer never comes: nothing but the signal ends the waiting.
    if (count === 5) controller.abort();
    return count >= 5;
  };
  const { report } = await checkBehind(hangs, { signal: controller.signal, timeout: 60_000 });
  expect(outcomeOf(report, 'AMC-S-026')).toEqual(STOPPED);
  expect(report.requests).toBe(5);
});

it('stops in the middle of a pause', async () => {
  const controller = new AbortController();
  const clock: Clock = {
    now: systemClock.now,
    sleep: (_, signal) => {
      controller.abort();
      // Longer than the test may take.
      return systemClock.sleep(600_000, signal);
    },
  };
  const { report } = await checkBehind(() => false, { signal: controller.signal, clock });
  expect(outcomeOf(report, 'AMC-S-014')).toEqual(STOPPED);
});

it('sends nothing where it was stopped before it began', async () => {
  let seen = 0;
  const sees = () => {
    seen += 1;
    return false;
  };
  const { report } = await checkBehind(sees, { signal: AbortSignal.abort() });
  expect(report.ending?.kind).toBe('interrupted');
  expect(report.totals).toMatchObject({ pass: 0, fail: 0 });
  expect(seen).toBe(0);
  expect(report.requests).toBe(0);
});

it('ends when its time is over', async () => {
  const clock = manualClock('2026-05-18T16:00:00Z');
  const takesTime = () => {
    clock.advance(4000);
    return false;
  };
  const { report } = await checkBehind(takesTime, { clock, maxTime: 30 });
  expect(report.ending).toEqual({
    kind: 'time',
    sentence: 'The run took longer than the 30 s that --max-time allows.',
  });
  // The answer to the eighth came too late.
  expect(report.requests).toBe(8);
  expect(verdictsOf(report, 'fail')).toEqual([]);
  expect(resultOf(report, 'AMC-S-001').verdict).toBe('pass');
  expect(report.verdict).toBe('inconclusive');
});

it('ends when what is left of its time is not enough for a pause', async () => {
  const { report } = await checkBehind(() => false, { maxTime: 2 });
  expect(report.ending).toEqual({
    kind: 'time',
    sentence: 'The next step is 3 s away, which is more than --max-time leaves.',
  });
  expect(verdictsOf(report, 'fail')).toEqual([]);
});

it('waits for no answer longer than its time', async () => {
  const { report } = await checkBehind(({ count }) => count > 3, {
    clock: systemClock,
    timeout: 60_000,
    maxTime: 0.5,
  });
  expect(report.ending?.kind).toBe('time');
});

it('sends nothing more once it has ended, with several scenarios at work', async () => {
  let ended = false;
  let late = 0;
  const comesBack = ({ count, response }: Passing) => {
    if (ended) late += 1;
    if (ended || count < 10) return false;
    // One scenario waits while the others find the server gone; it could go on afterwards.
    if (count > 10) response.destroy();
    return true;
  };
  const { report, url } = await checkBehind(comesBack, { concurrency: 3, timeout: 500 });
  ended = true;
  expect(report.ending?.kind).toBe('lost');
  // Requests of the run would come in between these.
  for (let count = 0; count < 20; count += 1) await (await fetch(url)).text();
  expect(late).toBe(20);
});

/** What a run that was stopped says; `left` is what it did not look at any more. */
function outcomeOf(report: ServerReport, left: string) {
  return {
    ending: report.ending,
    verdict: report.verdict,
    failed: verdictsOf(report, 'fail'),
    seen: resultOf(report, 'AMC-S-001').verdict,
    left: resultOf(report, left).verdict,
  };
}

/** Checks the mock with trouble in front of it; both go by the same clock. */
async function checkBehind(
  trouble: (passing: Passing) => boolean,
  options: Partial<CheckServerOptions> = {},
): Promise<{ report: ServerReport; url: string }> {
  const { clock = virtualClock() } = options;
  const url = await mockBehind(trouble, clock);
  const given = { contract: 'agentmc', url, ...FULL.agentmc, clock, ...options };
  return { report: await checkServer(given), url };
}

function resultOf({ requirements }: ServerReport, id: string) {
  const result = requirements.find((one) => one.id === id);
  if (!result) throw new Error(`no requirement ${id} in the report`);
  return result;
}

function verdictsOf({ requirements }: ServerReport, wanted: string): string[] {
  return requirements.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
}

function noAnswer(expected: string, what: string) {
  return { where: 'answer', expected, actual: `none, twice: ${what}` };
}

function isJson(text: unknown): boolean {
  try {
    JSON.parse(String(text));
    return true;
  } catch {
    return false;
  }
}
