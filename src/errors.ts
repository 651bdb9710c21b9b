/** Options are wrong; the message says which, and what they should be. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** A file that a person wrote is not of the form it should have; tells where, and what to do. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** A snapshot cannot be made or used; tells where in it, and what to do. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
  /** The message without the place. */
  readonly reason: string;
  /** Names from the outside in; empty where it is about all of it. */
  readonly path: readonly PropertyKey[];

  /** @param path where in the snapshot, or in the state that a behaviour loads; all of it by default. */
  constructor(reason: string, path: readonly PropertyKey[] = [], options?: ErrorOptions) {
    super(path.length > 0 ? `${path.map(String).join('.')}: ${reason}` : reason, options);
    this.reason = reason;
    this.path = path;
  }
}

/** A server could not be started. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
