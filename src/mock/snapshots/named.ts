import type { Snapshot } from './save.ts';

/** How many snapshots a session keeps at the most. */
const MAX_SNAPSHOTS = 100;
const MAX_NAME = 64;

/** A snapshot that is kept, as a list shows it. */
export interface SnapshotEntry {
  readonly name: string;
  /** ISO 8601. */
  readonly savedAt: string;
}

/** What snapshots are made of and go to. */
interface Owner {
  save(): Snapshot;
  restore(snapshot: unknown): Promise<void>;
  /** Rejects where the snapshot could not be restored. */
  check(snapshot: unknown): Promise<unknown>;
}

/** Snapshots of a session in memory, by name. */
export class Snapshots {
  readonly #owner: Owner;
  /** As text, which nobody can change and which takes less memory. */
  readonly #kept = new Map<string, { readonly savedAt: string; readonly text: string }>();

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /**
   * Keeps how things stand, in place of what had the name before.
   *
   * @param name letters, digits, `-`, `_` and `.`, up to 64.
   * @throws RangeError where the name is none, or there are 100 snapshots of other names.
   * @throws SnapshotError as `Session.save` does.
   */
  save(name: string): Snapshot {
    this.#checkName(name);
    const snapshot = this.#owner.save();
    this.#keep(name, snapshot);
    return snapshot;
  }

  /** All of them, in the order in which their names were first used. */
  list(): SnapshotEntry[] {
    return [...this.#kept].map(([name, { savedAt }]) => ({ name, savedAt }));
  }

  /** A copy of a snapshot; undefined where there is none of that name. */
  get(name: string): Snapshot | undefined {
    const kept = this.#kept.get(name);
    return kept && (JSON.parse(kept.text) as Snapshot);
  }

  /**
   * Keeps a snapshot that was made elsewhere.
   *
   * @throws RangeError as `save` does.
   * @throws SnapshotError where it could not be restored.
   */
  async put(name: string, snapshot: unknown): Promise<void> {
    this.#checkName(name);
    await this.#owner.check(snapshot);
    this.#checkName(name);
    this.#keep(name, snapshot as Snapshot);
  }

  /**
   * Goes back to a snapshot.
   *
   * @throws RangeError where there is none of that name.
   * @throws SnapshotError as `Session.restore` does.
   */
  async restore(name: string): Promise<void> {
    const snapshot = this.get(name);
    if (!snapshot) throw new RangeError(this.#unknown(name));
    await this.#owner.restore(snapshot);
  }

  /** Forgets a snapshot. @returns whether there was one. */
  delete(name: string): boolean {
    return this.#kept.delete(name);
  }

  #keep(name: string, snapshot: Snapshot): void {
    this.#kept.set(name, { savedAt: snapshot.savedAt, text: JSON.stringify(snapshot) });
  }

  #checkName(name: string): void {
    if (!/^[\w.-]+$/.test(name) || name.length > MAX_NAME) {
      throw new RangeError(
        `a snapshot has a name of letters, digits, "-", "_" and "." (up to ${MAX_NAME}), not ${JSON.stringify(name)}`,
      );
    }
    if (this.#kept.has(name) || this.#kept.size < MAX_SNAPSHOTS) return;
    throw new RangeError(`there are ${MAX_SNAPSHOTS} snapshots already; delete one first`);
  }

  #unknown(name: string): string {
    const names = this.list().map((entry) => entry.name);
    const there = names.length > 0 ? `there is ${names.join(', ')}` : 'none was saved';
    return `there is no snapshot ${JSON.stringify(name)}; ${there}`;
  }
}
