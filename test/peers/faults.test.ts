import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { createMock, type Fault } from '../../src/index.ts';

/** What curl says of a fault: its exit code, and words of its message. */
const SAID: Record<Fault, readonly [code: number, words: RegExp]> = {
  CONNECTION_RESET_BY_PEER: [56, /Connection reset by peer/],
  EMPTY_RESPONSE: [52, /Empty reply from server/],
  MALFORMED_RESPONSE_CHUNK: [56, /chunk|hexadecimal/i],
  RANDOM_DATA_THEN_CLOSE: [1, /HTTP\/0\.9/],
  NO_RESPONSE: [28, /timed out/],
  TRUNCATED_RESPONSE: [18, /transfer closed with \d+ bytes remaining/],
};

/** Writes the status, and nothing else. */
const OUTCOME = ['-o', '/dev/null', '-w', '%{http_code}'];

/** Runs curl; no more than a second of time is waited for an answer. */
async function curl(...args: string[]): Promise<{ code: number; err: string; out: string }> {
  const child = spawn('curl', ['-sS', '--max-time', '1', ...args]);
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...written };
}

it.each(Object.entries(SAID))('curl sees %s', async (fault, [code, words]) => {
  const mock = createMock();
  onTestFinished(() => mock.close());
  const { url } = await mock.listen();
  const said = await curl('-H', `Prefer: fault=${fault}`, `${url}/api/shows`);
  expect(said).toMatchObject({ code, err: expect.stringMatching(words) });
});

it('curl sees what is asked for by scenario, code and delay', async () => {
  const mock = createMock({ timeScale: 1000 });
  onTestFinished(() => mock.close());
  const { url } = await mock.listen();
  const status = async (prefer: string) =>
    (await curl(...OUTCOME, '-H', `Prefer: ${prefer}`, `${url}/api/shows`)).out;
  expect(await status('scenario=outage')).toBe('503');
  expect(await status('code=429')).toBe('429');
  expect(await status('delay=1m')).toBe('200');
});
