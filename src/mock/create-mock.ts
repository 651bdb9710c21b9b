import * as z from 'zod';
import { systemClock, type Clock } from './clock.ts';
import { buildMock, type Mock } from './mock.ts';
import { builtIn, contractIds, type ContractId } from './registry.ts';
import type { AgentmcOptions } from './behaviours/agentmc.ts';
import type { AgentradioOptions } from './behaviours/agentradio/index.ts';
import type { KeyList } from './accounts.ts';
import { DEFAULTS } from './defaults.ts';
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
  readonly agentmc?: AgentmcOptions | undefined;
  readonly agentradio?: AgentradioOptions | undefined;
}

const key = z.strictObject({
  agentId: z.int().min(1).optional(),
  handle: z.string().min(1).optional(),
  simulate: z.enum(simulations).optional(),
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

const options = z.strictObject({
  contracts: z.array(contractOption).min(1).optional(),
  seed: z.int().optional(),
  clock: clock.optional(),
  keys: z.record(z.string(), z.record(z.string(), key)).optional(),
  journalSize: z.int().min(1).optional(),
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
  return buildMock({
    behaviours,
    seed: given.seed ?? DEFAULTS.seed,
    clock: given.clock ?? systemClock,
    keys,
    journalSize: given.journalSize ?? DEFAULTS.journalSize,
    behaviour: { agentmc: given.agentmc, agentradio: given.agentradio },
  });
}

/** Where an option stands. A listed key is a secret, and is left out. */
function place(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (path[0] === 'keys' && index === 2 ? '<key>' : String(part)))
    .join('.');
}
