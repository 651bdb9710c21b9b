/**
 * Puts what the command needs of the build into few files, as loading many is most of what it does until it has
 * started; then takes out of the build what only the command needed. Libraries stay as they are: bundlers take
 * of them what they need, and people find their way in them.
 */
import { realpathSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InputOptions, type PluginContext } from 'rolldown';

// As the bundler tells paths, so that they can be compared.
const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)));
const built = (path: string) => join(root, 'dist', path);
/** What `heartbeat-kit mock` begins with. */
const START = ['cli/main.js', 'cli/mock.js'].map(built);
const COMMAND = built('command');

const options = {
  cwd: root,
  platform: 'node',
  // Packages, but for what the bundler itself brings in.
  external: (id) => !/^(?:[./#\0]|@oxc-project\/runtime)/.test(id) && !id.startsWith(root),
  logLevel: 'warn',
} satisfies InputOptions;

/** All that modules import, without what is loaded late. */
function needed(modules: readonly string[], context: Pick<PluginContext, 'getModuleInfo'>) {
  const found = new Set(modules);
  // What is added while it is gone through comes up in its turn.
  for (const module of found) {
    for (const id of context.getModuleInfo(module)?.importedIds ?? []) found.add(id);
  }
  return found;
}

await rm(COMMAND, { recursive: true, force: true });
let atStart: ReadonlySet<string> | undefined;
await build({
  ...options,
  input: built('cli/main.js'),
  // Validators are too long to have them twice.
  external: (id) => options.external(id) || id.endsWith('.validators.js'),
  output: {
    dir: COMMAND,
    comments: { jsdoc: false },
    codeSplitting: {
      groups: [
        {
          debugName: 'start',
          name(id, context) {
            atStart ??= needed(START, context);
            return atStart.has(id) ? 'start' : null;
          },
        },
      ],
    },
  },
});

const manifest = await readFile(join(root, 'package.json'), 'utf8');
const exported = (ending: string) => [
  ...new Set(manifest.match(new RegExp(`(?<="\\./dist/)[^"*]+\\${ending}(?=")`, 'g'))),
];
const reached = new Set(exported('.d.ts').map(built));
for (const declarations of reached) {
  const text = await readFile(declarations, 'utf8');
  for (const [, path = ''] of text.matchAll(/['"](\.[^'"]+)\.ts['"]/g)) {
    reached.add(join(dirname(declarations), `${path}.d.ts`));
  }
}
await build({
  ...options,
  input: exported('.js').map(built),
  write: false,
  plugins: [{ name: 'reached', moduleParsed: ({ id }) => void reached.add(normalize(id)) }],
});
// Before anything is removed: what is exported is the least that is reached.
const missed = exported('.js').filter((path) => !reached.has(built(path)));
if (missed.length > 0) throw new Error(`not reached, though exported: ${missed.join(', ')}`);
for (const file of await readdir(built(''), { recursive: true, withFileTypes: true })) {
  const name = join(file.parentPath, file.name);
  if (file.isFile() && !name.startsWith(COMMAND + sep) && !reached.has(name)) await rm(name);
}
