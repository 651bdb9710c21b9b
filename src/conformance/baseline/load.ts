import { readFile } from 'node:fs/promises';
import { folderOf } from '../../contract/folder.ts';
import { suggest } from '../../contract/suggest.ts';
import { FileError } from '../../errors.ts';
import { contractIds } from '../../mock/registry.ts';
import { parseYaml, type ParsedFile } from '../../yaml-file.ts';
import { loadRequirements, type Requirement } from '../requirements.ts';
import type { Suite } from '../scenario/load.ts';
import { lineOfAlias } from './edit.ts';
import { baselineFormat, type BaselineEntry } from './format.ts';
import { namesOf } from './names.ts';

/** Known failures, as a file lists them. */
export interface Baseline {
  /** What messages call the file. */
  readonly name: string;
  /** As it stands in the file, which keeps its comments when it is written again. */
  readonly text: string;
  /** Whether it has not even the form of a baseline yet, as a file that is not there. */
  readonly isEmpty: boolean;
  readonly entries: readonly (BaselineEntry & {
    readonly line: number;
    /** Whether it is about the contract and the side that are checked. */
    readonly isChecked: boolean;
  })[];
}

/** What a baseline is for. */
export interface BaselineOptions {
  /** What messages call the file. */
  readonly name: string;
  /** Id or folder of the contract that is checked; entries of the built-in ones may stand beside. */
  readonly contract: string;
  readonly side: 'server' | 'client';
  /** The suite that servers are checked with, where it may have scenarios that the contract has not. */
  readonly suite?: Suite | undefined;
  /** Whether it is to be written again, so that it need not be there yet. */
  readonly isUpdated: boolean;
}

interface Place {
  readonly contract: string;
  readonly side: Requirement['side'];
}

/**
 * Reads a baseline.
 *
 * @throws FileError as `parseBaseline`, or where there is no file to read.
 */
export async function loadBaseline(file: string, options: BaselineOptions): Promise<Baseline> {
  const { name, isUpdated } = options;
  const text = await readFile(file, 'utf8').catch(({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EISDIR') throw new FileError(`${name} is a folder; give a file in it`);
    if (code !== 'ENOENT') throw new FileError(`${name} cannot be read: ${message}`);
    if (isUpdated) return '';
    throw new FileError(`${name}: there is no such file to read; --update-baseline writes one`);
  });
  const line = isUpdated ? lineOfAlias(text) : undefined;
  if (line !== undefined) {
    throw new FileError(
      `${name}:${line}: an alias may lose what it stands for by --update-baseline; write its value out`,
    );
  }
  return parseBaseline(text, options);
}

/**
 * Reads the text of a baseline.
 *
 * @throws FileError that names file, line and cure: also for an id that no contract has, a scenario or
 *   step that it has not, and for an entry that stands there twice.
 */
export async function parseBaseline(text: string, options: BaselineOptions): Promise<Baseline> {
  const { name, contract, side, isUpdated } = options;
  const isEmpty = text.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
  if (isUpdated && isEmpty) return { name, text, isEmpty, entries: [] };
  const { value, fail, lineOf } = parseYaml(name, text, baselineFormat);
  const failures = value.failures ?? [];
  const known = await placesById(contract);
  for (const [index, entry] of failures.entries()) {
    const { requirement } = entry;
    const at = ['failures', index, 'requirement'];
    if (!known.has(requirement)) fail(at, unknown(requirement, [...known.keys()]));
    if (failures.slice(0, index).some((other) => isTwin(entry, other))) {
      fail(at, `${requirement} stands above already, for the same scenarios; merge the two`);
    }
  }
  await checkNames(failures, known, fail, options);
  return {
    name,
    text,
    isEmpty: false,
    entries: failures.map((entry, index) => {
      const place = known.get(entry.requirement);
      const isChecked = place?.contract === contract && place.side === side;
      return { ...entry, line: lineOf(['failures', index]), isChecked };
    }),
  };
}

/** Where the requirements of all contracts belong, by their ids. */
async function placesById(contract: string): Promise<ReadonlyMap<string, Place>> {
  const known = new Map<string, Place>();
  for (const one of new Set([contract, ...contractIds])) {
    for (const { id, side } of await loadRequirements(folderOf(one))) {
      if (!known.has(id)) known.set(id, { contract: one, side });
    }
  }
  return known;
}

function isTwin(entry: BaselineEntry, other: BaselineEntry): boolean {
  const overlap = (key: 'scenarios' | 'steps') =>
    !entry[key] || !other[key] || entry[key].some((one) => other[key]?.includes(one));
  return entry.requirement === other.requirement && overlap('scenarios') && overlap('steps');
}

/** Has `fail` told of scenarios and steps that there are not. */
async function checkNames(
  failures: readonly BaselineEntry[],
  known: ReadonlyMap<string, Place>,
  fail: ParsedFile<unknown>['fail'],
  { contract, suite }: BaselineOptions,
): Promise<void> {
  const all = new Map<string, ReturnType<typeof namesOf>>();
  const listed = failures.flatMap(({ scenarios }) => scenarios ?? []);
  for (const [index, { requirement, scenarios, steps = [] }] of failures.entries()) {
    const place = known.get(requirement);
    if (!scenarios || !place) continue;
    const key = `${place.side} of ${place.contract}`;
    const played = place.contract === contract ? suite : undefined;
    const found = all.get(key) ?? namesOf(place.contract, place.side, played, listed);
    all.set(key, found);
    const names = await found;
    if (!names) continue;
    const check = (list: 'scenarios' | 'steps', what: string, given: string[], there: string[]) => {
      for (const [number, one] of given.entries()) {
        if (there.includes(one)) continue;
        const meant = suggest(one, there);
        const cure = meant === undefined ? '' : `; did you mean "${meant}"?`;
        fail(['failures', index, list, number], `there is no ${what} "${one}"${cure}`);
      }
    };
    check('scenarios', `scenario for a ${key}`, scenarios, [...names.keys()]);
    if (place.side === 'client' && steps.length > 0) {
      fail(['failures', index, 'steps'], 'is for servers; clients are judged by whole scenarios');
    }
    const own = scenarios.map((one) => names.get(one));
    if (own.every((labels) => labels !== undefined)) {
      check(
        'steps',
        'step in its scenarios called',
        steps,
        own.flatMap((labels) => [...labels]),
      );
    }
  }
}

function unknown(id: string, known: readonly string[]): string {
  const alike = known.filter((one) => one.toLowerCase().startsWith(id.toLowerCase().slice(0, 7)));
  const there = alike.length > 0 ? alike : known;
  return `there is no requirement "${id}"; there is ${there.slice(0, 12).join(', ')}${there.length > 12 ? ', …' : ''}`;
}
