import { Accounts, type KeyList } from './accounts.ts';
import type { Canaries } from './canary.ts';
import { Journal } from './journal.ts';
import { Redactor } from './redact.ts';
import { Router } from './router.ts';
import { Director } from './simulation/director.ts';
import type { LimitRule, Scenario } from './simulation/types.ts';
import type { Behaviour, StateOptions } from './types.ts';

/** What a world is made from; everything in it is decided. */
export interface WorldOptions {
  /** Name of the session. */
  readonly id: string;
  readonly behaviours: readonly Behaviour[];
  readonly seed: number;
  /** Options of each behaviour, by contract id. */
  readonly behaviour: Readonly<Record<string, unknown>>;
  /** Keys listed by hand, by contract id. */
  readonly keys: Readonly<Record<string, KeyList>>;
  readonly journalSize: number;
  /** Scenarios that can be asked for, by name. */
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** The one that runs from the beginning; none by default. */
  readonly scenario?: string | undefined;
  /** A rate limit on all requests; none by default. */
  readonly limit?: LimitRule | undefined;
  /** Whether requests may ask for things in their `Prefer` header. */
  readonly prefer: boolean;
  /** Whether answers say in `x-mock-simulated` what is put on. */
  readonly labels: boolean;
  /** The addresses that scenarios plant. */
  readonly canaries: Canaries;
}

/** One contract as it stands in a world. */
export interface Site {
  readonly behaviour: Behaviour;
  state: unknown;
  accounts: Accounts;
}

/** Everything that requests change and answers depend on, apart from the time. */
export interface World {
  readonly id: string;
  readonly seed: number;
  readonly labels: boolean;
  readonly router: Router;
  /** By contract id. */
  readonly sites: ReadonlyMap<string, Site>;
  readonly director: Director;
  readonly redactor: Redactor;
  readonly journal: Journal;
  readonly canaries: Canaries;
  /** The HTTP date of the second that was answered last; made once a second. */
  date: { second: number; text: string };
  /** How many requests were answered; chances of single answers are drawn by it. */
  answered: number;
}

/**
 * Makes a world in its first state.
 *
 * @param now when it begins, in milliseconds since the epoch.
 */
export function createWorld(
  options: WorldOptions,
  now: number,
  journal = new Journal(options.journalSize),
): World {
  const { id, behaviours, seed, keys, labels, canaries } = options;
  const router = new Router();
  const sites = new Map<string, Site>();
  for (const behaviour of behaviours) {
    router.add(behaviour.contract.id, behaviour.contract.operations);
    sites.set(behaviour.contract.id, createSite(behaviour, options));
  }
  const redactor = new Redactor(
    seed,
    Object.assign({}, ...behaviours.map(({ secretPrefixes }) => secretPrefixes)) as Record<
      string,
      number
    >,
    Object.values(keys).flatMap((list) => Object.keys(list)),
  );
  const director = new Director({ ...options, now });
  director.onForget = () => {
    for (const site of sites.values()) Object.assign(site, createSite(site.behaviour, options));
  };
  const made = { id, seed, labels, canaries, router, sites, director, redactor, journal };
  return { ...made, date: { second: Number.NaN, text: '' }, answered: 0 };
}

/** What the state of a contract is made from. */
export function stateOptions(
  id: string,
  { seed, behaviour }: Pick<WorldOptions, 'seed' | 'behaviour'>,
): StateOptions {
  return { seed, options: behaviour[id] ?? {} };
}

function createSite(
  behaviour: Behaviour,
  { seed, behaviour: options, keys, scenarios }: WorldOptions,
): Site {
  const { id } = behaviour.contract;
  return {
    behaviour,
    state: behaviour.createState(stateOptions(id, { seed, behaviour: options })),
    accounts: new Accounts(behaviour, seed, scenarios, keys[id]),
  };
}
