import * as z from 'zod';
import { systemClock, type Clock } from './clock.ts';
import { buildMock, type Mock } from './mock.ts';
import { builtIn, contractIds, type ContractId } from './registry.ts';
import type { AgentmcOptions } from './behaviours/agentmc.ts';
import type { AgentradioOptions } from './behaviours/agentradio/index.ts';
import type { KeyList } from './accounts.ts';
import { DEFAULTS } from './defaults.ts';
import { scenariosFor, unknownScenario } from './simulation/library.ts';
import { limitInMemory } from './simulation/memory-format.ts';
import type { LimitRule, Scenario } from './simulation/types.ts';
import { simulations } from './simulations.ts';
import type { Behaviour } from './types.ts';

/** A behaviour with a state of any type, which only the behaviour itself looks into. */
// oxlint-disable-next-line typescript/no-explicit-any
type AnyBehaviour = Behaviour<any, any>;

/** Options of `createMock`; all may be left out. */
export interface MockOptions {
  /** Ids of built-in contracts, or behaviours of contracts of your own; all built-in by default. */
  readonly contracts?: readonly (ContractId | AnyBehaviour)[] | undefined;
  /** Whole number from which names, schedules and chances are drawn; 1 by default. */
  readonly seed?: number | undefined;
  /** Where the time comes from; the machine's clock by default. */
  readonly clock?: Clock | undefined;
  /** Keys by contract id. A contract with a list accepts the listed keys only. */
  readonly keys?: Readonly<Record<string, KeyList>> | undefined;
  /** How many exchanges the journal keeps, up to 8 MiB in all; 5000 by default. */
  readonly journalSize?: number | undefined;
  /** The scenario that runs from the beginning: the name of one, or one of your own. */
  readonly scenario?: string | Scenario | undefined;
  /** Scenarios of your own, which can be asked for by name, beside those that come with the mock. */
  readonly scenarios?: readonly Scenario[] | undefined;
  /** A rate limit for all requests; none by default. */
  readonly limit?: LimitRule | undefined;
  /** Pace of the mock's clock: 60 makes a minute of each second, 0 freezes it; 1 by default. */
  readonly timeScale?: number | undefined;
  /** Whether requests may ask for things in their `Prefer` header; true by default. */
  readonly prefer?: boolean | undefined;
  /** Whether answers say in `x-mock-simulated` what is put on; true by default. */
  readonly labels?: boolean | undefined;
  /**
   * Origin of the foreign addresses that scenarios plant, such as `http://canary.example:8080`; by
   * default that of the socket which `listen({canary: true})` opens, and without one an origin that
   * only `mock.fetch` and `mock.handle` reach.
   */
  readonly canaryUrl?: string | undefined;
  readonly agentmc?: AgentmcOptions | undefined;
  readonly agentradio?: AgentradioOptions | undefined;
}

const key = z.strictObject({
  agentId: z.int().min(1).optional(),
  handle: z.string().min(1).optional(),
  simulate: z.enum(simulations).optional(),
  scenario: z.string().optional(),
});

const isFunction = (value: unknown) => typeof value === 'function';

const contractOption = z.custom<ContractId | AnyBehaviour>(
  (value) =>
    contractIds.includes(value as ContractId) ||
    (isFunction((value as Partial<AnyBehaviour> | null)?.createState) &&
      Array.isArray((value as Partial<AnyBehaviour>).contract?.operations)),
  { error: `must be ${contractIds.map((id) => `"${id}"`).join(', ')} or a behaviour object` },
);

const clock = z.custom<Clock>(
  (value) =>
    isFunction((value as Partial<Clock> | null)?.now) &&
    isFunction((value as Partial<Clock>).sleep),
  { error: 'must have the functions now() and sleep()' },
);

const scenario = z.custom<Scenario>(
  (value) =>
    typeof (value as Partial<Scenario> | null)?.name === 'string' &&
    typeof (value as Partial<Scenario>).states === 'object',
  { error: 'must be a scenario, as loadScenario() reads it from a file' },
);

