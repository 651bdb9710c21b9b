import { SnapshotError } from '../../errors.ts';
import type { AccountMemory } from '../accounts.ts';
import type { ClockState } from '../clock.ts';
import type { DirectorMemory } from '../simulation/director.ts';
import { redactRule } from '../simulation/redact-rule.ts';
import type { Redact } from '../types.ts';
import type { Site, World } from '../world.ts';

/** The form of snapshots; another number means that older versions cannot read them. */
export const SNAPSHOT_FORMAT = 'heartbeat-kit/snapshot@1';

/** Everything that the answers of a session depend on; plain JSON, without keys. */
export interface Snapshot {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly seed: number;
  /** ISO 8601, by the clock that the session's own clock runs by. */
  readonly savedAt: string;
  readonly clock: ClockState;
  /** How many requests were answered. */
  readonly answered: number;
  /** By contract id. */
  readonly contracts: Readonly<Record<string, SavedSite>>;
  readonly simulation: DirectorMemory;
}

interface SavedSite {
  readonly accounts: readonly AccountMemory[];
  /** For the behaviour alone to understand. */
  readonly state: unknown;
}

/**
 * Makes a snapshot of a world, which shares nothing with it.
 *
 * @param savedAt milliseconds since the epoch.
 * @throws SnapshotError where the behaviour of a contract has no `save` and `load`.
 */
export function saveWorld(world: World, clock: ClockState, savedAt: number): Snapshot {
  const { redactor, director } = world;
  const { seen } = redactor;
  const redact: Redact = (reported) => redactor.value(reported, seen) as typeof reported;
  const { faults, ...memory } = director.memory;
  const snapshot: Snapshot = {
    format: SNAPSHOT_FORMAT,
    seed: world.seed,
    savedAt: new Date(savedAt).toISOString(),
    clock,
    answered: world.answered,
    contracts: Object.fromEntries(
      [...world.sites].map(([id, site]) => [id, saveSite(id, site, redact)]),
    ),
    simulation: { ...memory, faults: faults.map((rule) => redactRule(rule, redactor)) },
  };
  return JSON.parse(JSON.stringify(snapshot)) as Snapshot;
}

function saveSite(id: string, { behaviour, state, accounts }: Site, redact: Redact): SavedSite {
  if (!behaviour.save || !behaviour.load) {
    throw new SnapshotError(
      `there are no snapshots of the contract ${id}: give its behaviour save() and load()`,
    );
  }
  return { accounts: accounts.memory, state: behaviour.save(state, redact) };
}
