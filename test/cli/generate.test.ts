import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { generate as generateInCode } from '../../src/index.ts';
import { fakeIo, type FakeIo } from '../support/fake-io.ts';
import { root } from '../support/processes.ts';

const SHAPE = ['agentmc', 'heartbeat.request'];

/** Runs `heartbeat-kit generate`. */
async function generate(args: readonly string[], io: FakeIo = fakeIo()) {
  const code = await main(['generate', ...args], io);
  return { code, ...io.written };
}

async function validate(input: string, shape = SHAPE) {
  const io = fakeIo(undefined, input);
  return { code: await main(['validate', ...shape, '-'], io), ...io.written };
}

describe('heartbeat-kit generate', () => {
  it('prints a payload as JSON over several lines, which `validate` takes', async () => {
    const { code, out, err } = await generate(SHAPE);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\{\n {2}"meta": \{\n/);
    expect(await validate(out)).toMatchObject({ code: 0 });
  });

  it('prints one per line with --count, even a single one', async () => {
    const { out } = await generate([...SHAPE, '--count', '250']);
    expect(out.trimEnd().split('\n')).toHaveLength(250);
    expect(await validate(out)).toMatchObject({
      code: 0,
      out: 'All 250 payloads are valid: agentmc heartbeat.request.\n',
    });
    const { out: single } = await generate([...SHAPE, '--count', '1']);
    expect(out.startsWith(single)).toBe(true);
    expect(single).toMatch(/^\{"meta":.*\}\n$/);
  });

  it('prints the same bytes for the same seed, as in code, and others for another', async () => {
    const one = await generate([...SHAPE, '--seed', '7', '--count', '3']);
    expect((await generate([...SHAPE, '--seed', '7', '--count', '3'])).out).toBe(one.out);
    expect((await generate([...SHAPE, '--seed', '8', '--count', '3'])).out).not.toBe(one.out);
    const inCode = await generateInCode('agentmc', 'heartbeat.request', { seed: 7, count: 3 });
    expect(one.out).toBe(inCode.map(({ payload }) => `${JSON.stringify(payload)}\n`).join(''));
  });

  it('prints payloads that break one constraint each with --invalid', async () => {
    const { out } = await generate([...SHAPE, '--invalid', '--count', '100']);
    const { code, out: report } = await validate(out);
    expect(code).toBe(1);
    expect(report).toContain('100 of 100 payloads are not valid: agentmc heartbeat.request.');
    expect(report.trimEnd().split('\n')).toHaveLength(101);
  });

  it('tells which with --explain', async () => {
    const { out } = await generate(['agentradio', 'agent-status', '--invalid', '--explain']);
    expect(JSON.parse(out)).toEqual({
      payload: expect.anything(),
      breaks: {
        pointer: '',
        field: '',
        keyword: 'enum',
        message: 'The payload must be one of online, idle, busy, offline.',
      },
    });
    expect(await generate([...SHAPE, '--explain'])).toEqual({
      code: 2,
      out: '',
      err: 'heartbeat-kit: --explain tells what --invalid broke; give that too\n',
    });
  });

  it('makes up believable hosts and texts', async () => {
    const { out } = await generate([...SHAPE, '--count', '40']);
    for (const line of out.trimEnd().split('\n')) {
      const { host, agent } = JSON.parse(line) as {
        host: {
          fingerprint?: string;
          name: string;
          meta: { hostname: string; disk: { total_bytes: number; free_bytes: number } };
        };
        agent: { name: string };
      };
      expect(host.name).toMatch(/^worker-\d\d$/);
      expect(host.meta.hostname).toBe(host.name);
      expect(host.fingerprint ?? 'f'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      expect(host.meta.disk.free_bytes).toBeLessThanOrEqual(host.meta.disk.total_bytes);
      expect(agent.name).toMatch(/^\p{Lu}/u);
    }
  });

  it('takes the folder of a contract of one’s own', async () => {
    const folder = `${root}test/support/contracts/pulse`;
    const { code, out } = await generate([folder, 'pulse.request']);
    expect({ code, payload: JSON.parse(out) as unknown }).toEqual({
      code: 0,
      payload: { bpm: expect.any(Number) },
    });
  });

  it('stops when nobody reads any more', async () => {
    let lines = 0;
    const io: FakeIo = { ...fakeIo(), out: () => void (lines += 1), isUnread: () => lines >= 5 };
    expect(await generate([...SHAPE, '--count', '1000000'], io)).toMatchObject({ code: 0 });
    expect(lines).toBe(5);
  });

  it.each([
    [['agentnc', 'error'], 'there is no contract "agentnc"; did you mean agentmc?'],
    [['agentmc', 'beat'], 'agentmc has no shape "beat"; there is agent-profile'],
    [
      [...SHAPE, '--count', '0'],
      "option '--count <number>' argument '0' is invalid. It must be a whole number from 1 to 1000000.",
    ],
    [
      [...SHAPE, '--seed', 'x'],
      "option '--seed <number>' argument 'x' is invalid. It must be a whole number.",
    ],
    [['./nowhere', 'beat'], 'there is no folder ./nowhere'],
    [[], "missing required argument 'contract'"],
  ])('ends with 2 for %j, and says why', async (args, message) => {
    const { code, out, err } = await generate(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
