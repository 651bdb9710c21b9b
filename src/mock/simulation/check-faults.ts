import { OptionError } from '../../errors.ts';
import type { Behaviour } from '../types.ts';
import { refusalNamed } from './effects.ts';
import { faults } from './faults.ts';
import type { Rule } from './types.ts';

const EXAMPLE = "such as [{ reply: { fault: 'NO_RESPONSE' } }]";

/**
 * Checks rules that are given in code, whose callers may be JavaScript: a word that is misspelt would
 * put nothing on.
 *
 * @throws OptionError with the place, and what may stand there.
 */
export function checkFaults(rules: readonly Rule[], behaviours: readonly Behaviour[]): void {
  if (!Array.isArray(rules)) throw new OptionError(`faults must be a list of rules, ${EXAMPLE}`);
  for (const [index, rule] of (rules as readonly (Rule | null)[]).entries()) {
    const place = `faults.${index}`;
    const reply = rule?.reply as Rule['reply'] | null | undefined;
    if (typeof reply !== 'object' || reply === null) {
      throw new OptionError(`${place}: a rule must have a reply, ${EXAMPLE}`);
    }
    const { fault, error } = reply;
    if (fault !== undefined && !faults.includes(fault)) {
      throw new OptionError(
        `${place}.reply.fault: there is no fault "${fault}"; there is ${faults.join(', ')}`,
      );
    }
    if (error !== undefined && !behaviours.some((one) => refusalNamed(one, error))) {
      throw new OptionError(`${place}.reply.error: no contract has the error "${error}"`);
    }
  }
}
