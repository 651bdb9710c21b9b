import { namesIn, pointerTo } from '../contract/json-pointer.ts';
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
  const clean = (text: string) => redactor.text(text, secrets);
  return violations.map(({ pointer, field, keyword, message }) => {
    // Name by name: a slash or dot behind a key would be taken for a part of it.
    const names = namesIn(pointer).map(clean);
    const [beginning, cleanField] = [`The ${field} field `, names.join('.')];
    const isAboutField = field !== '' && message.startsWith(beginning);
    return {
      pointer: pointerTo(names),
      field: cleanField,
      keyword,
      message: isAboutField
        ? `The ${cleanField} field ${clean(message.slice(beginning.length))}`
        : clean(message),
    };
  });
}
