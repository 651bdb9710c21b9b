import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { root } from './support/processes.ts';

const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  name: string;
  exports: Record<string, { default?: string }>;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional?: boolean }>;
};

describe('the package', () => {
  const paths = packed();

  it('exports what it is meant to, from the build', async () => {
    const { default: _, ...names } = (await import(`${root}dist/index.js`)) as Record<
      string,
      unknown
    >;
    expect(Object.keys(names).toSorted()).toEqual([
      'FileError',
      'OptionError',
      'SnapshotError',
      'checkClient',
      'checkServer',
      'createMock',
      'generate',
      'judge',
      'loadContract',
      'loadScenario',
      'manualClock',
      'systemClock',
      'validate',
    ]);
    expect(Object.keys(manifest.exports)).toEqual([
      '.',
      './admin',
      './msw',
      './matchers',
      './matchers/vitest',
      './matchers/jest',
      './matchers/jest-globals',
      './vitest',
      './contracts/*',
      './scenarios/*',
      './schemas/*',
      './package.json',
    ]);
  });

  it('locks the dependencies for every platform, as `npm ci` demands', () => {
    const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('packs the build, the contracts, their fixtures and what people read, and nothing else', () => {
    const kinds = new Set(
      paths
        .filter((path) => !path.startsWith('dist/'))
        .map((path) =>
          path.replace(/^(.*\/)[^/]+(\.\w+)$/, '$1*$2').replace(/agentmc|agentradio/, '<id>'),
        ),
    );
    expect([...kinds].toSorted()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'bench/*.md',
      'bench/results/*.md',
      'bin/*.js',
      'contracts/<id>/*.md',
      'contracts/<id>/*.yaml',
      'contracts/<id>/scenarios/client/*.yaml',
      'contracts/<id>/scenarios/server/*.yaml',
      'contracts/<id>/schemas/*.json',
      'docs/*.json',
      'docs/*.md',
      'fixtures/<id>/*.json',
      'fixtures/<id>/invalid/*.json',
      'fixtures/<id>/valid/*.json',
      'fixtures/clients/*.py',
      'fixtures/clients/*.sh',
      'fixtures/clients/*.ts',
      'package.json',
      'scenarios/*.yaml',
      'schemas/*.json',
      'templates/*.ts',
      'templates/*.yaml',
      'templates/*.yml',
    ]);
    // Of the build what there is a source for, and no types of what nobody imports.
    const built = paths.filter((path) => path.startsWith('dist/'));
    const sourceOf = (path: string) =>
      path.replace(/^dist/, 'src').replace(/(?:\.d\.ts|\.js)$/, '.ts');
    const isOfCommand = (path: string) => path.startsWith('dist/command/');
    expect(
      built.filter((path) => !isOfCommand(path) && !existsSync(root + sourceOf(path))),
    ).toEqual([]);
    expect(built.filter((path) => path.startsWith('dist/cli/'))).toEqual([]);
    expect(built.filter((path) => isOfCommand(path) && !path.endsWith('.js'))).toEqual([]);
    for (const id of ['agentmc', 'agentradio']) {
      const index = JSON.parse(readFileSync(`${root}fixtures/${id}/index.json`, 'utf8')) as {
        file: string;
      }[];
      const fixtures = ['index.json', ...index.map(({ file }) => file)];
      expect(paths.filter((path) => path.startsWith(`fixtures/${id}/`)).toSorted()).toEqual(
        fixtures.map((file) => `fixtures/${id}/${file}`).toSorted(),
      );
    }
  });

  it('packs no module that nothing reaches', () => {
    const modules = paths.filter((path) => /^dist\/.*\.js$/.test(path));
    const reached = new Set<string>();
    const visit = (module: string) => {
      if (reached.has(module)) return;
      reached.add(module);
      const text = readFileSync(root + module, 'utf8');
      for (const [, name = ''] of text.matchAll(/['"](\.\.?\/[^'"\n]+\.js)['"]/g)) {
        const next = join(dirname(module), name);
        if (modules.includes(next)) visit(next);
      }
    };
    for (const [, entry = ''] of JSON.stringify(manifest).matchAll(/"\.\/(dist\/[^"*]+\.js)"/g)) {
      visit(entry);
    }
    visit('dist/command/main.js');
    expect(modules.filter((module) => !reached.has(module))).toEqual([]);
  });

  it('packs what its README links to', () => {
    const links = [
      ...readFileSync(`${root}README.md`, 'utf8').matchAll(/\]\((?!https:)([^)#]+)[^)]*\)/g),
    ];
    expect(links.length).toBeGreaterThan(5);
    const missing = links.filter(
      ([, link = '']) => !paths.some((path) => path === link || path.startsWith(`${link}/`)),
    );
    expect(missing.map(([, link]) => link)).toEqual([]);
  });

  it('lets bundlers leave out what is not used, but not what registers matchers', async () => {
    const bundled = async (code: string) => {
      const { outputFiles } = await build({
        stdin: { contents: code, resolveDir: root },
        bundle: true,
        write: false,
        format: 'esm',
        packages: 'external',
        logLevel: 'silent',
      });
      return outputFiles[0]?.text ?? '';
    };
    const clock = await bundled(`export { manualClock } from './dist/index.js'`);
    expect(clock).toContain('manualClock');
    expect(clock).not.toContain('createMock');
    for (const [entry, { default: file }] of Object.entries(manifest.exports)) {
      if (!entry.startsWith('./matchers/')) continue;
      expect(await bundled(`import '${file}'`)).toContain('expect.extend(');
    }
  });

  it.each([
    { platform: 'browser', has: 'mock.listen() needs Node', lacks: 'node:http' },
    { platform: 'node', has: 'node:http', lacks: 'mock.listen() needs Node' },
  ] as const)(
    'brings sockets to bundles for Node only: $platform',
    async ({ platform, has, lacks }) => {
      const { outputFiles } = await build({
        entryPoints: [`${root}dist/msw/index.js`],
        bundle: true,
        write: false,
        format: 'esm',
        platform,
        external: ['msw'],
        logLevel: 'silent',
      });
      expect(outputFiles[0]?.text).toContain(has);
      expect(outputFiles[0]?.text).not.toContain(lacks);
    },
  );

  it('loads only what it needs when the mock starts', () => {
    const { modules, packages } = importsOf('dist/command/main.js');
    // Each file that is loaded costs time.
    expect(modules.length).toBeLessThan(10);
    const text = modules.map((module) => readFileSync(root + module, 'utf8')).join('\n');
    const hasIn = (code: string, name: string) =>
      new RegExp(`^(?:async )?(?:var|let|const|class|function) ${name}\\b`, 'm').test(code);
    const has = (name: string) => hasIn(text, name);
    expect(['Journal', 'addMockCommand'].filter((name) => !has(name))).toEqual([]);
    const late = ['createAdmin', 'addCheckServerCommand'];
    expect(late.filter(has)).toEqual([]);
    const all = paths
      .filter((path) => path.startsWith('dist/command/'))
      .map((path) => readFileSync(root + path, 'utf8'))
      .join('\n');
    expect(late.filter((name) => !hasIn(all, name))).toEqual([]);
    // What validates options or reads contracts is needed later, or never, and costs start-up time.
    expect(packages).toEqual(['commander', 'rfc6902']);
  });

  it('imports what it depends on, and no other package', () => {
    const allowed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const imported = paths
      .filter((path) => /^dist\/.*\.js$/.test(path))
      .flatMap((path) => [
        ...readFileSync(root + path, 'utf8').matchAll(
          /(?:^import\s|\sfrom\s*|\bimport\()['"]((?:@[\w-]+\/)?[\w-][\w.:-]*)[^'"\n]*['"]/gm,
        ),
      ])
      .map(([, name = '']) => name);
    expect(imported).toContain('commander');
    const others = imported.filter((name) => !name.startsWith('node:'));
    expect(others.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('needs nothing but itself to call the control API, in browsers too', () => {
    expect(importsOf('dist/admin/client.js')).toEqual({
      modules: ['dist/admin/client.js', 'dist/admin/read-events.js'],
      packages: [],
      builtIns: [],
    });
  });

  it('needs nothing but the contracts to validate a payload, in browsers too', () => {
    const { modules, packages, builtIns } = importsOf('dist/contract/validate.js');
    const outside = modules.filter((module) => !module.startsWith('dist/contract/'));
    expect({ outside, packages, builtIns }).toEqual({
      outside: ['dist/errors.js'],
      packages: [],
      builtIns: [],
    });
  });

  it('needs no Node to answer the control API without a socket', () => {
    expect(importsOf('dist/admin/serve.js').builtIns).toEqual([]);
  });

  it('needs no Node behind msw, of which only the root is imported', () => {
    expect(importsOf('dist/msw/index.js')).toMatchObject({
      packages: ['msw', 'rfc6902', 'zod'],
      builtIns: [],
    });
  });

  it('needs neither a test framework nor Node nor any package for the matchers', () => {
    const { modules, ...outside } = importsOf('dist/matchers/index.js');
    expect(modules).toContain('dist/conformance/client/judges/cadence.js');
    expect(outside).toEqual({ packages: [], builtIns: [] });
  });

  it.each([
    ['matchers/vitest', ['vitest']],
    ['matchers/jest', []],
    ['matchers/jest-globals', ['@jest/globals']],
    ['vitest/index', ['vitest']],
  ])('needs of %s no more than the test framework, which nobody has to have', (entry, packages) => {
    const needed = importsOf(`dist/${entry}.js`);
    expect(needed.packages).toEqual(packages);
    expect(needed.builtIns).toEqual([]);
    for (const name of packages) {
      expect(manifest.peerDependencies).toHaveProperty([name]);
      expect(manifest.peerDependenciesMeta[name]).toEqual({ optional: true });
    }
  });

  it('needs no Node where nothing listens', () => {
    const { builtIns } = importsOf('dist/mock/create-mock.js');
    expect(builtIns).toEqual([]);
  });
});

/** Paths of what is packed. */
function packed(): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

/** What a built module imports statically, with all that its own modules import. */
function importsOf(entry: string) {
  const modules = new Set<string>();
  const outside = new Set<string>();
  const visit = (module: string) => {
    if (modules.has(module)) return;
    modules.add(module);
    const text = readFileSync(root + module, 'utf8');
    for (const [, name = ''] of text.matchAll(
      /^(?:import|export)\s(?:[^'";=]*?\sfrom\s)?['"]([^'"]+)['"];$/gm,
    )) {
      if (name.startsWith('.')) visit(join(dirname(module), name));
      else outside.add(name);
    }
  };
  visit(entry);
  const names = [...outside].toSorted();
  return {
    modules: [...modules],
    packages: names.filter((name) => !name.startsWith('node:')),
    builtIns: names.filter((name) => name.startsWith('node:')),
  };
}
