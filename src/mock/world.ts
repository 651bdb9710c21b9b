import { Accounts, type KeyList } from './accounts.ts';
import { Journal } from './journal.ts';
import { Redactor } from './redact.ts';
import { Router } from './router.ts';
import type { Behaviour } from './types.ts';

/** What a world is made from; everything in it is decided. */
export interface WorldOptions {
  readonly behaviours: readonly Behaviour[];
  readonly seed: number;
  /** Options of each behaviour, by contract id. */
  readonly behaviour: Readonly<Record<string, unknown>>;
  /** Keys listed by hand, by contract id. */
  readonly keys: Readonly<Record<string, KeyList>>;
  readonly journalSize: number;
}

/** One contract as it stands in a world. */
export interface Site {
  readonly behaviour: Behaviour;
  readonly state: unknown;
  readonly accounts: Accounts;
}

/** Everything that requests change and answers depend on, apart from the time. */
export interface World {
  readonly seed: number;
  readonly router: Router;
  /** By contract id. */
  readonly sites: ReadonlyMap<string, Site>;
  readonly redactor: Redactor;
  readonly journal: Journal;
  /** The HTTP date of the second that was answered last; made once a second. */
  date: { second: number; text: string };
}

/** Makes a world in its first state. */
export function createWorld(
  { behaviours, seed, behaviour: options, keys, journalSize }: WorldOptions,
  journal = new Journal(journalSize),
): World {
  const router = new Router();
  const sites = new Map<string, Site>();
  for (const behaviour of behaviours) {
    const { id, operations } = behaviour.contract;
    router.add(id, operations);
    sites.set(id, {
      behaviour,
      state: behaviour.createState({ seed, options: options[id] ?? {} }),
      accounts: new Accounts(behaviour, seed, keys[id]),
    });
  }
  const redactor = new Redactor(
    seed,
    Object.assign({}, ...behaviours.map(({ secretPrefixes }) => secretPrefixes)) as Record<
      string,
      number
    >,
    Object.values(keys).flatMap((list) => Object.keys(list)),
  );
  return { seed, router, sites, redactor, journal, date: { second: Number.NaN, text: '' } };
}
