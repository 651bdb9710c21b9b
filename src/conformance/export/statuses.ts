import { matchesStatus } from '../evaluate.ts';
import type { StatusRule } from '../scenario/format.ts';
import type { Criterion } from './arazzo-types.ts';

/** Statuses that an answer can have. */
export type Statuses = ReadonlySet<number>;

/** Every status there is. */
export const ANY: Statuses = new Set(Array.from({ length: 500 }, (_, index) => index + 100));

/** The statuses that a rule allows; all without a rule. */
export function statusesOf(rule: StatusRule | undefined): Statuses {
  return rule === undefined ? ANY : only(ANY, (status) => matchesStatus(rule, status));
}

export const ACCEPTED = statusesOf('2xx');

/** Those of some statuses for which something holds. */
export function only(statuses: Statuses, holds: (status: number) => boolean): Statuses {
  return new Set([...statuses].filter((status) => holds(status)));
}

/** Whether all of some statuses are among others. */
export function isWithin(some: Statuses, others: Statuses): boolean {
  return [...some].every((status) => others.has(status));
}

/** Whether some statuses are among others. */
export function intersects(some: Statuses, others: Statuses): boolean {
  return [...some].some((status) => others.has(status));
}

/** Says that an answer has one of some statuses. */
export function statusCriterion(statuses: Statuses): Criterion {
  const [status, ...more] = statuses;
  if (status !== undefined && more.length === 0) return { condition: `$statusCode == ${status}` };
  const all = pattern('', statuses);
  const condition = all.includes('|') ? `^(?:${all})$` : `^${all}$`;
  return { context: '$statusCode', condition, type: 'regex' };
}

/** A pattern for the statuses that begin with some digits, without look-ahead, which not all have. */
function pattern(digits: string, statuses: Statuses): string {
  const rest = 3 - digits.length;
  const whole: string[] = [];
  const parts: string[] = [];
  for (const digit of '0123456789') {
    const start = digits + digit;
    const inside = [...statuses].filter((status) => String(status).startsWith(start));
    if (inside.length === 10 ** (rest - 1)) whole.push(digit);
    else if (inside.length > 0) parts.push(pattern(start, statuses));
  }
  const one = whole.length === 1 ? whole.join('') : `[${whole.join('')}]`;
  const all = whole.length > 0 ? [digits + one + String.raw`\d`.repeat(rest - 1)] : [];
  return [...all, ...parts].join('|');
}
