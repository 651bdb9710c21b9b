import fs from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { configFormat } from '../../src/cli/config-format.ts';
import { nextSteps } from '../../src/cli/init/next-steps.ts';
import type { Project } from '../../src/cli/init/project.ts';
import { main } from '../../src/cli/main.ts';
import type { Workflow } from '../consumer/support/workflow.ts';
import { fakeIo } from '../support/fake-io.ts';

const WORKFLOW = '.github/workflows/heartbeat.yml';
const CONFIG = 'heartbeat-kit.config.yaml';

let folder: string;
const pathOf = (file: string) => join(folder, file);
const read = (file: string) => readFile(pathOf(file), 'utf8');

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'heartbeat-kit-init-')));
  onTestFinished(() => rm(folder, { recursive: true }));
});

/** A project of a user. */
async function project(manifest: object, files: Readonly<Record<string, string>> = {}) {
  await writeFile(pathOf('package.json'), JSON.stringify(manifest));
  await put(files);
}

async function put(files: Readonly<Record<string, string>>) {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(pathOf(file)), { recursive: true });
    await writeFile(pathOf(file), text);
  }
}

const init = (...args: string[]) => initIn('.', ...args);

async function initIn(within: string, ...args: string[]) {
  const io = { ...fakeIo(), cwd: pathOf(within) };
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
    const { exitCode, out, err } = await init('--dry-run', '--force');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect((await allFiles()).toSorted()).toEqual([CONFIG, 'package.json']);
    expect(await read(CONFIG)).toBe('mine');
    await init('--force');
    for (const file of ['test/heartbeat.test.js', WORKFLOW]) {
      expect(out).toContain(`==> ${file}\n${await read(file)}`);
    }
    expect(out).toContain(`==> ${CONFIG} (is there already)\n${await read(CONFIG)}`);
  });

  it('prints with --dry-run what it would not write, and ends as it would without', async () => {
    await project({}, { [CONFIG]: 'mine' });
    const { exitCode, out, err } = await init('--dry-run');
    expect(exitCode).toBe(2);
    expect(out).toContain(`==> ${CONFIG} (is there already)\n`);
    expect(err).toBe(
      'heartbeat-kit: nothing was written, since these files are there already:\n' +
        `  ${CONFIG}\n--force writes over them\n`,
    );
  });

  it.each(['heartbeat-kit.config.json', 'heartbeat-kit.config.yml'])(
    'puts no second config file beside %s, which no command would take',
    async (other) => {
      await project({}, { [other]: '{}' });
      for (const flag of ['--force', '--dry-run']) {
        const { exitCode, out, err } = await init(flag);
        expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
        expect(err).toMatch(`there is ${other} already`);
      }
      expect((await allFiles()).toSorted()).toEqual([other, 'package.json'].toSorted());
    },
  );

  it('takes a link that leads nowhere for a file', async () => {
    await project({});
    await symlink(pathOf('nowhere'), pathOf(CONFIG));
    expect((await init()).err).toContain(`\n  ${CONFIG}\n`);
  });

  it('replaces a link with --force, and leaves alone what it leads to', async () => {
    await project({});
    const outside = await mkdtemp(join(tmpdir(), 'heartbeat-kit-outside-'));
    onTestFinished(() => rm(outside, { recursive: true }));
    await writeFile(join(outside, 'theirs'), 'theirs');
    await symlink(join(outside, 'theirs'), pathOf(CONFIG));
    expect(await init('--force')).toMatchObject({ exitCode: 0, err: '' });
    expect(await read(CONFIG)).toContain('mock:');
    expect(await readFile(join(outside, 'theirs'), 'utf8')).toBe('theirs');
  });

  describe('writes all or nothing, and says what is in the way', () => {
    const inTheWay = (...lines: string[]) =>
      `heartbeat-kit: nothing was written, since this is in the way:\n  ${lines.join('\n  ')}\n`;

    it.each([
      {
        name: 'a folder in place of a file',
        files: { [`${CONFIG}/file`]: '' },
        told: inTheWay(`${CONFIG}: this is no file, and is not written over; move it away`),
      },
      {
        name: 'files in place of folders',
        files: { test: '', '.github': '' },
        told: inTheWay(
          'test: this is no folder, and one is needed here; move it away',
          '.github: this is no folder, and one is needed here; move it away',
        ),
      },
    ])('$name', async ({ files, told }) => {
      await project({}, files);
      const before = await allFiles();
      for (const flags of [[], ['--force'], ['--dry-run', '--force']]) {
        expect(await init(...flags)).toEqual({ exitCode: 2, out: '', err: told });
      }
      expect(await allFiles()).toEqual(before);
    });

    it.each([
      [tmpdir(), 'this link leads out of the repository; put a folder in its place'],
      ['nowhere', 'this link leads nowhere; remove it'],
      ['test', 'these links lead in a circle; remove them'],
    ])('a link in place of a folder, to %s', async (to, why) => {
      await project({});
      await symlink(to, pathOf('test'));
      expect(await init('--force')).toEqual({
        exitCode: 2,
        out: '',
        err: inTheWay(`test: ${why}`),
      });
    });

    it('follows a link to a folder that stays inside', async () => {
      await project({}, { 'tests/other.test.js': '' });
      await symlink('tests', pathOf('test'));
      expect(await init()).toMatchObject({ exitCode: 0, err: '' });
      expect(await read('tests/heartbeat.test.js')).toContain('createMock');
    });

    it('what must not be written to', async () => {
      await project({}, { [CONFIG]: 'mine', 'test/other.test.js': '' });
      await chmod(pathOf('test'), 0o555);
      await chmod(pathOf(CONFIG), 0o444);
      heedPermissions();
      expect(await init('--force')).toEqual({
        exitCode: 2,
        out: '',
        err: inTheWay(
          'test: it must not be written to; change its permissions',
          `${CONFIG}: it must not be written to; change its permissions`,
        ),
      });
      expect(await allFiles()).not.toContain(WORKFLOW);
      await chmod(pathOf('test'), 0o755);
    });
  });

  it('needs a project, and says how to get one', async () => {
    const { exitCode, err } = await init();
    expect(exitCode).toBe(2);
    expect(err).toContain('no package.json');
    expect(err).toContain('npm init');
    expect(await allFiles()).toEqual([]);
  });

  it.each([
    ['', 'package.json:1:1: the JSON breaks off here; correct it first'],
    [
      '{\n  "name": "mine",\n}',
      'package.json:3:1: a name in double quotes is expected here; correct it first',
    ],
    ['[]', 'package.json: must hold a JSON object; correct it first'],
    ['null', 'package.json: must hold a JSON object; correct it first'],
  ])('does not take %j for a package.json', async (text, told) => {
    await writeFile(pathOf('package.json'), text);
    expect(await init()).toEqual({ exitCode: 2, out: '', err: `heartbeat-kit: ${told}\n` });
  });

  it('takes a package.json with a byte order mark, as npm does', async () => {
    await writeFile(pathOf('package.json'), '\uFEFF{"devDependencies": {"jest": "30"}}');
    expect(await init()).toMatchObject({ exitCode: 0, err: '' });
    expect(await allFiles()).toContain('test/heartbeat.test.mjs');
  });

  it('tells a package.json that cannot be read from one that is not there', async () => {
    await mkdir(pathOf('package.json'));
    const { exitCode, err } = await init();
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: 'heartbeat-kit: package.json: this is a folder; give a file\n',
    });
  });

  it('bears sections of a package.json that are no objects', async () => {
    await project({ dependencies: null, devDependencies: ['vitest'] });
    expect((await init()).exitCode).toBe(0);
  });
});

