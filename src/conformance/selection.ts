import type { Basis } from '../contract/types.ts';
import { checkWeights } from './check-options.ts';
import type { CheckServerOptions } from './check-server.ts';
import { OptionError } from '../errors.ts';
import type { Need, Requirement } from './requirements.ts';
import type { Step } from './scenario/format.ts';
import type { Suite } from './scenario/load.ts';
import { selectRequirements } from './select-requirements.ts';

type Numbers = Pick<CheckServerOptions, 'timeout' | 'maxTime' | 'concurrency' | 'burst'>;

/**
 * Checks that options fit together and fit the contract, before anything is sent.
 *
 * @returns the requirements to judge.
 * @throws OptionError that says which option is wrong.
 */
export function checkSelection(options: CheckServerOptions, suite: Suite): readonly Requirement[] {
  checkWeights(options);
  checkNumbers(options);
  const heartbeat = suite.operations.find(({ id }) => id === suite.defaults.send.operation);
  for (const path of [options.path, ...(heartbeat?.paths ?? [])]) {
    if (path === undefined || !options.url.replace(/\/$/, '').endsWith(path)) continue;
    throw new OptionError(
      `--url must be what ${path} is appended to, not the address of the heartbeat itself`,
    );
  }
  checkRoles(options, suite);
  if (options.secondKey && !options.secondAgentId && uses(suite, '${second-agent-id}')) {
    throw new OptionError(
      '--second-key needs --second-agent-id, the agent that the key belongs to',
    );
  }
  return select(suite, options, options.basis ?? 'assumed');
}

/** @throws OptionError where a number is none, or too small to mean anything. */
function checkNumbers({ timeout = 1, maxTime = 1, concurrency = 1, burst = 0 }: Numbers): void {
  for (const [name, value] of Object.entries({ timeout, maxTime, concurrency, burst })) {
    const least = name === 'burst' ? 0 : Number.MIN_VALUE;
    if (typeof value === 'number' && value >= least && value < Infinity) continue;
    throw new OptionError(`${name} must be a number above 0, not ${String(value)}`);
  }
}

/** @throws OptionError where a pattern fits nothing, or nothing that fits could be observed. */
function select(
  { requirements, scenarios }: Suite,
  options: CheckServerOptions,
  basis: Basis,
): readonly Requirement[] {
  const chosen = selectRequirements(requirements, options.only, basis);
  if (options.only === undefined && options.replay?.length) {
    const steps = scenarios.flatMap((one) => (one.role === 'control' ? [] : one.steps));
    const named = new Set(steps.flatMap(requirementsOf));
    return chosen.filter(({ id }) => named.has(id));
  }
  if (options.only === undefined) return chosen;
  const given = available(options);
  const missing = chosen.flatMap(({ needs }) => needs.filter((need) => !given.has(need)));
  if (chosen.every(({ needs }) => needs.some((need) => !given.has(need)))) {
    const flags = [...new Set(missing)].map((need) => `--${need}`).join(' and ');
    throw new OptionError(
      `--only ${options.only} needs ${flags}, without which nothing can be seen`,
    );
  }
  return chosen;
}

function requirementsOf(step: Step): string[] {
  return step.pause ? [] : (step.expect ?? []).flatMap(({ requirement }) => requirement);
}

/** @throws OptionError where a key stands for two things, or a header would take a key's place. */
function checkRoles(options: CheckServerOptions, { defaults }: Suite): void {
  const roles = [
    ['--api-key', options.apiKey],
    ['--second-key', options.secondKey],
    ['--forbidden-key', options.forbiddenKey],
    ['--inactive-key', options.inactiveKey],
  ] as const;
  for (const [index, [flag, key]] of roles.entries()) {
    const [other] = roles.slice(0, index).find(([, before]) => key && before === key) ?? [];
    if (other) throw new OptionError(`${other} and ${flag} are the same key; give another one`);
  }
  if (options.agentId !== undefined && options.agentId === options.secondAgentId) {
    throw new OptionError('--agent-id and --second-agent-id are the same agent; give another one');
  }
  const own = Object.keys(defaults.send.headers ?? {}).map((name) => name.toLowerCase());
  const taken = Object.keys(options.headers ?? {}).find((name) => own.includes(name.toLowerCase()));
  if (taken) {
    throw new OptionError(
      `--header may not set ${taken}: that is where the checks send keys, and leave them out`,
    );
  }
}

/** What a run is given that some requirements need. */
export function available(options: CheckServerOptions): Set<Need> {
  const { burst, slow, generated, fuzz, replay = [] } = options;
  const given: Record<Need, unknown> = {
    'second-key': options.secondKey,
    'forbidden-key': options.forbiddenKey,
    'inactive-key': options.inactiveKey,
    burst,
    slow,
    generated: generated || fuzz || replay.length > 0,
  };
  return new Set((Object.keys(given) as Need[]).filter((need) => given[need]));
}

function uses({ scenarios }: Suite, placeholder: string): boolean {
  return JSON.stringify(scenarios).includes(placeholder);
}
