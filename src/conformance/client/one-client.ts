import { OptionError } from '../../errors.ts';
import type { Exchange } from '../../mock/journal.ts';

/** Of many keys, so many are listed. */
const MAX_KEYS = 10;
/** How a mock names a key. */
const MOCK_MARK = /^[0-9a-f]{13}$/;

/** Which client of several is meant, and how to say so. */
export interface OneClient {
  /** The mark of its key; not needed where there is only one. */
  readonly key: string | undefined;
  /** What holds the traffic, for messages: the name of a file. */
  readonly place: string;
  /** The option that takes the mark, for messages. */
  readonly option: string;
}

/**
 * The traffic of one client, by the key that its requests carry.
 *
 * @throws OptionError where there are several, and it is not said which is meant.
 */
export function ofOneClient(
  all: readonly Exchange[],
  { key, place, option }: OneClient,
): readonly Exchange[] {
  const counts = new Map<string, number>();
  for (const one of all) {
    if (one.key !== undefined && one.operation !== undefined) {
      counts.set(one.key, (counts.get(one.key) ?? 0) + 1);
    }
  }
  const list = listOf(counts);
  if (key === undefined) {
    if (counts.size < 2) return all;
    throw new OptionError(
      `${place} holds the traffic of several keys; say which is meant with ${option}: ${list}`,
    );
  }
  // A mock tells more digits of the same mark.
  const meant = [...counts.keys()].find(
    (mark) => mark === key || (MOCK_MARK.test(key) && key.endsWith(mark)),
  );
  if (meant === undefined) {
    // What was given may be the key itself, and is not repeated.
    throw new OptionError(
      `${option} must be the mark of a key, as a report shows it, and is that of none in ${place}; there is ${list || 'none'}`,
    );
  }
  // What went elsewhere is anybody's, unless it carries the key of another agent.
  return all.filter((one) => {
    if (one.key === undefined || one.key === meant) return true;
    return one.origin === 'foreign' && !counts.has(one.key);
  });
}

/** The keys with the most requests first. */
function listOf(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  const told = sorted.slice(0, MAX_KEYS).map(([mark, count]) => `${mark} (${count} requests)`);
  const rest = sorted.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
