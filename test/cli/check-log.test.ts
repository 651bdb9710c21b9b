import { describe, expect, it } from 'vitest';
import { AgentradioClient } from '../../fixtures/clients/agentradio.ts';
import * as brokenAgentradio from '../../fixtures/broken/clients/agentradio.ts';
import { main } from '../../src/cli/main.ts';
import type { ClientReport } from '../../src/index.ts';
import { toHar, toNdjson } from '../../src/mock/export.ts';
import {
  archive,
  entry,
  fileWith,
  MC_KEY,
  mcBeats,
  modelCalls,
  radioDay,
  RADIO_KEY,
  recordingsOf,
} from '../conformance/support/recordings.ts';
import { fakeIo } from '../support/fake-io.ts';

/** Runs `heartbeat-kit check log`. */
async function check(file: string, ...args: readonly string[]) {
  const io = fakeIo();
  const code = await main(['check', 'log', file, ...args], io);
  return { code, ...io.written };
}

const RADIO = ['-c', 'agentradio', '--state', 'on_shift'];
const MC = ['-c', 'agentmc'];
/** What no run of five minutes shows. */
const SHORT = [...RADIO, '--allow-inconclusive'];

/** What a client did in the first scenario that shows a requirement. */
async function recorded(about: string, name?: string) {
  const broken = brokenAgentradio.clients.find((one) => one.name === name);
  const [recording] = await recordingsOf(
    'agentradio',
    broken?.client ?? ((around) => new AgentradioClient(around, 'on_shift').run()),
    'on_shift',
    about,
  );
  return recording?.exchanges ?? [];
}

describe('heartbeat-kit check log', () => {
  it('judges an archive that a mock exported, and ends with 0', async () => {
    const exchanges = await recorded('AR-C-005');
    const har = toHar(exchanges, { origin: 'http://127.0.0.1:1/__sessions/x', version: '1' });
    const file = await fileWith(har, 'monday.har');
    const { code, out, err } = await check(file, ...RADIO);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`AgentRadio heartbeat: ${file} (on_shift)`);
    expect(out).toMatch(/^pass +AR-C-005/m);
    expect(out).toMatch(/^monday\.har +/m);
    expect(out).toContain('The client keeps the contract, as far as it was seen.');
  });

  it('tells no key that stands in a baseline', async () => {
    const file = await fileWith(
      toNdjson(await recorded('AR-C-007', 'ignores-retry-after')),
      'a.ndjson',
    );
    const key = 'ar_agent_canary_key_1';
    const text = (id: string) =>
      `failures:\n  - { requirement: ${id}, scenarios: [a.ndjson], reason: ${key} }\n`;
    const told = await check(
      file,
      ...RADIO,
      '--baseline',
      await fileWith(text('AR-C-007'), 'known.yaml'),
    );
    expect(told.out).toMatch(/^ +known: \$HEARTBEAT_API_KEY/m);
    // What passes in a recording is stale, as it is in a scenario.
    const stale = await check(
      file,
      ...RADIO,
      '--baseline',
      await fileWith(text('AR-C-003'), 'known.yaml'),
    );
    expect(stale.out).toMatch(/known\.yaml:2: AR-C-003 passes now; take its entry out/);
    const wrong = await check(
      file,
      ...RADIO,
      '--baseline',
      await fileWith(text(key), 'known.yaml'),
    );
    expect(wrong).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no requirement'),
    });
    expect(JSON.stringify([told, wrong])).not.toContain(key);
  });

  it('shows the requests of a failure, and ends with 1', async () => {
    const exchanges = await recorded('AR-C-007', 'ignores-retry-after');
    const { code, out } = await check(await fileWith(toNdjson(exchanges), 'a.ndjson'), ...RADIO);
    expect(code).toBe(1);
    const [, details = ''] = out.split(/^FAIL +AR-C-007 \(must, document\)$/m);
    expect(details).toMatch(/^ +a\.ndjson: /m);
    expect(details).toMatch(/POST +\/api\/heartbeat +429 +wait \d+ s/);
    expect(out).toContain('The client does not keep the contract (level must).');
  });

  it('shows them however late they are in a long log', async () => {
    const late = radioDay(400).map((one, index) =>
      index < 799 ? one : { ...one, request: { ...one.request, headers: [] } },
    );
    const { code, out } = await check(await fileWith(archive(late)), ...RADIO);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AR-C-003/m);
    expect(out).toMatch(/^ +> +4:59:15 +POST +\/api\/heartbeat +200/m);
    expect(out).toMatch(/^log\.har +\|o{60}\| 4:59:15$/m);
  });

  it('prints one JSON document with --reporter json', async () => {
    const file = await fileWith(archive([...mcBeats(6), ...modelCalls(3)]));
    const { code, out } = await check(file, ...MC, '--reporter', 'json', '--allow-inconclusive');
    expect(code).toBe(0);
    expect(JSON.parse(out) as ClientReport).toMatchObject({
      format: 'heartbeat-kit/client-report@1',
      contract: { id: 'agentmc' },
      client: file,
      requests: 12,
      totals: { fail: 0 },
      scenarios: [{ name: 'log.har', rate: 1, lasted: 300_000 }],
    });
  });

  it('judges what is asked for alone', async () => {
    const file = await fileWith(archive(radioDay(6)));
    const { out } = await check(file, ...SHORT, '--only', 'AR-C-001,AR-C-005');
    expect(out.match(/AR-C-\d+/g)).toEqual(['AR-C-001', 'AR-C-005']);
  });

  it('says where too little was seen, which --allow-inconclusive lets pass', async () => {
    const file = await fileWith(archive(radioDay(1)));
    const strict = await check(file, ...RADIO);
    expect(strict.code).toBe(1);
    expect(strict.out).toContain('inconclusive: one heartbeat came, which is too little');
    expect(strict.out).toContain('There is no verdict: ');
    expect((await check(file, ...SHORT)).code).toBe(0);
  });

  it('--url says which service is meant', async () => {
    const slow = mcBeats(4).map((one, index) => ({
      ...one,
      startedDateTime: new Date(Date.UTC(2026, 5, 2) + index * 60_000).toISOString(),
      request: { ...one.request, headers: [{ name: 'x-api-key', value: MC_KEY }] },
    }));
    const file = await fileWith(archive([...slow, ...mcBeats(4, 'http://127.0.0.1:8080')]));
    const only = [...MC, '--only', 'AMC-C-002'];
    expect(await check(file, ...only)).toMatchObject({
      code: 2,
      err: expect.stringContaining('say with --url which is the service'),
    });
    expect((await check(file, ...only, '--url', 'https://agentmc.ai/api/v1')).code).toBe(1);
    expect((await check(file, ...only, '--url', 'http://127.0.0.1:8080')).code).toBe(0);
  });
});

