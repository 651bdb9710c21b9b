/** What a run may exercise of a contract; see `Coverage`. */
export const COVERAGE_KINDS = [
  'requirements',
  'operations',
  'statuses',
  'states',
  'scenarios',
] as const;

/** A kind of coverage. */
export type CoverageKind = (typeof COVERAGE_KINDS)[number];

/** Percent that a run has to exercise, by kind. */
export type MinimumCoverage = Partial<Readonly<Record<CoverageKind, number>>>;
