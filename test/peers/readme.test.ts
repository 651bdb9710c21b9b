import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { blocksOf, type Block } from '../support/markdown.ts';
import { bin, root, run, start, type Running } from '../support/processes.ts';

/** The port that the examples show; a free one takes its place here. */
const SHOWN_PORT = '4010';
const LANGUAGES = ['sh', 'js', 'ts'];
const DIRECTIVES = ['background', 'repo', 'expect', 'shows'];

const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
};
const blocks = blocksOf(readFileSync(`${root}README.md`, 'utf8'));
const has = ({ directives }: Block, name: string) => directives.some((one) => one.name === name);
const runnable = blocks.filter(
  (block) => LANGUAGES.includes(block.language) && !has(block, 'shows') && !has(block, 'repo'),
);
const inRepo = blocks.filter((block) => has(block, 'repo'));

/** Every example of the README works as it stands there, one after the other in one folder. */
describe('README', () => {
  let folder: string;
  let port: string;
  let env: NodeJS.ProcessEnv;
  const background: Running[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'heartbeat-kit-readme-'));
    port = await freePort();
    // The project of a user who has installed this package, with what comes along, msw and Vitest.
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules', 'heartbeat-kit'));
    for (const name of [...Object.keys(manifest.dependencies), 'msw', 'vitest']) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), link);
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const shims = join(folder, 'shims');
    mkdirSync(shims);
    writeFileSync(join(shims, '.curlrc'), 'fail-with-body\n');
    shim(
      join(shims, 'heartbeat-kit'),
      // Where the block does not name a port, the one that is shown is meant.
      `if [ "\${1-}" = mock ]; then shift; set -- mock --port "$README_PORT" "$@"; fi
       exec '${process.execPath}' '${bin}' "$@"`,
    );
    shim(
      join(shims, 'npx'),
      `if [ "\${1-}" = heartbeat-kit ]; then exec "$@"; fi
       echo "npx $*: only heartbeat-kit is there" >&2
       exit 1`,
    );
    env = {
      ...process.env,
      PATH: shims + delimiter + process.env['PATH'],
      README_PORT: port,
      NO_PROXY: '*',
      no_proxy: '*',
    };
  });
  afterAll(async () => {
    for (const running of background) running.kill('SIGTERM');
    await Promise.all(background.map(({ exit }) => exit));
    rmSync(folder, { recursive: true });
  });

  it('has examples to run', () => {
    expect(runnable.length).toBeGreaterThan(0);
  });

  it('steers its examples with comments that mean something', () => {
    const names = blocks.flatMap(({ directives }) => directives.map(({ name }) => name));
    expect(names.filter((name) => !DIRECTIVES.includes(name))).toEqual([]);
  });

  it.each(inRepo)('line $line: names npm scripts that there are', ({ code }) => {
    const named = [...code.matchAll(/\bnpm (?:run (?:-\S+ )*([\w:-]+)|(test|start)\b)/g)].map(
      ([, script, short]) => script ?? (short as string),
    );
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it.each(runnable)('line $line: works ($language)', async (block) => {
    const [command, args] = commandOf(block);
    // A request that is refused ends an example, unless the example says what it expects.
    const strict = has(block, 'expect') ? {} : { CURL_HOME: join(folder, 'shims') };
    const options = { cwd: folder, env: { ...env, ...strict } };
    const expected = block.directives
      .filter(({ name }) => name === 'expect')
      .map(({ text }) => text.replaceAll(SHOWN_PORT, port));
    const { code, output } = has(block, 'background')
      ? await startInBackground(command, args, options)
      : await runToEnd(command, args, options);
    expect({ code, output }).toEqual({ code: 0, output });
    for (const text of expected) expect(output).toContain(text);
  });

  type Command = Parameters<typeof start>;

  async function runToEnd(...command: Command) {
    const { code, out, err } = await run(...command);
    return { code, output: out + err };
  }

  /** Resolves once it says where it listens; stopped after the last block. */
  async function startInBackground(...command: Command) {
    const running = start(...command);
    background.push(running);
    await running.until('out', /http:\/\/[\w.:[\]]+:\d+/);
    return { code: 0, output: running.written.out };
  }

  /** How to run a block; code goes into a file, so that it may import. */
  function commandOf({ language, code: shown, line }: Block): [string, string[]] {
    const code = shown.replaceAll(SHOWN_PORT, port);
    if (language === 'sh') return ['bash', ['-e', '-o', 'pipefail', '-c', code]];
    const isTest = /from ['"]vitest['"]/.test(code);
    const file = `line-${line}${isTest ? '.test' : ''}.${language}`;
    writeFileSync(join(folder, file), code);
    if (isTest) {
      return [`${root}node_modules/.bin/vitest`, ['run', '--root', folder, file]];
    }
    return language === 'ts'
      ? [`${root}node_modules/.bin/tsx`, [file]]
      : [process.execPath, [file]];
  }
});

function shim(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
