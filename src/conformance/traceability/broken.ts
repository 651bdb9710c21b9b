/** A server or client, made to break a requirement. */
export interface BrokenImplementation {
  readonly name: string;
  /** What it does otherwise than a correct one. */
  readonly what: string;
  /** The requirement it is made to break. */
  readonly breaks: string;
  /** Other requirements that it cannot help failing. */
  readonly alsoFails: readonly string[];
}

/** Names of those that fail a requirement, those that are made to do so first. */
export function failing(id: string, all: readonly BrokenImplementation[]): string[] {
  const made = all.filter(({ breaks }) => breaks === id);
  const also = all.filter(({ alsoFails }) => alsoFails.includes(id));
  return [...made, ...also].map(({ name }) => name);
}