describe('a log of several agents', () => {
  const other = 'ar_agent_0th3r';
  const hasty = radioDay(6, undefined, other).map((one, index) => ({
    ...one,
    startedDateTime: new Date(Date.UTC(2026, 5, 1, 10) + index * 500).toISOString(),
  }));
  const stray = entry({
    at: 3,
    url: 'https://evil.example/',
    headers: { authorization: `Bearer ${other}` },
  });
  const log = archive([...radioDay(6), ...hasty, stray, ...modelCalls(3)]);

  it('is judged by --key, with what stands for the keys', async () => {
    const file = await fileWith(log);
    const { code, out, err } = await check(file, ...SHORT);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /holds the traffic of several keys; say which is meant with --key: [0-9a-f]{8} \(12 requests\), [0-9a-f]{8} \(12 requests\)$/m,
    );
    const [calm = '', quick = ''] = err.match(/\b[0-9a-f]{8}(?= \()/g) ?? [];
    const good = await check(file, ...SHORT, '--key', calm);
    expect(good.out).not.toMatch(/^FAIL/m);
    expect(good.code).toBe(0);
    const bad = await check(file, ...SHORT, '--key', quick);
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/^FAIL +AR-C-005/m);
    expect(bad.out).toMatch(/^FAIL +AR-C-016/m);
  });

  it('a key that is none of them: 2, and what was given is not told', async () => {
    const { code, err } = await check(await fileWith(log), ...RADIO, '--key', RADIO_KEY);
    expect(code).toBe(2);
    expect(err).toMatch(/--key must be the mark of a key.*; there is [0-9a-f]{8} \(12 requests\)/);
    expect(err).not.toMatch(/c4n4ry|0th3r/);
  });

  it('of many, the ten that are used most are listed', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      radioDay(1, undefined, `ar_agent_${index}`),
    );
    const file = await fileWith(archive([...many.flat(), ...radioDay(2)]));
    const { code, err } = await check(file, ...RADIO);
    expect(code).toBe(2);
    expect(err).toMatch(
      /--key: [0-9a-f]{8} \(4 requests\), [0-9a-f]{8} \(2 requests\), .*, and 21 more$/m,
    );
    expect(err.match(/ requests\)/g)).toHaveLength(10);
  });

  it('the longer mark that a mock tells is understood', async () => {
    const two = (await recorded('AR-C-004')).flatMap((one) => {
      const authorization = 'Bearer [redacted:00000000]';
      const headers = { ...one.request.headers, authorization };
      return [one, { ...one, key: undefined, request: { ...one.request, headers } }];
    });
    const key = two[0]?.key ?? '';
    expect(key).toMatch(/^[0-9a-f]{13}$/);
    const file = await fileWith(toNdjson(two));
    expect((await check(file, ...RADIO)).err).toContain(`${key.slice(-8)} (`);
    expect((await check(file, ...SHORT, '--key', key)).code).toBe(0);
  });
});

