import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
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
The payload is no valid agentradio heartbeat.request.
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
      err: 'heartbeat-kit: there is no contract "agentnc"; there is agentmc, agentradio, or give a folder as ./name\n',
    });
    expect(await validate(['agentmc', 'heartbeat'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'agentmc has no shape "heartbeat"; there is agent-profile, error',
      ),
    });
    expect(await validate(['./nowhere', 'error'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere/openapi.yaml: cannot be read'),
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
      'a broken line',
      '{"status": "idle"}\n\n{"status": idle}\n',
      'stdin:3:12: a value is expected here',
    ],
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

  it('reads no further after a line that is broken', async () => {
    let hasClosed = false;
    const io: FakeIo = {
      ...fakeIo(),
      async *input() {
        try {
          yield new TextEncoder().encode('{"status": "idle"}\n{\n');
          throw new Error('was read');
        } finally {
          hasClosed = true;
        }
      },
    };
    expect(await validate(RADIO, io)).toMatchObject({ code: 2 });
    expect(hasClosed).toBe(true);
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
