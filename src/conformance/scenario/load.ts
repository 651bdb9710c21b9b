import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Schemas } from '../../contract/compile.ts';
import { readContractFiles } from '../../contract/load.ts';
import { basePaths, readOperations } from '../../contract/openapi.ts';
import type { Operation } from '../../contract/types.ts';
import { FileError } from '../../errors.ts';
import { loadRequirements, type Requirement } from '../requirements.ts';
import { ShapeChecks } from '../schemas.ts';
import { parseYaml } from '../../yaml-file.ts';
import { loadStates, type State } from '../states.ts';
import { Checks } from './checks.ts';
import { defaultsFormat, type Defaults } from './defaults-format.ts';
import { scenarioFormat, type RequestParts, type RequestStep, type Scenario } from './format.ts';

/** A payload below `fixtures/<contract>/`, with what its index says of it. */
interface Fixture {
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** The fields at fault in a payload that is not valid. */
  readonly fields: readonly string[];
}

/** All that is needed to check servers of one contract. */
export interface Suite {
  readonly id: string;
  readonly title: string;
  /** What clients append the operations' paths to. */
  readonly basePath: string;
  readonly operations: readonly Operation[];
  /** The server's side of the catalogue. */
  readonly requirements: readonly Requirement[];
  readonly defaults: Defaults;
  readonly scenarios: readonly (Scenario & { readonly file: string })[];
  /** By name, as scenarios name them. */
  readonly fixtures: ReadonlyMap<string, Fixture>;
  readonly shapes: ShapeChecks;
  readonly schemas: Schemas;
  /** For the coverage of a run. */
  readonly states: readonly State[];
}

const DEFAULTS = 'defaults.yaml';

/**
 * Loads the scenarios of a contract and all that they refer to.
 *
 * @param folder the contract's folder, with `scenarios/server/`.
 * @param fixtures the folder of its payloads.
 * @param replay files of scenarios, or folders of them, that take the place of the contract's, save of its
 *   control.
 * @throws FileError that names file, line and cure.
 */
export async function loadSuite(
  folder: string,
  fixtures: string,
  replay: readonly string[] = [],
): Promise<Suite> {
  const place = join(folder, 'scenarios', 'server');
  const names = await readdir(place).catch((): never => {
    throw new FileError(`${place}: there is no such folder; scenarios of a contract stand there`);
  });
  const stray = names.find((name) => name.endsWith('.yml'));
  if (stray) throw new FileError(`${join(place, stray)}: the name must end in .yaml`);
  const files = names.filter((name) => name.endsWith('.yaml') && name !== DEFAULTS).toSorted();
  if (files.length === 0) throw new FileError(`${place}: there is no scenario, a file in .yaml`);
  const [contract, requirements] = await Promise.all([
    readContractFiles(folder).catch((error: Error): never => {
      throw new FileError(error.message);
    }),
    loadRequirements(folder),
  ]);
  const operations = readOperations(contract.openapi);
  const read = async (file: string, what = '') => {
    const text = await readFile(file, 'utf8').catch((): never => {
      throw new FileError(`${file}: cannot be read${what}`);
    });
    return { file, text };
  };
  const common = await read(
    join(place, DEFAULTS),
    '; what requests have in common must stand there',
  );
  const defaults = parseYaml(common.file, common.text, defaultsFormat);
  const readScenario = async (path: string) => {
    const { file, text } = await read(path);
    return { name: basename(file), parsed: parseYaml(file, text, scenarioFormat) };
  };
  const own = await Promise.all(files.map((name) => readScenario(join(place, name))));
  const again = (await Promise.all(replay.map(scenarioFilesIn))).flat();
  const replayed = await Promise.all(again.map(readScenario));
  const isControl = ({ parsed }: (typeof own)[number]) => parsed.value.role === 'control';
  const scenarios = replay.length > 0 ? [...own.filter(isControl), ...replayed] : own;
  const all = [defaults.value.send, ...scenarios.flatMap(({ parsed }) => sendsOf(parsed.value))];
  const used = [...new Set(all.flatMap(({ fixture }) => fixture ?? []))];
  const suite: Suite = {
    id: contract.id,
    title: contract.openapi.info.title,
    basePath: basePaths(contract.openapi)[0] ?? '',
    operations,
    requirements: requirements.filter(({ side }) => side === 'server'),
    defaults: defaults.value,
    scenarios: scenarios.map(({ name, parsed }) => ({ ...parsed.value, file: name })),
    fixtures: await readFixtures(fixtures, used),
    shapes: new ShapeChecks(contract.schemas),
    schemas: contract.schemas,
    states: await loadStates(folder, operations),
  };
  const checks = new Checks(suite, Object.keys(contract.schemas), fixtures);
  checks.defaults(defaults);
  for (const { parsed } of scenarios) checks.scenario(parsed);
  return suite;
}

/** A file as it is, or the files of a folder. */
async function scenarioFilesIn(path: string): Promise<string[]> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return undefined;
    throw new FileError(`${path}: cannot be read`);
  });
  if (!names) return [path];
  const files = names.filter((name) => name.endsWith('.yaml')).toSorted();
  if (files.length === 0)
    throw new FileError(`${path}: there is no scenario in it, a file in .yaml`);
  return files.map((name) => join(path, name));
}

/** What a case changes in the request of its step. */
export function caseParts(entry: NonNullable<RequestStep['cases']>[number]): RequestParts & {
  readonly case?: string | undefined;
} {
  return typeof entry === 'string' ? { fixture: entry } : entry;
}

/** What reports call a step, where a case of it is played. */
export function labelOf(
  { name }: RequestStep,
  index: number,
  parts: ReturnType<typeof caseParts>,
): string {
  return parts.case ?? parts.fixture?.replace(/^.*\//, '') ?? name ?? `step ${index + 1}`;
}

/** What the requests of a scenario are made from. */
export function sendsOf({ steps }: Pick<Scenario, 'steps'>): RequestParts[] {
  return steps.flatMap((step) =>
    step.pause ? [] : [step.send ?? {}, ...(step.cases ?? []).map(caseParts)],
  );
}

async function readFixtures(
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Fixture>> {
  if (names.length === 0) return new Map();
  type Entry = { file: string; headers?: Record<string, string>; expect?: { fields?: string[] } };
  const read = async (name: string) => {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8').catch((): never => {
      throw new FileError(`${file}: cannot be read; scenarios are made of the payloads there`);
    });
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new FileError(`${file}: this is not JSON: ${(error as Error).message}`);
    }
  };
  const index = (await read('index.json')) as Entry[];
  if (!Array.isArray(index)) {
    throw new FileError(`${join(folder, 'index.json')}: must be a list of fixtures`);
  }
  const found = await Promise.all(
    names.map(async (name): Promise<[string, Fixture][]> => {
      const entry = index.find(({ file }) => file === `${name}.json`);
      if (!entry) return [];
      const { headers = {}, expect } = entry;
      const payload = await read(entry.file);
      return [[name, { payload, headers, fields: expect?.fields ?? [] }]];
    }),
  );
  return new Map(found.flat());
}
