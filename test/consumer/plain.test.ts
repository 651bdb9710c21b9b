import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installNode, makeProject } from './support/project.ts';

const [project, node14, node18] = await Promise.all([
  makeProject(['plain', 'commonjs']),
  installNode(14),
  installNode(18),
]);
const manifest = JSON.parse(
  await readFile(join(project.folder, 'node_modules/heartbeat-kit/package.json'), 'utf8'),
) as { version: string };

/** The block of most file systems, in bytes. */
const BLOCK = 4096;

/** Runs a shell script against the mock. */
function mockAround(script: string) {
  const mock = ['heartbeat-kit', 'mock', '--port', '0', '--'];
  return project.run('npx', [...mock, 'sh', '-c', script]);
}

describe('the package, installed by itself', () => {
  it('takes less than 18 MB in files, and 30 MB of a disk, with all it depends on', async () => {
    const folder = join(project.folder, 'node_modules');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const stats = await Promise.all(
      files.map(({ parentPath, name }) => stat(join(parentPath, name))),
    );
    const megabytes = (sizeOf: (file: Stats) => number) =>
      stats.reduce((sum, file) => sum + sizeOf(file), 0) / 1_000_000;
    // What `du --apparent-size` tells, of files alone; a disk gives each of them whole blocks.
    expect(megabytes(({ size }) => size)).toBeLessThan(18);
    expect(megabytes(({ size }) => Math.ceil(size / BLOCK) * BLOCK)).toBeLessThan(30);
  });

  it('brings its program', async () => {
    const { code, out } = await project.run('npx', ['heartbeat-kit', '--version']);
    expect({ code, out }).toEqual({ code: 0, out: `${manifest.version}\n` });
  });

  it('runs commands against its mock', async () => {
    const { code, out } = await mockAround('curl -s "$AGENTRADIO_BASE_URL/api/shows"');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveProperty('shows');
  });

  it('checks servers', async () => {
    const check = [
      'npx heartbeat-kit check server --contract agentmc --url "$AGENTMC_BASE_URL" --api-key mca_demo',
      'npx heartbeat-kit check server --contract agentradio --api-key ar_agent_demo',
    ].join(' && ');
    const { code, out } = await mockAround(check);
    expect(out.match(/The server keeps the contract/g)).toHaveLength(2);
    expect(code).toBe(0);
  });

  it('makes up payloads, validates them, and lists what it brings', async () => {
    const { code, out } = await project.run('sh', [
      '-c',
      [
        'npx heartbeat-kit generate agentmc host --count 9 | npx heartbeat-kit validate agentmc host',
        'npx heartbeat-kit list scenarios --side client',
      ].join(' && '),
    ]);
    expect(out).toContain('All 9 payloads are valid: agentmc host.');
    expect(out).toMatch(/^client +agentradio +steady /m);
    expect(code).toBe(0);
  });

  it('is there for CommonJS', async () => {
    const dynamic = await project.run('node', ['import.cjs']);
    expect(dynamic).toMatchObject({ code: 0, out: '200\n', err: '' });
    const required = await project.run('node', [
      'require.cjs',
      'heartbeat-kit',
      'heartbeat-kit/admin',
    ]);
    expect(required).toMatchObject({
      code: 0,
      out: 'heartbeat-kit true\nheartbeat-kit/admin true\n',
      err: '',
    });
  });

  it.each([
    { major: 14, node: node14 },
    { major: 18, node: node18 },
  ])('says on Node $major which one it needs', async ({ major, node }) => {
    const { code, out, err } = await project.run('node_modules/.bin/heartbeat-kit', ['--version'], {
      node,
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^heartbeat-kit: Node 20\.19 or later is needed, and this is Node \d+\.\d+\.\d+\n$/,
    );
    expect(err).toContain(` ${major}.`);
  });
});
