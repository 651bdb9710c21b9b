import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { readPayloads } from '../../src/cli/payloads.ts';
import { validate as validatePayload } from '../../src/contract/validate.ts';
import { fakeIo, type FakeIo } from '../support/fake-io.ts';
import { root } from '../support/processes.ts';

const RADIO = ['agentradio', 'heartbeat.request'];
const VALID = { status: 'idle' };
const INVALID = { status: 'away' };
const SENTENCE = 'The status field must be one of online, idle, busy, offline.';

/** Runs `heartbeat-kit validate`. */
async function validate(args: readonly string[], io: FakeIo = fakeIo()) {
  const code = await main(['validate', ...args], io);
  return { code, ...io.written };
}

/** The same with something on standard input. */
function piped(input: string | Iterable<Uint8Array>, ...args: readonly string[]) {
  return validate([...RADIO, ...args], fakeIo(undefined, input));
}

async function fileWith(text: string, name = 'beat.json'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'validate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('heartbeat-kit validate', () => {
  it('ends with 0 where a payload is valid', async () => {
    const file = await fileWith(JSON.stringify(VALID, null, 2));
    expect(await validate([...RADIO, file])).toEqual({
      code: 0,
      out: 'The payload is a valid agentradio heartbeat.request.\n',
      err: '',
    });
  });

  it('tells of one that is not, in which file and where, and ends with 1', async () => {
    const file = await fileWith(JSON.stringify({ ...INVALID, queueAwareness: 1 }, null, 2));
    expect(await validate([...RADIO, file])).toEqual({
      code: 1,
      out: `${file}: /status: ${SENTENCE}
${file}: /queueAwareness: The queueAwareness field must be a boolean.
The payload is not a valid agentradio heartbeat.request.
`,
      err: '',
    });
  });

  it.each([[[]], [['-']]])('reads standard input with %j', async (args) => {
    const { code, out } = await piped(JSON.stringify(INVALID), ...args);
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringContaining(`stdin: /status: ${SENTENCE}`),
    });
  });

  it('takes a list for many payloads, and tells the index', async () => {
    const { code, out } = await piped(JSON.stringify([VALID, INVALID, VALID], null, 2));
    expect(code).toBe(1);
    expect(out).toBe(
      `stdin[1]: /status: ${SENTENCE}\n1 of 3 payloads is not valid: agentradio heartbeat.request.\n`,
    );
  });

  it('takes lines for many payloads, and tells the line', async () => {
    const lines = [VALID, INVALID, [VALID]].map((one) => JSON.stringify(one));
    const { code, out } = await piped(`\uFEFF\n${lines.join('\r\n\r\n')}\r\n`);
    expect(code).toBe(1);
    expect(out).toBe(`stdin:4: /status: ${SENTENCE}
stdin:6: The payload must be an object.
2 of 3 payloads are not valid: agentradio heartbeat.request.
`);
  });

  it.each(['[]', 'null', '"text"', '7'])('takes %s for a payload', async (text) => {
    const { code, out } = await piped(text);
    expect(code).toBe(1);
    expect(out).toContain('stdin: The payload must be an object.');
  });

  it('reads many files', async () => {
    const files = [await fileWith(JSON.stringify(VALID)), await fileWith(JSON.stringify(INVALID))];
    const { code, out } = await validate([...RADIO, ...files]);
    expect(code).toBe(1);
    expect(out).toContain(`${files[1]}: /status: ${SENTENCE}\n1 of 2 payloads is not valid`);
  });

  it('reads characters that are cut in two', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ status: 'idle', currentTask: '🦞é' }));
    const { code } = await piped([...bytes].map((byte) => Uint8Array.of(byte)));
    expect(code).toBe(0);
  });

  it('validates a hundred thousand lines, and counts what it does not tell', async () => {
    const line = (payload: object) => `${JSON.stringify(payload)}\n`;
    const chunk = new TextEncoder().encode(line(VALID).repeat(9) + line(INVALID));
    const chunks = (function* many() {
      for (let index = 0; index < 10_000; index += 1) yield chunk;
    })();
    const { code, out } = await piped(chunks);
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(lines).toHaveLength(202);
    expect(lines[199]).toBe(`stdin:2000: /status: ${SENTENCE}`);
    expect(lines.slice(-2)).toEqual([
      '... and 9800 more violations.',
      '10000 of 100000 payloads are not valid: agentradio heartbeat.request.',
    ]);
  });

  it('prints a report for programs with --reporter json', async () => {
    const { code, out } = await piped(
      `${JSON.stringify(VALID)}\n${JSON.stringify(INVALID)}\n`,
      '--reporter',
      'json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      format: 'heartbeat-kit/validation-report@1',
      contract: 'agentradio',
      shape: 'heartbeat.request',
      verdict: 'fail',
      payloads: 2,
      invalid: 1,
      results: [
        {
          file: 'stdin',
          line: 2,
          violations: [{ pointer: '/status', field: 'status', keyword: 'enum', message: SENTENCE }],
        },
      ],
      untold: 0,
      broken: [],
    });
    expect(
      JSON.parse((await piped(JSON.stringify(VALID), '--reporter', 'json')).out),
    ).toMatchObject({
      verdict: 'pass',
      payloads: 1,
      results: [],
    });
  });

  it('takes the folder of a contract of one’s own', async () => {
    const folder = `${root}test/support/contracts/pulse`;
    const run = (payload: object) =>
      validate([folder, 'pulse.request'], fakeIo(undefined, JSON.stringify(payload)));
    expect(await run({ bpm: 60 })).toMatchObject({ code: 0 });
    expect(await run({ bpm: 0 })).toMatchObject({
      code: 1,
      out: expect.stringContaining('stdin: /bpm: The bpm field must be at least 1.'),
    });
  });

  it('says which contracts and shapes there are, and ends with 2', async () => {
    expect(await validate(['agentnc', 'error'])).toEqual({
      code: 2,
      out: '',
      err: 'heartbeat-kit: there is no contract "agentnc"; did you mean agentmc?\n',
    });
    expect(await validate(['agentmc', 'nothing'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('agentmc has no shape "nothing"; there is agent-profile, error'),
    });
    expect(await validate(['agentmc', 'heartbeat.requst'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean heartbeat.request?'),
    });
    expect(await validate(['heartbeat.request', 'agentmc'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('and then the shape: agentmc heartbeat.request'),
    });
    expect(await validate(['./nowhere', 'error'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no folder ./nowhere'),
    });
  });

  it.each([
    ['nothing', ' \n ', 'stdin: there is nothing in it; give a payload as JSON'],
    [
      'broken JSON',
      '{\n  "status": "idle",\n}',
      'stdin:3:1: a name in double quotes is expected here',
    ],
    ['JSON that breaks off', '{"status": "id', 'stdin:1:15: the JSON breaks off within a text'],
    [
      'documents one after the other',
      '{\n}\n{\n}',
      'stdin:3:1: there is more after the end of the JSON; give one payload per line, or a list',
    ],
    [
      'other characters than UTF-8',
      [Uint8Array.of(0xff, 0xfe, 0x7b, 0)],
      'stdin: this is not UTF-8; save it as that',
    ],
    [
      'a character that is cut off',
      [Uint8Array.of(0x22, 0xc3)],
      'stdin: this is not UTF-8; save it as that',
    ],
  ])('ends with 2 for %s, and says where', async (_, input, message) => {
    expect(await piped(input)).toEqual({ code: 2, out: '', err: `heartbeat-kit: ${message}\n` });
  });

  it('ends with 2 for files that cannot be read', async () => {
    const file = join(await fileWith(''), '..', 'nope.json');
    expect(await validate([...RADIO, file])).toMatchObject({
      code: 2,
      err: `heartbeat-kit: ${file}: there is no such file to read\n`,
    });
    expect(await validate([...RADIO, root])).toMatchObject({
      code: 2,
      err: `heartbeat-kit: ${root}: this is a folder; give a file\n`,
    });
  });

  it('does not wait at a terminal for what nobody knows to type', async () => {
    const io = { ...fakeIo(), terminal: true };
    expect(await main(['validate', ...RADIO], io)).toBe(2);
    expect(io.written.err).toContain('give a file, or pipe payloads in');
    expect(
      await main(['validate', ...RADIO, '-'], { ...fakeIo(undefined, '{}'), terminal: true }),
    ).toBe(1);
  });

  it.each([
    ['a line', '{"status": "idle"}\n\n{"status": idle}\n{"status": "away"}\n', '3:12'],
    ['the first line', 'GARBAGE\n{"status": "idle"}\n{"status": "away"}\n', '1:1'],
  ])('goes on after %s that is broken, and ends with 2', async (_, input, place) => {
    const message = `stdin:${place}: a value is expected here`;
    expect(await piped(input)).toEqual({
      code: 2,
      out: expect.stringMatching(
        /^stdin:\d: \/status: The .*\n1 of 2 payloads is not valid: .*\. Not all could be read\.\n$/,
      ),
      err: `heartbeat-kit: ${message}\n`,
    });
    const { code, out } = await piped(input, '--reporter', 'json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'fail',
      payloads: 2,
      invalid: 1,
      broken: [message],
    });
  });

  it('goes on after a file that cannot be read', async () => {
    const [good, bad] = [
      await fileWith(JSON.stringify(VALID)),
      await fileWith(JSON.stringify(INVALID)),
    ];
    const { code, out, err } = await validate([...RADIO, bad, 'nope.json', good]);
    expect(code).toBe(2);
    expect(out).toContain('1 of 2 payloads is not valid');
    expect(err).toBe('heartbeat-kit: nope.json: there is no such file to read\n');
  });

  it('tells of a broken first line before more comes', async () => {
    const io = fakeIo();
    let told = '';
    const input = async function* slowly() {
      yield new TextEncoder().encode('GARBAGE\n');
      told = io.written.err;
    };
    await validate(RADIO, { ...io, input });
    expect(told).toContain('stdin:1:1: a value is expected here');
  });

  it('stops where nobody reads any more', async () => {
    let read = 0;
    const input = async function* endless() {
      for (; ; read += 1) yield new TextEncoder().encode('{"status": "away"}\n');
    };
    await validate(RADIO, { ...fakeIo(), input, isUnread: () => read > 10 });
    expect(read).toBeLessThan(20);
  });

  it('refuses a text that is too long for the engine, and not many short ones', async () => {
    const chunks = (text: string) =>
      (async function* all() {
        for (const part of text.match(/[^]{1,7}/g) ?? []) yield new TextEncoder().encode(part);
      })();
    const read = async (text: string) => {
      let count = 0;
      for await (const _ of readPayloads('x', chunks(text), true, 20)) count += 1;
      return count;
    };
    const why = 'x: this is too long for one JSON text; put one payload on each line';
    await expect(read(`[${'1,'.repeat(20)}1]`)).rejects.toThrow(why);
    await expect(read(`[\n${'1,\n'.repeat(20)}1]`)).rejects.toThrow(why);
    expect(await read('{"status": "idle"}\n'.repeat(20))).toBe(20);
  });

  it('counts every violation that it does not tell', async () => {
    const bad = JSON.stringify({ actions: Array.from({ length: 300 }, () => 7) });
    const args = ['agentradio', 'home.response'];
    const { out } = await validate(args, fakeIo(undefined, `${bad}\n`.repeat(3)));
    const told = out.split('\n').filter((line) => line.startsWith('stdin:')).length;
    const [, rest] = /and (\d+) more violations/.exec(out) ?? [];
    const all = validatePayload('agentradio', 'home.response', JSON.parse(bad)).violations;
    const [, more] = /are (\d+) more/.exec(all.at(-1)?.message ?? '') ?? [];
    expect(told + Number(rest)).toBe(3 * (all.length - 1 + Number(more)));
  });

  it('marks a key in a path alone, and alike in all that is said of it', async () => {
    const payload = { error: { code: 'x', message: 'y', fields: { mca_canary7f3a9b: [1] } } };
    const { out } = await validate(
      ['agentradio', 'error', '--reporter', 'json'],
      fakeIo(undefined, JSON.stringify({ ok: false, ...payload })),
    );
    expect(out).not.toContain('canary7f3a9b');
    const { results } = JSON.parse(out) as {
      results: [{ violations: { pointer: string; field: string; message: string }[] }];
    };
    const one = results[0].violations.find(({ pointer }) => pointer.includes('redacted'));
    const [, mark = ''] = /(\[redacted:\w+\])/.exec(one?.pointer ?? '') ?? [];
    expect(one).toMatchObject({
      pointer: `/error/fields/${mark}/0`,
      field: `error.fields.${mark}.0`,
      message: `The error.fields.${mark}.0 field must be a string.`,
    });
  });

  it('repeats no key that was typed in the wrong place', async () => {
    for (const args of [
      ['mca_canary7f3a9b', 'error'],
      ['agentmc', 'mca_canary7f3a9b'],
      ['--mca_canary7f3a9b'],
    ]) {
      const { code, out, err } = await validate(args);
      expect(code).toBe(2);
      expect(out + err).not.toContain('canary7f3a9b');
    }
  });

  it.each([
    ['in a field for it', { apiKey: ['ar_agent_canary7f3a'], status: 'ar_agent_canary7f3a' }],
    ['in a text', { status: 'canary7f3a', apiKey: 'canary7f3a' }],
    ['as JSON that is broken', '{"apiKey": "canary7f3a" "status"}'],
  ])('tells no key that stands %s', async (_, payload) => {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    for (const args of [[], ['--reporter', 'json']]) {
      const { code, out, err } = await piped(text, ...args);
      expect(code).toBeGreaterThan(0);
      expect(out + err).not.toContain('canary7f3a');
    }
  });

  it('tells no key that stands as the name of a field', async () => {
    const tools = { mca_canary7f3a: 1, 'ar_agent_canary7f3a/x': 1, plain: 1 };
    const payload = JSON.stringify({
      runtime: { name: 'a', version: '1' },
      models: [],
      tool_availability: tools,
    });
    for (const args of [[], ['--reporter', 'json']]) {
      const io = fakeIo(undefined, payload);
      expect(await main(['validate', 'agentmc', 'runtime-meta', ...args], io)).toBe(1);
      expect(io.written.out).not.toContain('canary7f3a');
      expect(io.written.out).toContain('/tool_availability/[redacted:');
      expect(io.written.out).toContain('The tool_availability.plain field must be a boolean.');
    }
  });

  it('prints nothing that a terminal would obey', async () => {
    const tools = { '\u001B[31m\u009B': 1 };
    const payload = JSON.stringify({
      runtime: { name: 'a', version: '1' },
      models: [],
      tool_availability: tools,
    });
    const io = fakeIo(undefined, payload);
    await main(['validate', 'agentmc', 'runtime-meta'], io);
    // oxlint-disable-next-line no-control-regex
    expect(io.written.out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
  });
});