/** Without what is percent-encoded; a report holds other percent signs too. */
const decoded = (text: string) =>
  text.replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

describe('keys never get into a report', () => {
  const key = RADIO_KEY;
  const encoded = encodeURIComponent(key);
  const spread = [
    ...radioDay(3),
    entry({ at: 10, url: `https://evil.example/${encoded}?token=${encoded}` }),
    entry({ at: 20, url: `https://agentradio.com/api/v1/inbox?key=${encoded}&q=${key}` }),
    entry({
      at: 30,
      url: `https://agentradio.com/${encodeURIComponent(encoded)}`,
      method: key,
      body: { note: key, [key]: 1 },
      answer: Buffer.from(key).toString('base64'),
    }),
  ].map((one) => {
    const { content } = one.response;
    const text = Buffer.from(`${content.text} ${key}`).toString('base64');
    return {
      ...one,
      response: { ...one.response, content: { ...content, text, encoding: 'base64' } },
    };
  });

  it.each(['pretty', 'json'])('%s', async (reporter) => {
    const file = await fileWith(archive(spread));
    const { code, out, err } = await check(file, ...RADIO, '--reporter', reporter);
    expect(code).toBe(1);
    expect(out).toContain('[redacted:');
    expect(decoded(decoded(out)) + err).not.toMatch(/c4n4ry|part\+two/);
  });
});

describe('what a user may get wrong', () => {
  it.each([
    { what: 'no contract', args: [], says: /--contract: agentmc, agentradio/ },
    { what: 'an unknown contract', args: ['-c', 'x'], says: /no contract "x"; there is agentmc/ },
    { what: 'no state', args: ['-c', 'agentradio'], says: /give --state/ },
    {
      what: 'a state of none',
      args: [...MC, '--state', 'idle'],
      says: /have no state; leave it out/,
    },
    {
      what: 'a host alone',
      args: [...MC, '--url', 'agentmc.ai'],
      says: /--url must be a full address/,
    },
    {
      what: 'the wrong contract',
      args: RADIO,
      says: /none of the 2 requests in it is one of AgentRadio heartbeat; is it the right contract\?/,
    },
    {
      what: 'another address',
      args: [...MC, '--url', 'https://agentmc.com'],
      says: /is one of AgentMC heartbeat below https:\/\/agentmc\.com; --url is what/,
    },
    {
      what: 'an unknown requirement',
      args: [...MC, '--only', 'AMC-C-999'],
      says: /AMC-C-999 fits no requirement/,
    },
  ])('$what: 2, and how to mend it', async ({ args, says }) => {
    const { code, out, err } = await check(await fileWith(archive(mcBeats(2))), ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err).not.toMatch(/c4n4ry|\n {4}at /);
  });

  it('no file, or one that holds no log: 2', async () => {
    expect(await check('/nowhere.har', ...MC)).toMatchObject({
      code: 2,
      err: 'heartbeat-kit: /nowhere.har: there is no such file to read\n',
    });
    const file = await fileWith(`{"log": "${MC_KEY}`);
    const { code, err } = await check(file, ...MC);
    expect(code).toBe(2);
    expect(err).toContain(`${file}: this is neither an HTTP archive (HAR) nor JSON line by line`);
    expect(err).not.toContain('c4n4ry');
  });
});
