import { namesIn } from '../../contract/json-pointer.ts';
import { OptionError } from '../../errors.ts';
import { show } from '../matchers.ts';
import type { Rule } from '../scenario/defaults-format.ts';
import type { RequestParts, RequestStep } from '../scenario/format.ts';
import type { Suite } from '../scenario/load.ts';
import type { Inputs } from '../scenario/values.ts';
import { isBasedOn } from '../weights.ts';
import { variationsOf } from './coverage.ts';
import { Payloads, pointerOf, type Change, type Claim } from './payloads.ts';

/** Of a value, so many characters stand in the name of a case. */
const VALUE_LENGTH = 48;
const FILE = 'generated';
/** Titles of what is made up. */
export const GENERATED = [
  'Generated payloads that are valid',
  'Generated payloads that are not valid',
];
export const RANDOM = { payloads: 'Random payloads', sequences: 'Random sequences' };

/** A scenario that was made up. */
type Made = Suite['scenarios'][number];
type GeneratedRules = NonNullable<Suite['defaults']['generated']>;

/**
 * The payloads of a contract's request, with what is expected where they are generated.
 *
 * @throws OptionError where the contract does not say.
 */
export function payloadsOf(
  suite: Suite,
  inputs: Inputs,
): { readonly payloads: Payloads; readonly rules: GeneratedRules } {
  const { send, generated } = suite.defaults;
  const shape = suite.operations.find(({ id }) => id === send.operation)?.request?.shape;
  if (!generated || shape === undefined) {
    throw new OptionError(
      `--generated and --fuzz: ${suite.id} does not say what is expected of generated payloads; scenarios/server/defaults.yaml needs "generated", and the default operation a body`,
    );
  }
  return { payloads: new Payloads(suite, inputs, shape), rules: generated };
}

/**
 * Scenarios made from the schema of the request: each constraint of each field, on both sides, and
 * what no constraint forbids; the same in every run of one agent.
 */
export function generatedScenarios(suite: Suite, inputs: Inputs): Made[] {
  const { payloads, rules } = payloadsOf(suite, inputs);
  const groups = new Map<Rule, Map<string, RequestStep>>();
  const seen = new Set<string>();
  for (const variation of variationsOf(payloads)) {
    const claim = payloads.claimOf([variation], variation.keyword);
    if (!claim || (claim.isValid && !payloads.isFree(variation.path))) continue;
    const rule = ruleFor(rules, claim);
    const parts = payloads.partsOf([variation]);
    const sent = JSON.stringify(parts);
    if (!rule || seen.has(sent)) continue;
    seen.add(sent);
    const steps = groups.get(rule) ?? new Map<string, RequestStep>();
    groups.set(rule, steps);
    const step = stepOf(rule, claim, parts, [variation]);
    const about = step.about ?? '';
    const known = steps.get(about);
    if (known) known.cases?.push(...(step.cases ?? []));
    else steps.set(about, step);
  }
  // The last one leaves the agent as it was found.
  const isValid = (rule: Rule) => rules.accepted.includes(rule);
  return [...groups].map(([rule, steps], index, { length }) => ({
    title: GENERATED[isValid(rule) ? 0 : 1] as string,
    file: FILE,
    steps: [...steps.values(), ...(index === length - 1 ? [{}] : [])],
  }));
}

/** What is expected of a payload; undefined where nothing is. */
export function ruleFor(rules: GeneratedRules, claim: Claim): Rule | undefined {
  const { isValid, pointer, keyword, type, basis } = claim;
  const fits = (wanted: string | string[] | undefined, value: string) =>
    wanted === undefined || [wanted].flat().includes(value);
  return (isValid ? rules.accepted : rules.refused).find(
    (rule) =>
      fits(rule.at, pointer) &&
      fits(rule.keyword, keyword) &&
      fits(rule.type, type) &&
      isBasedOn(basis, rule.basis ?? 'assumed'),
  );
}

/** A step that sends a payload, and expects what its rule says. */
export function stepOf(
  rule: Rule,
  { isValid, pointer, keyword, fields }: Claim,
  parts: RequestParts,
  changes: readonly Change[],
): RequestStep {
  const about = `${namesIn(pointer).join('.') || 'the body'}, ${keyword}`;
  const values = changes.map(({ path, value }) => {
    const own = pointerOf(path);
    const what = value === undefined ? 'left out' : brief(value);
    return own === pointer ? what : `${namesIn(own).join('.')} ${what}`;
  });
  return {
    about,
    ...(!isValid && { valid: false as const }),
    cases: [
      {
        case: `${about}: ${values.join(', ')}`,
        ...parts,
        ...(fields.length > 0 && { fields: [...fields] }),
      },
    ],
    expect: rule.expect,
  };
}

function brief(value: unknown): string {
  const text = show(value);
  if (text.length <= VALUE_LENGTH) return text;
  const length = typeof value === 'string' ? [...value].length : text.length;
  return `${text.slice(0, VALUE_LENGTH)}… (${length} characters)`;
}
