import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root, run } from '../support/processes.ts';

it('runs from where it is installed, with nothing of the repository at hand', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-kit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const npm = (args: readonly string[], cwd: string) =>
    execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund'], {
      cwd,
      encoding: 'utf8',
    });
  const tarball = npm(['pack', '--ignore-scripts', '--pack-destination', folder], root).trim();
  npm(['init', '--yes'], folder);
  npm(['install', join(folder, tarball)], folder);
  const check = [
    'npx heartbeat-kit check server --contract agentmc --url "$AGENTMC_BASE_URL" --api-key mca_demo',
    'npx heartbeat-kit check server --contract agentradio --api-key ar_agent_demo',
  ].join(' && ');
  const { code, out } = await run(
    'npx',
    ['heartbeat-kit', 'mock', '--port', '0', '--', 'sh', '-c', check],
    {
      cwd: folder,
    },
  );
  expect(out.match(/The server keeps the contract/g)).toHaveLength(2);
  expect(code).toBe(0);
});
