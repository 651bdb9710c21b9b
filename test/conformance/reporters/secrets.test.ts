import { describe, expect, it } from 'vitest';
import { checkServer, type CheckServerOptions } from '../../../src/conformance/check-server.ts';
import { checkCommand } from '../../../src/conformance/client/check-command.ts';
import { checkLog } from '../../../src/conformance/client/check-log.ts';
import { requireCoverage } from '../../../src/conformance/minimum-coverage.ts';
import type { Report } from '../../../src/conformance/report/verdict.ts';
import { formatReport, REPORTER_NAMES } from '../../../src/conformance/reporters/index.ts';
import { suiteOf } from '../../../src/conformance/server-check.ts';
import { checkClient, type ClientFunction, type PlainReply } from '../../../src/index.ts';
import { virtualClock } from '../support/in-process.ts';
import { archive, entry, fileWith, mcBeats } from '../support/recordings.ts';
import { PLACES } from '../support/repeating-servers.ts';
import { CANARIES, KEYS } from '../support/canaries.ts';
import { partsOf, spellingsOf } from '../support/spellings.ts';
import { answering, mockBehind, MUTE, STRANGE } from '../support/troubled-servers.ts';

const PARTS = CANARIES.flatMap(partsOf);
const SPELLED = CANARIES.flatMap(spellingsOf);
const SUITE = await suiteOf('agentmc');

/** A text as it is written, and as those read it who undo what a form has to escape. */
function readings(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    '#39': "'",
  };
  return [
    text,
    text.replaceAll(/&(#39|\w+);/g, (all, name: string) => entities[name] ?? all),
    text.replaceAll(/%([0-9A-F]{2})/g, (_, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    ),
    text.replaceAll(/\\(.)/g, '$1'),
  ].join('\n');
}

/** By the name of the reporter, what of the canaries it tells. */
async function traces(report: Report, canaries: readonly string[]): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const name of REPORTER_NAMES) {
    const text = readings(await formatReport(report, name, { colours: true }));
    for (const part of canaries) if (text.includes(part)) found.push([name, part]);
  }
  return found;
}

function check(options: Partial<CheckServerOptions> & { url: string }) {
  return checkServer({
    contract: 'agentmc',
    agentId: 42,
    secondAgentId: 43,
    burst: 3,
    clock: virtualClock(),
    suite: SUITE,
    ...KEYS,
    ...options,
  });
}

function checkInProcess(reply: () => PlainReply) {
  const url = 'http://server.test';
  return check({ url, target: { url, send: async () => ({ reply: reply() }), close() {} } });
}

describe('no form of a report about a server holds a key', () => {
  it.each(Object.entries(PLACES))('that it repeats %s, in any spelling', async (_, replyWith) => {
    const reply = replyWith(SPELLED.join(' '));
    const report = await checkInProcess(() => reply);
    expect(await traces(report, PARTS)).toEqual([]);
    expect(await formatReport(report, 'html')).toContain('$HEARTBEAT_API_KEY');
  });

  it('that it repeats over a socket: as status text, in headers and on a page', async () => {
    const url = await answering((request, response) => {
      const received = JSON.stringify(request.headers);
      response.writeHead(500, SPELLED.at(0), { 'x-echo': SPELLED, 'x-received': received });
      response.end(`<title>${received}</title>${SPELLED.join('\n')}`);
    })();
    expect(await traces(await check({ url }), PARTS)).toEqual([]);
  });

  it.each(Object.entries({ ...MUTE, ...STRANGE }))('when it %s', async (_, start) => {
    expect(await traces(await check({ url: await start(), timeout: 100 }), PARTS)).toEqual([]);
  });

  it('when it dies', async () => {
    const url = await mockBehind(({ count, request, response, die }) => {
      const received = JSON.stringify(request.headers);
      if (count < 20) response.writeHead(200, { 'x-received': received }).end(received);
      else die();
      return true;
    });
    const report = await check({ url, only: 'AMC-S-02*' });
    expect(report.ending?.kind).toBe('lost');
    expect(await traces(report, PARTS)).toEqual([]);
  });

  it.each(['path', 'query'])('that stands in the %s of its address', async (place) => {
    const key = encodeURIComponent(KEYS.apiKey);
    const url = `${await MUTE['is down']!()}/${place === 'path' ? key : `x?key=${key}`}`;
    const report = await check({ url });
    expect(await traces(report, PARTS)).toEqual([]);
  });

  it('when the run is stopped, and too little was covered', async () => {
    const controller = new AbortController();
    const url = 'http://server.test';
    const reply = { status: 500, headers: {}, body: SPELLED.join(' ') };
    let count = 0;
    const send = async () => {
      count += 1;
      if (count > 0) controller.abort();
      return { reply };
    };
    const target = { url, send, close() {} };
    const report = await check({ url, target, signal: controller.signal });
    expect(report.ending?.kind).toBe('interrupted');
    expect(await traces(requireCoverage(report, { statuses: 100 }), PARTS)).toEqual([]);
  });
});

