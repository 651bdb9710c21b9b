import type { Violation } from '../contract/types.ts';
import { anyRedactor } from '../mock/any-redactor.ts';
import { builtIn } from '../mock/registry.ts';

/**
 * Violations without keys, which may stand in names of fields: such as look like keys of a service that
 * is known, and the one that the payload carries.
 */
export function conceal(violations: readonly Violation[], payload: unknown): Violation[] {
  const redactor = anyRedactor();
  const secrets = Object.values(builtIn).flatMap(({ keyOfBody }) => keyOfBody?.(payload) ?? []);
  return violations.map(({ pointer, field, keyword, message }) => ({
    pointer: redactor.text(pointer, secrets),
    field: redactor.text(field, secrets),
    keyword,
    message: redactor.text(message, secrets),
  }));
}
