import { describe, expect, it } from 'vitest';
import { checkServer, type CheckServerOptions } from '../../src/conformance/check-server.ts';
import { prettyReport } from '../../src/conformance/report/pretty.ts';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { suiteOf } from '../../src/conformance/server-check.ts';
import type { PlainReply } from '../../src/index.ts';
import { virtualClock } from './support/in-process.ts';
import { PLACES } from './support/repeating-servers.ts';
import { partsOf, SPELLINGS } from './support/spellings.ts';
import { CANARIES, KEYS } from './support/canaries.ts';
import { answering, mockBehind, MUTE, STRANGE } from './support/troubled-servers.ts';

const TOKEN = 'to+ke/n=&"%of-a-proxy';
const PARTS = [...CANARIES, TOKEN].flatMap(partsOf);
const SUITE = await suiteOf('agentmc');
describe.each(Object.entries(PLACES))('a server that repeats keys %s', (_, replyWith) => {
  it.each(Object.entries(SPELLINGS))('%s', async (__, spell) => {
    const reply = replyWith(CANARIES.map((canary) => spell(canary)).join(' '));
    expect(tracesIn(await checkInProcess(() => reply, { only: 'AMC-S-001,AMC-S-008' }))).toEqual(
      [],
    );
  });
});

// Where a text is cut, and so the place at which half a key could be left.
describe.each([
  ['of a long body', 'in a plain body', 1440, 1510],
  ['of a long value', 'in a heartbeat', 240, 310],
  ['of a long title', 'in the title of a page', 10, 90],
] as const)('the cut %s leaves no half of a key', (_, place, from, to) => {
  const replyWith = PLACES[place] as (text: string) => PlainReply;

  it.each(['plain', 'in JSON', 'in a query', 'in HTML by number', 'in base64 as credentials'])(
    '%s',
    async (spelling) => {
      const spelled = SPELLINGS[spelling]?.(KEYS.apiKey) ?? '';
      const start = Math.max(0, from - spelled.length);
      for (let length = start; length <= to; length += 1) {
        const reply = replyWith(`${'.'.repeat(length)}${spelled}${'.'.repeat(2000)}`);
        expect(tracesIn(await checkInProcess(() => reply, { only: 'AMC-S-001' }))).toEqual([]);
      }
    },
  );
});

it('conceals the keys in the requests that it shows, on all of the contracts', async () => {
  for (const contract of ['agentmc', 'agentradio']) {
    // Whatever is sent, it is told in a finding.
    const reply = { status: 200, headers: {}, body: '' };
    const options = { contract, suite: await suiteOf(contract), slow: true };
    const report = await checkInProcess(() => reply, options);
    expect(JSON.stringify(report)).toContain('$HEARTBEAT_API_KEY');
    expect(JSON.stringify(report)).toContain('$HEARTBEAT_HEADER_X_STAGING');
    expect(tracesIn(report)).toEqual([]);
  }
});

it.each([
  ['Bearer', `Bearer ${TOKEN}`],
  ['Basic', `Basic ${TOKEN}`],
  ['a cookie', `theme=dark; session=${TOKEN}; lang=en`],
])('conceals a secret that is repeated without what surrounds it, of %s', async (_, value) => {
  const headers = { [value.startsWith('theme') ? 'cookie' : 'authorization']: value };
  const reply = { status: 407, headers: {}, body: `The token ${TOKEN} has expired.` };
  expect(tracesIn(await checkInProcess(() => reply, { headers, only: 'AMC-S-001' }))).toEqual([]);
});

it.each(Object.entries({ ...MUTE, ...STRANGE }))(
  'tells no key when a server %s',
  async (_, start) => {
    expect(tracesIn(await check({ url: await start(), timeout: 100 }))).toEqual([]);
  },
);

it('tells no key that a server repeats over a socket', async () => {
  const spelled = CANARIES.flatMap((canary) =>
    Object.values(SPELLINGS).map((spell) => spell(canary)),
  );
  const url = await answering((request, response) => {
    const received = JSON.stringify(request.headers);
    response.writeHead(500, spelled.at(0), { 'x-echo': spelled, 'x-received': received });
    response.end(`<title>${received}</title>${spelled.join('\n')}`);
  })();
  expect(tracesIn(await check({ url }))).toEqual([]);
});

it('tells no key that a server repeats before it dies', async () => {
  const url = await mockBehind(({ count, request, response, die }) => {
    const received = JSON.stringify(request.headers);
    if (count < 20) response.writeHead(200, { 'x-received': received }).end(received);
    else die();
    return true;
  });
  const report = await check({ url, only: 'AMC-S-02*' });
  expect(report.ending?.kind).toBe('lost');
  expect(tracesIn(report)).toEqual([]);
});

it('tells no key that stands in the address', async () => {
  const url = `${await MUTE['is down']()}/${encodeURIComponent(KEYS.apiKey)}`;
  const report = await check({ url });
  expect(report.ending?.sentence).toContain('$HEARTBEAT_API_KEY cannot be checked');
  expect(tracesIn(report)).toEqual([]);
});

function check(options: Partial<CheckServerOptions> & { url: string }): Promise<ServerReport> {
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

/** Without sockets, for what has to be tried many times. */
function checkInProcess(
  reply: () => PlainReply,
  options: Partial<CheckServerOptions>,
): Promise<ServerReport> {
  const url = 'http://server.test';
  const target = { url, send: async () => ({ reply: reply() }), close() {} };
  return check({ url, target, ...options });
}

/** Parts of keys in the report, in what is shown of it, and in each text of it by itself. */
function tracesIn(report: ServerReport): string[] {
  const json = JSON.stringify(report);
  const texts = [json, prettyReport(report, false), ...textsOf(JSON.parse(json))].join('\n');
  return PARTS.filter((part) => texts.includes(part));
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [name, ...textsOf(item)]);
}
