/** What has to go when this process ends before its time. */
const leftovers = new Set<() => void>();

/**
 * Remembers how to end something that was started; for when this process ends too early.
 *
 * @returns to be called once it has ended by itself.
 */
export function atEnd(end: () => void): () => void {
  leftovers.add(end);
  return () => void leftovers.delete(end);
}

process.once('exit', () => {
  for (const end of leftovers) end();
});
// Whoever stops it should not have to look for what it has started.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => process.exit(128 + number));
}
