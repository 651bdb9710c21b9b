import * as z from 'zod';
import { faults, type Fault } from '../../mock/simulation/faults.ts';

/** A request and its answer as a file has them, before secrets are taken out. */
export interface RawExchange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** With scheme and host where they are known, or as it stood on the request line. */
  readonly url: string;
  readonly request: RawMessage;
  /** Status 0 where no answer came. */
  readonly response: RawMessage & { readonly status: number };
  /** What the mock knew beside. */
  readonly known: Known;
  /** Whether a mock found an operation for it; absent where others recorded it. */
  readonly routed: boolean | undefined;
}

/** Names of headers are lower case. */
interface RawMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a mock writes beside what passed. */
interface Known {
  readonly session?: string | undefined;
  readonly simulated?: string | undefined;
  readonly fault?: Fault | undefined;
  readonly canary?: string | undefined;
  readonly origin?: 'foreign' | undefined;
}

/** The form of what a mock writes beside. Other tools may use the same names for something else, which is left alone. */
export const knownFields = {
  id: z.int().optional().catch(undefined),
  operation: z.string().optional().catch(undefined),
  session: z.string().optional().catch(undefined),
  simulated: z.string().optional().catch(undefined),
  fault: z.enum(faults).optional().catch(undefined),
  canary: z.string().optional().catch(undefined),
  origin: z.literal('foreign').optional().catch(undefined),
};

/** Whether a mock found an operation; undefined where no mock wrote this. */
export function isRouted(fields: {
  readonly id: number | undefined;
  readonly session: string | undefined;
  readonly operation: string | undefined;
}): boolean | undefined {
  if (fields.id === undefined || fields.session === undefined) return undefined;
  return fields.operation !== undefined;
}
