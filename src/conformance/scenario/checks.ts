import { capturesIn } from './captures.ts';
import type { ParsedFile } from '../../yaml-file.ts';
import type { Defaults } from './defaults-format.ts';
import type {
  Conditions,
  Expectation,
  Given,
  RequestParts,
  RequestStep,
  Scenario,
} from './format.ts';
import { caseParts, type Suite } from './load.ts';
import { buildRequest } from './request.ts';
import { unknownPlaceholder, type Inputs } from './values.ts';

type Path = readonly PropertyKey[];

/** What the steps before leave behind. */
interface Before {
  readonly captured: Set<string>;
  readonly steps: Set<string>;
}

/** Values of no user, with which every request can be built. */
const ANYONE: Inputs = {
  apiKey: 'key',
  agentId: 1,
  secondKey: 'second',
  secondAgentId: 2,
  forbiddenKey: 'forbidden',
  inactiveKey: 'inactive',
  random: 'random',
  seed: '',
};

/** Checks that what scenarios refer to is there; the form has been checked before. */
export class Checks {
  readonly #suite: Suite;
  readonly #shapes: readonly string[];
  readonly #fixtures: string;

  /** @param fixtures the folder of the payloads, for messages. */
  constructor(suite: Suite, shapes: readonly string[], fixtures: string) {
    this.#suite = suite;
    this.#shapes = shapes;
    this.#fixtures = fixtures;
  }

  /** @throws FileError that names file, line and cure. */
  defaults(file: ParsedFile<Defaults>): void {
    const { send, identity, always = [], causes = [], generated, sequences } = file.value;
    if (!send.operation) file.fail(['send'], 'name the operation that requests call by default');
    this.#request(file, send, ['send']);
    placeholders(file, identity, ['identity']);
    const nothing: Before = { captured: new Set(), steps: new Set() };
    this.#expectations(file, always, ['always'], nothing);
    for (const [index, { given }] of causes.entries()) {
      this.#given(file, given, ['causes', index, 'given'], nothing);
    }
    for (const side of ['accepted', 'refused'] as const) {
      for (const [index, { expect }] of (generated?.[side] ?? []).entries()) {
        this.#expectations(file, expect, ['generated', side, index, 'expect'], nothing);
      }
    }
    if (sequences) this.#sequences(file, sequences);
  }

