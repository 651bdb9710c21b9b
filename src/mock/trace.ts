import type { Operation, Violation } from '../contract/types.ts';
import type { ParsedBody } from './body.ts';
import type { CanaryHit } from './canary.ts';
import type { Guidance } from './simulation/director.ts';
import type { Account } from './types.ts';

/** What comes out of handling a request, beside the answer, for the journal. */
export interface Trace {
  contract?: string;
  operation?: Operation;
  /** The credentials that the request carries; never leave the engine. */
  readonly secrets: string[];
  account?: Account;
  body?: ParsedBody;
  simulated?: string;
  guidance?: Guidance | undefined;
  violations?: readonly Violation[];
  notes?: readonly string[];
  canary?: CanaryHit | undefined;
}
