import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { fakeIo, type FakeIo } from './fake-io.ts';

/** Starts `heartbeat-kit mock` on a free port; it is stopped at the end of the test. */
export async function startMock(args: readonly string[] = [], io: FakeIo = fakeIo()) {
  const exitCode = main(['mock', '--port', '0', ...args], io);
  onTestFinished(async () => {
    io.stop();
    await exitCode;
  });
  const [url] = await io.until('out', /http:\/\/127\.0\.0\.1:\d+/);
  return { io, url, exitCode };
}