  #sequences(file: ParsedFile<Defaults>, sequences: NonNullable<Defaults['sequences']>): void {
    const { about, by = [], with: others = [], capture, expect } = sequences;
    const before: Before = { captured: new Set(Object.keys(capture)), steps: new Set() };
    const lists = [
      [['about'], about],
      [['by'], by],
      ...others.map((list, index) => [['with', index], list] as const),
    ] as const;
    for (const [path, list] of lists) {
      for (const [index, { send = {}, expect: own = [] }] of list.entries()) {
        const place: Path = ['sequences', ...path, index];
        this.#request(file, send, [...place, 'send']);
        this.#expectations(file, own, [...place, 'expect'], before);
      }
    }
    this.#expectations(file, expect, ['sequences', 'expect'], before);
  }

  #expectations(
    file: ParsedFile<unknown>,
    entries: readonly Expectation[],
    path: Path,
    before: Before,
  ): void {
    for (const [index, entry] of entries.entries()) {
      this.#expectation(file, entry, [...path, index], before);
    }
  }

  /** @throws FileError that names file, line and cure. */
  scenario(file: ParsedFile<Scenario>): void {
    const before: Before = { captured: new Set(), steps: new Set() };
    for (const [index, step] of file.value.steps.entries()) {
      const path: Path = ['steps', index];
      if (!step.pause) {
        this.#step(file, step, path, before);
        continue;
      }
      const { after } = step.pause;
      if (before.steps.has(after)) continue;
      file.fail([...path, 'pause', 'after'], `no step before has the name "${after}"`);
    }
  }

  #step(file: ParsedFile<Scenario>, step: RequestStep, path: Path, before: Before): void {
    const { name, send = {}, given, capture = {}, expect = [] } = step;
    if (name !== undefined && before.steps.has(name)) {
      file.fail([...path, 'name'], `a step before has the name "${name}" too; choose another`);
    }
    if (step.times !== undefined && step['at-once'] !== undefined) {
      file.fail(
        [...path, 'times'],
        'a request is sent either several times or at once; choose one',
      );
    }
    this.#request(file, send, [...path, 'send']);
    for (const [index, entry] of (step.cases ?? [{}]).entries()) {
      const parts = caseParts(entry);
      const place = step.cases ? [...path, 'cases', index] : [...path, 'send'];
      this.#request(file, parts, place);
      try {
        buildRequest(this.#suite, ANYONE, [send, parts]);
      } catch (error) {
        file.fail(place, (error as Error).message);
      }
    }
    if (given) this.#given(file, given, [...path, 'given'], before);
    this.#expectations(file, expect, [...path, 'expect'], before);
    for (const captured of Object.keys(capture)) before.captured.add(captured);
    if (name !== undefined) before.steps.add(name);
  }

  #request(file: ParsedFile<unknown>, parts: RequestParts, path: Path): void {
    if (parts.operation !== undefined) {
      this.#operation(file, parts.operation, [...path, 'operation']);
    }
    const { fixture } = parts;
    if (fixture !== undefined && !this.#suite.fixtures.has(fixture)) {
      const where = `${this.#fixtures}/index.json`;
      file.fail([...path, 'fixture'], `there is no fixture "${fixture}"; ${where} lists them`);
    }
    placeholders(file, parts, path);
  }

  #operation(file: ParsedFile<unknown>, id: string, path: Path): void {
    const known = this.#suite.operations.map((operation) => operation.id);
    if (known.includes(id)) return;
    file.fail(path, `there is no operation "${id}"; there is ${known.join(', ')}`);
  }

  #expectation(file: ParsedFile<unknown>, entry: Expectation, path: Path, before: Before): void {
    const ids = [entry.requirement].flat();
    for (const [index, id] of ids.entries()) {
      if (this.#suite.requirements.some((known) => known.id === id)) continue;
      const place = [...path, 'requirement', ...(Array.isArray(entry.requirement) ? [index] : [])];
      file.fail(place, `requirements.yaml has no requirement "${id}" for servers`);
    }
    for (const given of [entry.given ?? []].flat()) {
      this.#given(file, given, [...path, 'given'], before);
    }
    this.#conditions(file, entry, path, before);
  }

  #given(file: ParsedFile<unknown>, given: Given, path: Path, before: Before): void {
    for (const operation of [given.operation ?? []].flat()) {
      this.#operation(file, operation, [...path, 'operation']);
    }
    this.#conditions(file, given, path, before);
  }

  #conditions(
    file: ParsedFile<unknown>,
    { schema, like, body = {} }: Conditions,
    path: Path,
    before: Before,
  ): void {
    if (schema !== undefined && !this.#shapes.includes(schema)) {
      file.fail([...path, 'schema'], `there is no shape "${schema}" in schemas/`);
    }
    if (like !== undefined && !before.steps.has(like)) {
      file.fail([...path, 'like'], `no step before has the name "${like}"`);
    }
    for (const [pointer, rules] of Object.entries(body)) {
      for (const name of capturesIn(rules)) {
        if (before.captured.has(name)) continue;
        const known = [...before.captured].join(', ') || 'nothing';
        file.fail(
          [...path, 'body', pointer],
          `no step before captures "${name}"; captured is ${known}`,
        );
      }
    }
  }
}

function placeholders(file: ParsedFile<unknown>, value: unknown, path: Path): void {
  if (typeof value === 'string') {
    const unknown = unknownPlaceholder(value);
    if (unknown) file.fail(path, `${unknown} stands for nothing; see CONTRIBUTING.md for the list`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) placeholders(file, item, [...path, key]);
  }
}
