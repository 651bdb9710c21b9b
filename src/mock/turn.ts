import { nodeImmediate } from './clock.ts';

/** Whether it is not Node's after all: libraries that fake timers mark theirs by these, and Node's own has another name. */
const isFake =
  nodeImmediate !== undefined &&
  (nodeImmediate.name !== 'setImmediate' ||
    'clock' in nodeImmediate ||
    '_isMockFunction' in nodeImmediate);

/**
 * Collects what comes within one turn of the event loop, and hands it over together at the turn's end: doing
 * the same several times in a row takes less time than doing it between calls of the system. Hands over one by one,
 * at once, where there are no turns to go by.
 *
 * @param handOver must not throw.
 */
export function perTurn<Item>(handOver: (items: readonly Item[]) => void): (item: Item) => void {
  const later = nodeImmediate;
  if (later === undefined || isFake) return (item) => handOver([item]);
  let waiting: Item[] = [];
  const end = () => {
    const items = waiting;
    waiting = [];
    handOver(items);
  };
  return (item) => {
    if (waiting.push(item) === 1) later(end);
  };
}
