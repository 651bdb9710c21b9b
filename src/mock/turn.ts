/** The real one, as tests may put their own in its place later on; there is none in browsers. */
const { setImmediate: real } = globalThis as Partial<Pick<typeof globalThis, 'setImmediate'>>;
/** What libraries that fake timers mark their own by. */
const isFake = real !== undefined && ('clock' in real || '_isMockFunction' in real);

/**
 * Collects what comes within one turn of the event loop, and hands it over together at the turn's end: doing
 * the same several times in a row takes less time than doing it between calls of the system. Hands over one by one,
 * at once, where there are no turns to go by.
 *
 * @param handOver must not throw.
 */
export function perTurn<Item>(handOver: (items: readonly Item[]) => void): (item: Item) => void {
  if (real === undefined || isFake) return (item) => handOver([item]);
  let waiting: Item[] = [];
  const end = () => {
    const items = waiting;
    waiting = [];
    handOver(items);
  };
  return (item) => {
    if (waiting.push(item) === 1) real(end);
  };
}
