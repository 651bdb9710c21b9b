import { FileError } from '../../errors.ts';
import { parseYaml, type ParsedFile } from '../../yaml-file.ts';
import type { Behaviour } from '../types.ts';
import { refusalNamed } from './effects.ts';
import { scenarioFormat } from './format.ts';
import type { Matcher, Rule, Scenario } from './types.ts';

type Path = readonly PropertyKey[];

/**
 * Reads a scenario from the text of its file.
 *
 * @param file its path; the scenario is named after it.
 * @param behaviours the contracts that there are.
 * @throws FileError that names file, line and cure.
 */
export function parseScenario(
  file: string,
  text: string,
  behaviours: readonly Behaviour[],
): Scenario {
  const parsed = parseYaml(file, text, scenarioFormat);
  const name = file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '');
  if (!/^[a-z][\w-]*$/i.test(name)) {
    throw new FileError(
      `${file}: a scenario is named after its file: letters, digits, _ and -, then .yaml`,
    );
  }
  checkScenario(parsed, behaviours);
  return { name, ...parsed.value };
}

/** A scenario whose form is right, and how to complain about a place in it. */
type Checked = Pick<ParsedFile<Omit<Scenario, 'name'>>, 'value' | 'fail'>;

/**
 * Checks that what a scenario refers to is there.
 *
 * @param behaviours the contracts that there are.
 * @throws what `fail` throws.
 */
export function checkScenario(parsed: Checked, behaviours: readonly Behaviour[]): void {
  const { contracts } = parsed.value;
  const ids = behaviours.map(({ contract }) => contract.id);
  for (const [index, id] of (contracts ?? []).entries()) {
    if (ids.includes(id)) continue;
    parsed.fail(['contracts', index], `there is no contract "${id}"; there is ${ids.join(', ')}`);
  }
  const own = behaviours.filter(({ contract }) => contracts?.includes(contract.id) ?? true);
  for (const state of Object.keys(parsed.value.states)) checkState(parsed, state, own);
}

function checkState(
  { value, fail }: Checked,
  name: string,
  behaviours: readonly Behaviour[],
): void {
  const { scene = {}, rules = [], goto = [] } = value.states[name] ?? {};
  const path: Path = ['states', name];
  for (const [setting, chosen] of Object.entries(scene)) {
    const values = behaviours.flatMap(({ scenes = {} }) =>
      Object.hasOwn(scenes, setting) ? (scenes[setting] ?? []) : [],
    );
    const known = behaviours.flatMap(({ scenes = {} }) => Object.keys(scenes));
    if (values.length === 0) {
      const names = known.length > 0 ? `there is ${known.join(', ')}` : 'its contracts have none';
      fail([...path, 'scene', setting], `no contract knows of "${setting}"; ${names}`);
    }
    if (!values.includes(chosen)) {
      fail([...path, 'scene', setting], `must be ${values.join(' or ')}`);
    }
  }
  checkRules(rules, [...path, 'rules'], behaviours, fail);
  for (const [index, { to, on }] of goto.entries()) {
    checkMatcher(on, [...path, 'goto', index, 'on'], behaviours, fail);
    if (Object.hasOwn(value.states, to)) continue;
    const names = Object.keys(value.states).join(', ');
    fail([...path, 'goto', index, 'to'], `there is no state "${to}"; there is ${names}`);
  }
}

/**
 * Checks that what rules refer to is there.
 *
 * @param path where they stand.
 * @throws what `fail` throws.
 */
export function checkRules(
  rules: readonly Rule[],
  path: Path,
  behaviours: readonly Behaviour[],
  fail: Checked['fail'],
): void {
  for (const [index, { on, reply }] of rules.entries()) {
    const place: Path = [...path, index];
    checkMatcher(on, [...place, 'on'], behaviours, fail);
    const { error } = reply;
    if (error === undefined || behaviours.some((one) => refusalNamed(one, error))) continue;
    fail([...place, 'reply', 'error'], `no contract has the error "${error}"`);
  }
}

function checkMatcher(
  matcher: Matcher | undefined,
  path: Path,
  behaviours: readonly Behaviour[],
  fail: Checked['fail'],
): void {
  const known = behaviours.flatMap(({ contract }) => contract.operations.map(({ id }) => id));
  for (const operation of matcher?.operation ?? []) {
    if (operation === 'heartbeat' || known.includes(operation)) continue;
    fail(path, `there is no operation "${operation}"; there is ${known.join(', ')}`);
  }
}
