import { problem, type ProblemName } from '../mock/problem.ts';
import type { Answer } from '../mock/types.ts';

/** A call that is refused; the message says why, and what would do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(name: ProblemName, status: number, detail: string, members: object = {}) {
    super(detail);
    this.answer = problem(name, status, detail, { members });
  }
}

/**
 * A call whose body or query is wrong.
 *
 * @param field where it is wrong, as a dotted path; empty for the whole.
 */
export function invalid(field: string, message: string, whole = 'The body'): Refusal {
  const detail = `${field === '' ? whole : `${field}:`} ${message}.`;
  return new Refusal('invalid-call', 400, detail, { field });
}
