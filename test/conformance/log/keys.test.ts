import { describe, expect, it } from 'vitest';
import {
  archive,
  asMitmproxy,
  entry,
  MC_KEY,
  mcBeats,
  modelCalls,
  radioDay,
  RADIO_KEY,
  readFrom,
} from '../support/recordings.ts';

describe('keys', () => {
  const ODD = 'c4n4ry-unlike/any+key==';
  const spread = (key: string) => [
    // Given away before it is used.
    entry({ at: 0, url: `https://evil.example/x/${encodeURIComponent(key)}?q=${key}` }),
    entry({
      at: 1,
      url: `https://agentmc.ai/${key}`,
      headers: { 'X-Note': `it is ${key}` },
      answerHeaders: { 'x-echo': key },
    }),
    entry({
      at: 2,
      url: `https://agentmc.ai/api/v1/agents/heartbeat?api_key=${key}`,
      method: 'POST',
      headers: { 'X-Api-Key': key },
      body: { note: key, [key]: 1 },
      answer: { error: `no ${key}` },
    }),
    entry({
      at: 3,
      url: 'https://agentmc.ai/form',
      method: 'POST',
      body: `a=${encodeURIComponent(encodeURIComponent(key))}`,
      answer: `{"cut off": "${key}`,
    }),
  ];

  it.each([
    ['that looks like one', MC_KEY],
    ['that looks like none', ODD],
    ['of another contract', RADIO_KEY],
  ])('one %s survives nowhere', async (_, key) => {
    const log = asMitmproxy(spread(key));
    const read = await readFrom(log, 'agentmc');
    const text = decodeURIComponent(decodeURIComponent(JSON.stringify(read)));
    expect(text).not.toMatch(/c4n4ry|part\+two|any\+key/);
    // Other than what is not there at all, it has left marks.
    expect(text.match(/\[redacted:\w{8}\]/g)?.length).toBeGreaterThan(10);
    // Each is the mark of the same key.
    expect(new Set(text.match(/\[redacted:\w{8}\]/g)).size).toBe(1);
  });

  it('of others survive nowhere either', async () => {
    const read = await readFrom(archive([...mcBeats(1), ...modelCalls(2)]), 'agentmc');
    expect(JSON.stringify(read)).not.toMatch(/l4nguage|c4n4ry/);
  });

  it('of another contract survive nowhere, wherever they stand', async () => {
    const url = 'https://agentmc.ai/api/v1/agents/heartbeat';
    const more = { headers: { 'x-note': RADIO_KEY, [`x-${RADIO_KEY}`]: 'x' }, body: RADIO_KEY };
    const odd = { _session: RADIO_KEY, _canary: RADIO_KEY, _simulated: RADIO_KEY };
    const other = entry({ at: 1, url: `${url}?q=${encodeURIComponent(RADIO_KEY)}`, ...more });
    const hosts = entry({ at: 2, url: `https://${encodeURIComponent(RADIO_KEY)}:x@evil.example/` });
    const read = await readFrom(archive([...mcBeats(1), { ...other, ...odd }, hosts]), 'agentmc');
    expect(JSON.stringify(read)).not.toMatch(/c4n4ry|part(?:\+|%2b)two/i);
  });

  it('that an answer hands out in a header are not in its body either', async () => {
    const [home] = radioDay(1);
    const given = entry({
      at: 1,
      url: 'https://agentradio.com/api/v1/home',
      answerHeaders: {
        'x-auth-token': 'c4n4ry-odd',
        'www-authenticate': 'Bearer realm="x"',
        'x-ratelimit-remaining-tokens': '12345678',
      },
      answer: { a: 'c4n4ry-odd', b: 'Bearer', c: '12345678', d: 'realm="x"' },
    });
    const [, read] = await readFrom(archive([home as object, given]), 'agentradio');
    expect(read?.response).toEqual({
      status: 200,
      headers: {
        'x-auth-token': expect.stringMatching(/^\[redacted:\w{8}\]$/),
        'www-authenticate': 'Bearer realm="x"',
        'x-ratelimit-remaining-tokens': '12345678',
      },
      body: expect.stringMatching(
        /^\{"a":"\[redacted:\w{8}\]","b":"Bearer","c":"12345678","d":"realm=\\"x\\""\}$/,
      ),
    });
  });

  it.each([
    ['agentradio', radioDay(1, undefined, '')],
    ['agentmc', mcBeats(1, undefined, '')],
  ])('that are empty are those of no agent of %s', async (contract, entries) => {
    const [read] = await readFrom(archive(entries), contract);
    expect(read?.operation).toBeDefined();
    expect(read?.key).toBeUndefined();
  });

  it('may be as many as there are requests, and take no longer for it', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        JSON.stringify({
          at,
          request: {
            method: 'GET',
            path: '/api/v1/home',
            headers: { authorization: `Bearer odd-key-${at}` },
          },
          response: { status: 200, headers: {} },
        }),
      ).join('\n');
    const timed = async (text: string) => {
      const start = performance.now();
      await readFrom(text, 'agentradio');
      return performance.now() - start;
    };
    await timed(many(1000));
    const some = await timed(many(4000));
    expect(await timed(many(16_000))).toBeLessThan(Math.max(1000, 12 * some));
  });

  it('are not told in errors', async () => {
    const line = JSON.stringify({
      at: 1,
      request: { method: 'GET', path: '/', headers: { [RADIO_KEY]: 5 } },
      response: { status: 200, headers: {} },
    });
    await expect(readFrom(line, 'agentradio')).rejects.toThrow(
      /:1: request\.headers\.\[redacted:\w{8}\]: must be a text$/,
    );
    // Nor are those of another contract.
    await expect(readFrom(line, 'agentmc')).rejects.not.toThrow(/c4n4ry/);
    await expect(readFrom(`{"${RADIO_KEY}`, 'agentradio')).rejects.not.toThrow(/c4n4ry/);
  });
});