describe('init in a package of a repository', () => {
  const APP = 'packages/app';
  const app = { [`${APP}/package.json`]: '{"name": "app"}' };
  const ABOVE = '../../.github/workflows/heartbeat-packages-app.yml';

  it.each([
    { name: 'a folder', git: { '.git/HEAD': '' } },
    { name: 'a file, as in a worktree', git: { '.git': 'gitdir: elsewhere' } },
  ])('puts the workflow where GitHub reads it, and says so: .git is $name', async ({ git }) => {
    await project({}, { ...app, ...git });
    const { exitCode, out, err } = await initIn(APP);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toContain(
      `  ${ABOVE}\n  ${CONFIG}\n` +
        'The workflow lies at the root of the repository, since GitHub reads it nowhere else; its\n' +
        'steps run in packages/app.\n',
    );
    expect(out).toContain(`\n${ABOVE}, in place of`);
    expect((await allFiles()).toSorted()).toEqual(
      [
        'package.json',
        ...Object.keys(git),
        ...Object.keys(app),
        '.github/workflows/heartbeat-packages-app.yml',
        `${APP}/${CONFIG}`,
        `${APP}/test/heartbeat.test.js`,
      ].toSorted(),
    );
    const workflow = await workflowIn('heartbeat-packages-app.yml');
    expect(workflow).toMatchObject({
      name: 'Heartbeat of packages/app',
      defaults: { run: { 'working-directory': APP } },
    });
    // Neither is that of another package.
    await put({ 'packages/other/package.json': '{}' });
    expect(await initIn('packages/other')).toMatchObject({ exitCode: 0, err: '' });
  });

  it('takes a folder of any name', async () => {
    await project({}, { '.git/HEAD': '', "0 it's: #1/package.json": '{}' });
    expect(await initIn("0 it's: #1")).toMatchObject({ exitCode: 0, err: '' });
    expect(await workflowIn('heartbeat-0-it-s-1.yml')).toMatchObject({
      name: "Heartbeat of 0 it's: #1",
      defaults: { run: { 'working-directory': "0 it's: #1" } },
    });
  });

  it.each([
    { name: 'installed here', installed: APP, found: './node_modules' },
    { name: 'installed above', installed: '.', found: '../../node_modules' },
    { name: 'to be installed above', installed: undefined, found: '../../node_modules' },
  ])('finds what is $name', async ({ installed, found }) => {
    const kit = `${installed}/node_modules/heartbeat-kit/package.json`;
    await project(
      { workspaces: ['packages/*'] },
      { ...app, '.git/HEAD': '', 'package-lock.json': '', ...(installed && { [kit]: '{}' }) },
    );
    await initIn(APP);
    expect(await read(`${APP}/${CONFIG}`)).toContain(
      `$schema=${found}/heartbeat-kit/schemas/config.schema.json\n`,
    );
    const text = await read('.github/workflows/heartbeat-packages-app.yml');
    const path = found === './node_modules' ? 'node_modules' : found;
    expect(text).toContain(`bash ${path}/heartbeat-kit/fixtures/clients/agentmc.sh\n`);
  });

  it('goes by what the workspace has, as far as the package has nothing', async () => {
    await project(
      { workspaces: ['packages/*'], devDependencies: { jest: '30', msw: '2' } },
      { ...app, '.git/HEAD': '', 'package-lock.json': '' },
    );
    const { out } = await initIn(APP);
    expect(out).toContain('\n  npm install --save-dev heartbeat-kit\n');
    expect(await allFiles()).toContain(`${APP}/test/heartbeat.test.mjs`);
  });
});

