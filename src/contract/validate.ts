import { OptionError } from '../errors.ts';
import { agentmc, agentradio } from './built-in.ts';
import type { AgentmcShapes } from './generated/agentmc.types.ts';
import type { AgentradioShapes } from './generated/agentradio.types.ts';
import type { Contract, SchemaValidator, Violation } from './types.ts';
import { suggest } from './suggest.ts';
import { violationsOf } from './violations.ts';

const builtIn: Readonly<Record<string, Contract>> = { agentmc, agentradio };

/** Types of the shapes of the built-in contracts. */
export interface Shapes {
  readonly agentmc: AgentmcShapes;
  readonly agentradio: AgentradioShapes;
}

/** The names of a contract's shapes; any text for a contract of one's own. */
export type ShapeName<C> = C extends keyof Shapes ? keyof Shapes[C] : string;

/** What `validate` finds. */
export interface Validation {
  readonly valid: boolean;
  /** One for each broken constraint, up to a hundred and one that counts the rest. */
  readonly violations: readonly Violation[];
}

/**
 * Validates a JSON value against a shape of a contract.
 *
 * @param contract `agentmc`, `agentradio`, or what `loadContract` gives.
 * @param shape name of the schema's file without its ending, such as `heartbeat.request`.
 * @param value as JSON.parse gives it.
 * @throws OptionError where there is no such contract or shape; it names those there are.
 */
export function validate<C extends keyof Shapes | Contract>(
  contract: C,
  shape: ShapeName<C>,
  value: unknown,
): Validation {
  const violations = violationsOf(validatorOf(contractOf(contract), shape), value, 'The payload');
  return { valid: violations.length === 0, violations };
}

/** @throws OptionError that names the shapes there are, where this is none. */
export function validatorOf(
  { id, validators }: Pick<Contract, 'id' | 'validators'>,
  shape: string,
): SchemaValidator {
  const validator = Object.hasOwn(validators, shape) ? validators[shape] : undefined;
  if (validator) return validator;
  const shapes = Object.keys(validators);
  const meant = suggest(shape, shapes);
  const cure = meant === undefined ? `there is ${shapes.join(', ')}` : `did you mean ${meant}?`;
  throw new OptionError(`${id} has no shape "${shape}"; ${cure}`);
}

/**
 * A built-in contract by its id, or what is one already.
 *
 * @param other what may be given instead of an id, for the error.
 * @throws OptionError that names the ids there are, where this is none.
 */
export function contractOf(
  contract: string | Contract,
  other = 'what loadContract read',
): Contract {
  // Callers may be JavaScript, and give anything.
  const given = contract as string | Contract | null | undefined;
  if (typeof given === 'object' && given?.validators) return given;
  const known = typeof given === 'string' && Object.hasOwn(builtIn, given);
  if (known && builtIn[given]) return builtIn[given];
  const ids = Object.keys(builtIn);
  const named = typeof given === 'string' ? `no contract "${given}"` : 'no such contract';
  const meant = typeof given === 'string' ? suggest(given, ids) : undefined;
  const cure = `there is ${ids.join(', ')}, or give ${other}`;
  throw new OptionError(
    `there is ${named}; ${meant === undefined ? cure : `did you mean ${meant}?`}`,
  );
}