const isOrigin = (value: unknown) =>
  typeof value === 'string' &&
  URL.canParse(value) &&
  /^https?:/.test(value) &&
  value.replace(/\/$/, '') === new URL(value).origin;

const options = z.strictObject({
  contracts: z.array(contractOption).min(1).optional(),
  seed: z.int().optional(),
  clock: clock.optional(),
  keys: z.record(z.string(), z.record(z.string(), key)).optional(),
  journalSize: z.int().min(1).optional(),
  scenario: z.union([z.string(), scenario]).optional(),
  scenarios: z.array(scenario).optional(),
  limit: limitInMemory.optional(),
  timeScale: z.number().min(0).optional(),
  prefer: z.boolean().optional(),
  labels: z.boolean().optional(),
  canaryUrl: z
    .custom<string>(isOrigin, { error: 'must be an origin, such as http://canary.example:8080' })
    .optional(),
  agentmc: z
    .strictObject({
      onlineWindowSeconds: z.number().positive().optional(),
      teamId: z.int().optional(),
      userId: z.int().optional(),
    })
    .optional(),
  agentradio: z.strictObject({ forensics: z.boolean().optional() }).optional(),
});

/**
 * Makes a stateful mock of the heartbeat contracts.
 *
 * @throws TypeError that names the option which is wrong, and what it should be.
 */
export function createMock(given: MockOptions = {}): Mock {
  const parsed = options.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) =>
      path.length > 0 ? `${place(path)}: ${message}` : message,
    );
    throw new TypeError(`createMock: ${lines.join('; ')}`);
  }
  const { contracts = contractIds, keys = {} } = given;
  const behaviours = contracts.map((entry) => (typeof entry === 'string' ? builtIn[entry] : entry));
  const ids = behaviours.map(({ contract }) => contract.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    throw new TypeError(`createMock: contracts: ${twice} stands there twice`);
  for (const id of [
    ...Object.keys(keys),
    ...(['agentmc', 'agentradio'] as const).filter((name) => given[name]),
  ]) {
    if (ids.includes(id)) continue;
    const option = id in keys ? `keys.${id}` : id;
    throw new TypeError(`createMock: ${option}: no such contract; there is ${ids.join(', ')}`);
  }
  for (const { contract, simulations: possible } of behaviours) {
    for (const { simulate } of Object.values(keys[contract.id] ?? {})) {
      if (simulate === undefined || possible.includes(simulate)) continue;
      const names = possible.join(', ');
      throw new TypeError(
        `createMock: keys.${contract.id}.<key>.simulate: must be one of ${names}`,
      );
    }
  }
  const own = [
    ...(given.scenarios ?? []),
    ...(typeof given.scenario === 'object' ? [given.scenario] : []),
  ];
  const scenarios = scenariosFor(ids, own);
  const chosen = typeof given.scenario === 'object' ? given.scenario.name : given.scenario;
  for (const name of [
    chosen,
    ...Object.values(keys).flatMap((list) => Object.values(list).map((entry) => entry.scenario)),
  ]) {
    if (name === undefined || scenarios.has(name)) continue;
    throw new TypeError(`createMock: ${unknownScenario(name, scenarios)}`);
  }
  return buildMock({
    behaviours,
    seed: given.seed ?? DEFAULTS.seed,
    clock: given.clock ?? systemClock,
    keys,
    journalSize: given.journalSize ?? DEFAULTS.journalSize,
    scenarios,
    scenario: chosen,
    limit: given.limit,
    scale: given.timeScale,
    prefer: given.prefer ?? DEFAULTS.prefer,
    labels: given.labels ?? DEFAULTS.labels,
    canaryUrl: given.canaryUrl,
    behaviour: { agentmc: given.agentmc, agentradio: given.agentradio },
  });
}

/** Where an option stands. A listed key is a secret, and is left out. */
function place(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (path[0] === 'keys' && index === 2 ? '<key>' : String(part)))
    .join('.');
}