/** One that a client has of its own. */
const REAL = 'mca_c4n4ry_of_somebody';
const TOKEN = /c4n4ry/;

/** Spellings of the keys with which the mock is asked in scenarios. */
const keysOf = (names: readonly string[]) =>
  names.flatMap((name) => spellingsOf(`mca_${name.replaceAll('-', '_')}_check`));

describe('no form of a report about a client holds a key', () => {
  /** Gives its key away in every place that there is, and one of its own. */
  const spread: ClientFunction = async ({ baseUrl, apiKey, fetch }) => {
    const spelled = [apiKey, REAL].flatMap(spellingsOf);
    const heartbeat = `${baseUrl}/api/v1/agents/heartbeat`;
    for (const key of spelled) {
      const quoted = encodeURIComponent(key);
      const headers = { 'x-api-key': apiKey, 'x-note': quoted, 'content-type': 'text/plain' };
      const url = `${heartbeat}/${quoted}?key=${quoted}&q=${quoted}`;
      await fetch(url, { method: 'POST', headers, body: key });
    }
    // Last, as scenarios end after a few heartbeats.
    const headers = { 'x-api-key': apiKey };
    const fields = Object.fromEntries(spelled.map((key) => [key, key]));
    await fetch(heartbeat, { method: 'POST', headers, body: JSON.stringify(fields) });
    await fetch(heartbeat, {
      method: 'POST',
      headers,
      body: JSON.stringify({ apiKey, meta: fields }),
    });
    throw new Error(`cannot use ${apiKey} nor ${REAL}`);
  };

  it('that it sends anywhere, and that it dies with', async () => {
    const scenarios = ['steady', 'hang', 'rate-limited-seconds'];
    const options = { contract: 'agentmc', scenarios, start: 0, client: spread };
    const report = await checkClient(options);
    expect(report.requests).toBeGreaterThan(100);
    expect(report.scenarios[0]?.ended).toContain('cannot use $HEARTBEAT_API_KEY');
    expect(await traces(report, [...keysOf(scenarios), 'c4n4ry'])).toEqual([]);
  });

  it('that it writes, or that stands in its command', async () => {
    const script = `
      console.log('signing in with', process.env.HEARTBEAT_API_KEY, '${REAL}');
      console.error(Buffer.from('user:' + process.env.HEARTBEAT_API_KEY).toString('base64'));
      console.log('key-${REAL} https://h/${REAL}/x x/${REAL} ${REAL}.json');
      process.exit(7);`;
    const report = await checkCommand({
      contract: 'agentmc',
      scenarios: ['steady'],
      command: [process.execPath, '-e', script, '--', '--api-key', 'c4n4ry-other', `--k=${REAL}`],
      env: process.env,
      realTime: 60_000,
    });
    expect(report.scenarios[0]?.output).toContain('signing in with $HEARTBEAT_API_KEY');
    expect(report.client).toMatch(/node …$/);
    expect(await traces(report, [...keysOf(['steady']), 'c4n4ry'])).toEqual([]);
  });

  it('that was recorded', async () => {
    const key = 'c4n4ry-unlike/any+key==';
    const url = `https://agentmc.ai/api/v1/agents/heartbeat?api_key=${key}`;
    const more = { method: 'POST', headers: { 'X-Api-Key': key }, body: { note: key, [key]: 1 } };
    const beats = mcBeats(6, undefined, key);
    const file = await fileWith(archive([...beats, entry({ at: 400_000, url, ...more })]));
    const report = await checkLog({ contract: 'agentmc', file });
    expect(report.requests).toBe(7);
    expect((await formatReport(report, 'html')).match(TOKEN)).toBeNull();
    expect(await traces(report, ['c4n4ry'])).toEqual([]);
  });
});
