import { hashText } from './random.ts';
import type { Scenario } from './simulation/types.ts';
import type { Simulation } from './simulations.ts';
import type { Account, Behaviour, KeyOptions, Refusal } from './types.ts';

/** Keys listed by hand, for one contract. */
export type KeyList = Readonly<Record<string, KeyOptions>>;

/** What is remembered of an account, as plain JSON; everything else follows from its key. */
export type AccountMemory = Pick<Account, 'id' | 'agentId' | 'requests' | 'heartbeats'>;

/** What a Bearer token may consist of (RFC 6750, 2.1). */
const TOKEN = /^[\w.~+/=-]+$/;

const REFUSED: Partial<Record<Simulation, Refusal['kind']>> = {
  invalid: 'key-unknown',
  inactive: 'key-inactive',
  forbidden: 'forbidden',
  notfound: 'not-found',
};

/** A refusal; names the simulation that asked for it, where one did. */
export type Refused = Refusal & { readonly simulated?: Simulation };

/**
 * The keys of one contract. Unless keys are listed, any key with the contract's prefix works at
 * once, and its suffix may ask for a simulation: `mca_demo_flaky`.
 */
export class Accounts {
  /** By id. Those that were restored are completed once their keys are seen. */
  #accounts = new Map<string, AccountMemory>();
  /** By key, which stands nowhere else. */
  readonly #byKey = new Map<string, Account>();
  readonly #behaviour: Behaviour;
  readonly #seed: number;
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  readonly #list: ReadonlyMap<string, KeyOptions> | undefined;

  constructor(
    behaviour: Behaviour,
    seed: number,
    scenarios: ReadonlyMap<string, Scenario>,
    list?: KeyList,
  ) {
    this.#behaviour = behaviour;
    this.#seed = seed;
    this.#scenarios = scenarios;
    this.#list = list && new Map(Object.entries(list));
  }

  /** Whether only listed keys work. */
  get listed(): boolean {
    return this.#list !== undefined;
  }

  /** The account of a key, or why it is refused. */
  authenticate(key: string | undefined): Account | Refused {
    if (key === undefined || key === '') return { kind: 'key-missing' };
    const known = this.#byKey.get(key);
    if (known) return known;
    const listed = this.#list?.get(key);
    if (this.#list ? !listed : !this.#hasPrefix(key)) return { kind: 'key-unknown' };
    const simulate = listed ? listed.simulate : this.#simulationOf(key);
    const refused = simulate && REFUSED[simulate];
    if (refused) return { kind: refused, simulated: simulate } as Refused;
    const id = hashText(key, this.#seed);
    const before = this.#accounts.get(id);
    const account: Account = {
      id,
      simulate,
      handle: listed?.handle,
      scenario: listed ? listed.scenario : this.#scenarioOf(key, simulate),
      agentId: listed?.agentId ?? before?.agentId,
      requests: before?.requests ?? 0,
      heartbeats: before?.heartbeats ?? 0,
    };
    this.#accounts.set(id, account);
    this.#byKey.set(key, account);
    return account;
  }

  /**
   * Looks anew at what keys ask for, once there is another scenario; accounts go on as they are. All at
   * once when their keys are seen again, so that other requests need not look.
   */
  forgetKeys(): void {
    this.#byKey.clear();
  }

  /** What is remembered of them all, without their keys. */
  get memory(): AccountMemory[] {
    return [...this.#accounts.values()].map(({ id, agentId, requests, heartbeats }) => ({
      id,
      agentId,
      requests,
      heartbeats,
    }));
  }

  /** Goes on where other accounts were. */
  restore(memory: readonly AccountMemory[]): void {
    this.#byKey.clear();
    this.#accounts = new Map(memory.map((account) => [account.id, account]));
  }

  #hasPrefix(key: string): boolean {
    const { keyPrefix } = this.#behaviour;
    return key.startsWith(keyPrefix) && TOKEN.test(key.slice(keyPrefix.length));
  }

  /** A scenario that the suffix of a key names, `mca_demo_outage`. */
  #scenarioOf(key: string, simulate: Simulation | undefined): string | undefined {
    if (simulate) return undefined;
    const names = [...this.#scenarios.values()].flatMap(({ name, contracts }) =>
      contracts && !contracts.includes(this.#behaviour.contract.id) ? [] : name,
    );
    // Of two that fit, as in `_show_outage`, the longer one is meant.
    return names
      .filter((name) => key.endsWith(`_${name}`))
      .toSorted((a, b) => b.length - a.length)[0];
  }

  #simulationOf(key: string): Simulation | undefined {
    return this.#behaviour.simulations.find((name) => key.endsWith(`_${name}`));
  }
}
