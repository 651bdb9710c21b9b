import type { Operation, Violation } from '../contract/types.ts';
import type { ParsedBody } from './body.ts';
import type { CanaryHit } from './canary.ts';
import type { Guidance } from './simulation/director.ts';
import type { Account } from './types.ts';

/** What comes out of handling a request, beside the answer, for the journal. */
export interface Trace {
  contract: string | undefined;
  operation: Operation | undefined;
  /** The credentials that the request carries; never leave the engine. */
  secrets: string[];
  account: Account | undefined;
  body: ParsedBody | undefined;
  simulated: string | undefined;
  guidance: Guidance | undefined;
  violations: readonly Violation[] | undefined;
  notes: readonly string[] | undefined;
  canary: CanaryHit | undefined;
}

/** A trace without anything; all fields are there from the beginning, as objects that grow are slow. */
export function emptyTrace(): Trace {
  return {
    contract: undefined,
    operation: undefined,
    secrets: [],
    account: undefined,
    body: undefined,
    simulated: undefined,
    guidance: undefined,
    violations: undefined,
    notes: undefined,
    canary: undefined,
  };
}