describe('init installs with what the project uses', () => {
  it.each([
    {
      manifest: {},
      files: {},
      steps: [{ run: 'npm install' }],
      add: 'npm install --save-dev',
      run: 'npx',
    },
    {
      manifest: {},
      files: { 'package-lock.json': '' },
      steps: [{ run: 'npm ci' }],
      add: 'npm install --save-dev',
      run: 'npx',
    },
    {
      manifest: {},
      files: { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" },
      steps: [
        { uses: 'pnpm/action-setup@v4', with: { version: 10 } },
        { run: 'pnpm install --frozen-lockfile' },
      ],
      add: 'pnpm add --save-dev',
      run: 'pnpm exec',
    },
    {
      manifest: { packageManager: 'pnpm@9.1.0' },
      files: { 'pnpm-lock.yaml': '', 'package-lock.json': '' },
      steps: [{ uses: 'pnpm/action-setup@v4' }, { run: 'pnpm install --frozen-lockfile' }],
      add: 'pnpm add --save-dev',
      run: 'pnpm exec',
    },
    {
      manifest: {},
      files: { 'yarn.lock': '# yarn lockfile v1\n' },
      steps: [{ run: 'yarn install --frozen-lockfile' }],
      add: 'yarn add --dev',
      run: 'yarn',
    },
    {
      manifest: { packageManager: 'yarn@4.9.1' },
      files: { 'yarn.lock': '__metadata:\n  version: 8\n' },
      steps: [{ run: 'corepack enable' }, { run: 'yarn install --immutable' }],
      add: 'yarn add --dev',
      run: 'yarn',
    },
    {
      manifest: { packageManager: 'yarn@4.9.1' },
      files: {},
      steps: [{ run: 'corepack enable' }, { run: 'yarn install --no-immutable' }],
      add: 'yarn add --dev',
      run: 'yarn',
    },
    {
      manifest: {},
      files: { 'bun.lock': '' },
      steps: [{ uses: 'oven-sh/setup-bun@v2' }, { run: 'bun install --frozen-lockfile' }],
      add: 'bun add --dev',
      run: 'bunx',
    },
  ])('$manifest $files', async ({ manifest, files, steps, add, run }) => {
    await project(manifest, files);
    const { exitCode, out } = await init();
    expect(exitCode).toBe(0);
    expect(out).toContain(`\n  ${add} heartbeat-kit msw`);
    expect(out).toContain(`\n  ${run} vitest run test/heartbeat.test.js\n`);
    const { jobs } = await workflowIn('heartbeat.yml');
    for (const job of Object.values(jobs)) {
      const [checkout, node, ...rest] = job.steps;
      expect([checkout?.uses, node?.uses]).toEqual([
        'actions/checkout@v5',
        'actions/setup-node@v5',
      ]);
      expect(rest.slice(0, steps.length)).toEqual(steps);
    }
  });

  it('where the workspace is that a package is of', async () => {
    await project(
      { packageManager: 'pnpm@10.1.0' },
      {
        '.git/HEAD': '',
        'web/package.json': '{"packageManager": "pnpm@10.1.0"}',
        'web/pnpm-workspace.yaml': 'packages: [app]\n',
        'web/pnpm-lock.yaml': '',
        'web/app/package.json': '{}',
      },
    );
    const { out } = await initIn('web/app');
    expect(out).toContain('\n  pnpm add --save-dev heartbeat-kit');
    const { jobs } = await workflowIn('heartbeat-web-app.yml');
    expect(jobs['client']?.steps.slice(2, 4)).toEqual([
      { uses: 'pnpm/action-setup@v4', with: { package_json_file: 'web/package.json' } },
      { run: 'pnpm install --frozen-lockfile', 'working-directory': 'web' },
    ]);
    expect((await initIn('web')).out).toContain('\n  pnpm add --save-dev --workspace-root ');
  });

  it('but not with the lock file of a repository that the package is no part of', async () => {
    await project({}, { '.git/HEAD': '', 'yarn.lock': '', 'app/package.json': '{}' });
    await initIn('app');
    const { jobs } = await workflowIn('heartbeat-app.yml');
    expect(jobs['server']?.steps[2]).toEqual({ run: 'npm install' });
  });
});

describe('the next steps', () => {
  const vitest: Project = {
    folder: '/mine',
    repository: '/mine',
    runner: 'vitest',
    ending: 'ts',
    packages: new Set(),
    manager: {
      name: 'npm',
      isPinned: false,
      folder: '/mine',
      isLocked: true,
      isWorkspace: false,
      manifest: {},
    },
  };

  it.each([
    ['20.19.0', 'heartbeat-kit msw@2 vitest@4'],
    ['22.11.0', 'heartbeat-kit msw@2 vitest@4'],
    ['22.12.0', 'heartbeat-kit msw vitest'],
    ['23.11.0', 'heartbeat-kit msw vitest@4'],
    ['24.0.0', 'heartbeat-kit msw vitest'],
    ['25.1.0', 'heartbeat-kit msw vitest@4'],
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
        '  NODE_OPTIONS=--experimental-vm-modules npx jest test/heartbeat.test.mjs\n',
    );
  });

  it.each([
    {
      name: 'is asked for',
      manifest: { devDependencies: { jest: '^29.7.0', msw: '2' } },
      files: {},
    },
    {
      name: 'is installed',
      manifest: { devDependencies: { jest: '*', msw: '2' } },
      files: { 'node_modules/jest/package.json': '{"version": "29.7.0"}' },
    },
  ])(
    'ask for the Jest that finds the test, where an older one $name',
    async ({ manifest, files }) => {
      await project(manifest, files);
      const { out } = await init();
      expect(out).toContain('\n  npm install --save-dev heartbeat-kit jest@30\n');
      expect(out).toContain('\nJest 30 or later is needed, and this project has 29.\n');
    },
  );

  it.each([
    [{}, 'vitest.config.ts', 'include'],
    [{}, 'vite.config.js', 'include'],
    [{ devDependencies: { jest: '30' } }, 'jest.config.js', 'testMatch, roots'],
  ])(
    'say where the test may have to go, where tests are set up: %j %s',
    async (manifest, file, keys) => {
      await project(manifest, { [file]: '' });
      expect((await init()).out).toContain(
        `\nIf no test is found, ${file} says where to look: put it there (${keys}).\n`,
      );
    },
  );

  it('say that the workflow needs node_modules', async () => {
    await project({}, { 'yarn.lock': '__metadata:\n', '.pnp.cjs': '' });
    expect((await init()).out).toContain('\nSet nodeLinker: node-modules in .yarnrc.yml: ');
  });
});

/** Makes permissions count for root as well, who may write everywhere. */
function heedPermissions(): void {
  if (process.getuid?.() !== 0) return;
  const { accessSync } = fs;
  fs.accessSync = (path, mode) => {
    accessSync(path, mode);
    if (fs.statSync(path).mode & 0o200) return;
    throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.accessSync = accessSync;
    syncBuiltinESMExports();
  });
}

async function workflowIn(name: string) {
  return parse(await read(`.github/workflows/${name}`)) as Workflow;
}
