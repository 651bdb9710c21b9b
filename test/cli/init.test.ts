import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { configFormat } from '../../src/cli/config-format.ts';
import { nextSteps } from '../../src/cli/init/next-steps.ts';
import { main } from '../../src/cli/main.ts';
import { fakeIo } from '../support/fake-io.ts';

const WORKFLOW = '.github/workflows/heartbeat.yml';
const CONFIG = 'heartbeat-kit.config.yaml';

let folder: string;
const pathOf = (file: string) => join(folder, file);
const read = (file: string) => readFile(pathOf(file), 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-init-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

/** A project of a user; returns all that lies in it, as text by path. */
async function project(manifest: object, files: Readonly<Record<string, string>> = {}) {
  await writeFile(pathOf('package.json'), JSON.stringify(manifest));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(pathOf(file), '..'), { recursive: true });
    await writeFile(pathOf(file), text);
  }
}

async function init(...args: string[]) {
  const io = { ...fakeIo(), cwd: folder };
  const exitCode = await main(['init', ...args], io);
  return { exitCode, ...io.written };
}

async function allFiles(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}

describe('init', () => {
  it('writes a test, a workflow and a config file, and tells what is next', async () => {
    await project({ name: 'mine' });
    const { exitCode, out, err } = await init();
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect((await allFiles()).toSorted()).toEqual(
      [WORKFLOW, CONFIG, 'package.json', 'test/heartbeat.test.js'].toSorted(),
    );
    for (const file of [WORKFLOW, CONFIG, 'test/heartbeat.test.js']) {
      expect(out).toContain(`  ${file}\n`);
    }
    expect(out).toMatch(/\n {2}npm install --save-dev heartbeat-kit msw\S* vitest\S*\n/);
    expect(out).toContain('\n  npx vitest run test/heartbeat.test.js\n');
    expect(await read('package.json')).toBe('{"name":"mine"}');
  });

  it.each([
    [{}, {}, 'js', 'vitest'],
    [{ type: 'module' }, {}, 'js', 'vitest'],
    [{ devDependencies: { typescript: '7' } }, {}, 'ts', 'vitest'],
    [{}, { 'tsconfig.json': '{}' }, 'ts', 'vitest'],
    [{ devDependencies: { jest: '30' } }, {}, 'mjs', 'jest'],
    [{ devDependencies: { jest: '30', typescript: '5' }, type: 'module' }, {}, 'js', 'jest'],
    [{ jest: { verbose: true } }, {}, 'mjs', 'jest'],
    [{ dependencies: { '@jest/globals': '30' } }, {}, 'mjs', 'jest'],
    [{ devDependencies: { jest: '30', vitest: '4' } }, {}, 'js', 'vitest'],
  ])('goes by what the project uses: %j %j', async (manifest, files, ending, runner) => {
    await project(manifest, files);
    expect((await init()).exitCode).toBe(0);
    const text = await read(`test/heartbeat.test.${ending}`);
    expect(text).toContain(`import 'heartbeat-kit/matchers/${runner}';`);
    expect(text.includes(`from 'vitest'`)).toBe(runner === 'vitest');
    expect(text).not.toMatch(/#(?:end)?region/);
    for (const line of [
      'const mock = createMock();',
      'const server = setupServer(...handlers(mock));',
    ]) {
      expect(text).toContain(line);
    }
  });

  it.each([
    { args: [], there: ['agentmc', 'agentradio'] },
    { args: ['--contract', 'agentmc'], there: ['agentmc'] },
    { args: ['--contract', 'agentradio'], there: ['agentradio'] },
    { args: ['--contract', 'agentradio,agentmc'], there: ['agentmc', 'agentradio'] },
  ])('is about the contracts that are asked for: $args', async ({ args, there }) => {
    await project({});
    expect((await init(...args)).exitCode).toBe(0);
    for (const file of [WORKFLOW, CONFIG, 'test/heartbeat.test.js']) {
      const text = await read(file);
      expect(text).not.toMatch(/#(?:end)?region|\n\n\n/);
      const named = ['agentmc', 'agentradio'].filter((id) => text.includes(id));
      expect({ file, named }).toEqual({ file, named: there });
    }
    const config = await read(CONFIG);
    expect(config).toMatch(
      /^# yaml-language-server: \$schema=\.\/node_modules\/heartbeat-kit\/schemas\/config\.schema\.json\n/,
    );
    expect(configFormat.parse(parse(config))?.mock?.contract).toEqual(there);
  });

  it('writes nothing where a file is there, and says which', async () => {
    await project({}, { [CONFIG]: 'mine', 'test/heartbeat.test.js': 'mine' });
    const before = await allFiles();
    const { exitCode, out, err } = await init();
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toBe(
      'heartbeat-kit: nothing was written, since these files are there already:\n' +
        `  test/heartbeat.test.js\n  ${CONFIG}\n` +
        '--force writes over them, --dry-run prints what would be written\n',
    );
    expect(await allFiles()).toEqual(before);
    expect(await read(CONFIG)).toBe('mine');
  });

  it('writes over files with --force, and leaves others alone', async () => {
    await project({}, { [CONFIG]: 'mine', 'test/other.test.js': 'mine' });
    expect(await init('--force')).toMatchObject({ exitCode: 0, err: '' });
    expect(await read(CONFIG)).toContain('mock:');
    expect(await read('test/other.test.js')).toBe('mine');
  });

  it('prints what it would write with --dry-run, and writes nothing', async () => {
    await project({}, { [CONFIG]: 'mine' });
    const { exitCode, out, err } = await init('--dry-run');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect((await allFiles()).toSorted()).toEqual([CONFIG, 'package.json']);
    expect(await read(CONFIG)).toBe('mine');
    await init('--force');
    for (const file of ['test/heartbeat.test.js', WORKFLOW]) {
      expect(out).toContain(`==> ${file}\n${await read(file)}`);
    }
    expect(out).toContain(`==> ${CONFIG} (is there already)\n${await read(CONFIG)}`);
  });

  it.each(['heartbeat-kit.config.json', 'heartbeat-kit.config.yml'])(
    'puts no second config file beside %s, which no command would take',
    async (other) => {
      await project({}, { [other]: '{}' });
      const { exitCode, err } = await init('--force');
      expect(exitCode).toBe(2);
      expect(err).toMatch(`there is ${other} already`);
      expect((await allFiles()).toSorted()).toEqual([other, 'package.json'].toSorted());
    },
  );

  it('takes a link that leads nowhere for a file', async () => {
    await project({});
    await symlink(pathOf('nowhere'), pathOf(CONFIG));
    expect((await init()).err).toContain(`\n  ${CONFIG}\n`);
  });

  it('says which file cannot be written', async () => {
    await project({}, { test: 'a file, where a folder should be' });
    const { exitCode, err } = await init('--force');
    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /^heartbeat-kit: test\/heartbeat\.test\.js: cannot be written: E\w+: .*\n$/,
    );
  });

  it('needs a project, and says how to get one', async () => {
    const { exitCode, err } = await init();
    expect(exitCode).toBe(2);
    expect(err).toContain('no package.json');
    expect(err).toContain('npm init');
    expect(await allFiles()).toEqual([]);
  });

  it.each(['', '{', '[]', 'null', '"text"'])(
    'does not take %j for a package.json',
    async (text) => {
      await writeFile(pathOf('package.json'), text);
      const { exitCode, err } = await init();
      expect(exitCode).toBe(2);
      expect(err).toBe('heartbeat-kit: package.json: must hold a JSON object; correct it first\n');
    },
  );

  it('bears sections of a package.json that are no objects', async () => {
    await project({ dependencies: null, devDependencies: ['vitest'] });
    expect((await init()).exitCode).toBe(0);
  });
});

describe('the next steps', () => {
  const vitest = { runner: 'vitest', ending: 'ts', packages: new Set<string>() } as const;

  it.each([
    ['20.19.0', 'heartbeat-kit msw@2 vitest@4'],
    ['22.11.0', 'heartbeat-kit msw@2 vitest@4'],
    ['22.12.0', 'heartbeat-kit msw vitest'],
    ['26.0.0', 'heartbeat-kit msw vitest'],
  ])('on Node %s install what runs there: %s', (node, packages) => {
    expect(nextSteps(vitest, node)).toContain(`  npm install --save-dev ${packages}\n`);
  });

  it('install nothing that is there', () => {
    const some = new Set(['vitest', 'msw']);
    const all = new Set([...some, 'heartbeat-kit']);
    expect(nextSteps({ ...vitest, packages: some }, '24.0.0')).toContain(
      '--save-dev heartbeat-kit\n',
    );
    expect(nextSteps({ ...vitest, packages: all }, '24.0.0')).not.toContain('npm install');
  });

  it('run Jest so that it takes modules', () => {
    expect(nextSteps({ ...vitest, runner: 'jest', ending: 'mjs' }, '20.19.0')).toContain(
      '\n  npm install --save-dev heartbeat-kit msw@2 jest\n' +
        '  node --experimental-vm-modules node_modules/jest/bin/jest.js test/heartbeat.test.mjs\n',
    );
  });
});
