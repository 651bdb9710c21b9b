/** What several measurements of one thing come to. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @param values at least one. */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) throw new RangeError('there is nothing to summarize');
  const at = (index: number) => sorted[index] as number;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}

/**
 * The ratios of what was measured in the same rounds: a machine that becomes slower does so for both.
 * Rounds in which either is missing are left out.
 */
export function ratios(
  values: readonly (number | undefined)[],
  to: readonly (number | undefined)[],
): number[] {
  return values.flatMap((value, round) => {
    const other = to[round];
    return value === undefined || other === undefined ? [] : [value / other];
  });
}

/** The value below which this share of all values lies. @param sorted ascending, at least one. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}
