/** Options are wrong; the message says which, and what they should be. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** A file that a person wrote is not of the form it should have; tells where, and what to do. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** A server could not be started. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
