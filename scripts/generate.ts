/**
 * Writes what is derived from `contracts/`, `fixtures/` and `scenarios/`: types, compiled validators, operation
 * tables, fixture payloads, the schemas of scenario files, what the checks catch; from types the schemas of
 * reports; and from the control API its OpenAPI document. `--check` writes nothing and exits 1 where a file would change.
 */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readContractFiles, type ContractFiles } from '../src/contract/load.ts';
import { adminOpenapiFile } from './generate/admin-openapi.ts';
import { brokenFile } from './generate/broken.ts';
import { checksPages } from './generate/checks.ts';
import { clientRequirementsFile } from './generate/client-requirements.ts';
import { fixtureFiles } from './generate/fixtures.ts';
import { lexiconFile } from './generate/lexicon.ts';
import { scenariosPage } from './generate/mock-scenarios.ts';
import { operationsFile } from './generate/operations.ts';
import { reportSchemas } from './generate/report-schemas.ts';
import { scenarioSchemas } from './generate/scenario-schemas.ts';
import { readLibrary, scenariosFile } from './generate/scenarios.ts';
import { typesFile } from './generate/types.ts';
import { validatorsFile } from './generate/validators.ts';
import { versionFile } from './generate/version.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = join(root, 'src/contract/generated');

async function outputs(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const contracts: ContractFiles[] = [];
  for (const id of (await readdir(join(root, 'contracts'))).toSorted()) {
    const contract = await readContractFiles(join(root, 'contracts', id));
    contracts.push(contract);
    files.set(join(generated, `${id}.types.ts`), await typesFile(contract));
    files.set(join(generated, `${id}.validators.ts`), await validatorsFile(contract));
    files.set(join(generated, `${id}.operations.ts`), operationsFile(contract));
    for (const [name, text] of await fixtureFiles(join(root, 'fixtures', id), contract)) {
      files.set(join(root, 'fixtures', id, name), text);
    }
  }
  files.set(join(root, 'src/mock/behaviours/agentradio/lexicon.ts'), lexiconFile());
  files.set(
    join(root, 'src/conformance/generated/client-requirements.ts'),
    await clientRequirementsFile(
      join(root, 'contracts'),
      contracts.map(({ id }) => id),
    ),
  );
  files.set(
    join(root, 'src/conformance/generated/broken.ts'),
    brokenFile(contracts.map(({ id }) => id)),
  );
  const library = await readLibrary(join(root, 'scenarios'));
  files.set(join(root, 'src/mock/generated/scenarios.ts'), scenariosFile(library));
  files.set(join(root, 'docs/scenarios.md'), scenariosPage(library));
  for (const [name, text] of [...scenarioSchemas(), ...reportSchemas(root)]) {
    files.set(join(root, 'schemas', name), text);
  }
  files.set(join(root, 'docs/admin.openapi.json'), adminOpenapiFile());
  files.set(join(root, 'src/version.ts'), await versionFile(join(root, 'package.json')));
  for (const [name, text] of await checksPages(root, contracts)) {
    files.set(join(root, 'docs', name), text);
  }
  return files;
}

/** Payload files of fixtures that are no longer in the cases. */
async function strays(files: ReadonlyMap<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const id of await readdir(join(root, 'contracts'))) {
    for (const kind of ['valid', 'invalid']) {
      const folder = join(root, 'fixtures', id, kind);
      for (const name of await readdir(folder).catch(() => [])) {
        if (!files.has(join(folder, name))) found.push(join(folder, name));
      }
    }
  }
  return found;
}

const check = process.argv.includes('--check');
const files = await outputs();
const changed: string[] = [];
for (const [file, text] of files) {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
  changed.push(file);
  if (check) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
for (const file of await strays(files)) {
  changed.push(file);
  if (!check) await rm(file);
}
for (const file of changed)
  console.log(`${check ? 'differs' : 'written'}: ${relative(root, file)}`);
if (check && changed.length > 0) {
  console.error('Generated files are out of date: run `npm run generate` and commit the result.');
  process.exitCode = 1;
}
