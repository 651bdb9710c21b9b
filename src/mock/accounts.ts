import { hashText } from './random.ts';
import type { Simulation } from './simulations.ts';
import type { Account, Behaviour, KeyOptions, Refusal } from './types.ts';

/** Keys listed by hand, for one contract. */
export type KeyList = Readonly<Record<string, KeyOptions>>;

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
  readonly #accounts = new Map<string, Account>();
  readonly #behaviour: Behaviour;
  readonly #seed: number;
  readonly #list: ReadonlyMap<string, KeyOptions> | undefined;

  constructor(behaviour: Behaviour, seed: number, list?: KeyList) {
    this.#behaviour = behaviour;
    this.#seed = seed;
    this.#list = list && new Map(Object.entries(list));
  }

  /** Whether only listed keys work. */
  get listed(): boolean {
    return this.#list !== undefined;
  }

  /** The account of a key, or why it is refused. */
  authenticate(key: string | undefined): Account | Refused {
    if (key === undefined || key === '') return { kind: 'key-missing' };
    const known = this.#accounts.get(key);
    if (known) return known;
    const listed = this.#list?.get(key);
    if (this.#list ? !listed : !this.#hasPrefix(key)) return { kind: 'key-unknown' };
    const simulate = listed ? listed.simulate : this.#simulationOf(key);
    const refused = simulate && REFUSED[simulate];
    if (refused) return { kind: refused, simulated: simulate } as Refused;
    const account: Account = {
      id: hashText(key, this.#seed),
      simulate,
      handle: listed?.handle,
      agentId: listed?.agentId,
      requests: 0,
      heartbeats: 0,
    };
    this.#accounts.set(key, account);
    return account;
  }

  #hasPrefix(key: string): boolean {
    const { keyPrefix } = this.#behaviour;
    return key.startsWith(keyPrefix) && TOKEN.test(key.slice(keyPrefix.length));
  }

  #simulationOf(key: string): Simulation | undefined {
    return this.#behaviour.simulations.find((name) => key.endsWith(`_${name}`));
  }
}
