import type { Redactor } from '../redact.ts';
import type { Rule } from './types.ts';

/**
 * A rule without keys in what it compares and answers. Names that rules are made of, such as those
 * of operations and errors, stay as they are; so do words that some client sent as a key in vain.
 */
export function redactRule({ on, reply, ...rest }: Rule, redactor: Redactor): Rule {
  const value = <T>(given: T) => redactor.value(given, []) as T;
  const { headers, body: compared } = on ?? {};
  const { headers: answered, body, text, rename, remove, set } = reply;
  return {
    ...rest,
    ...(on && {
      on: {
        ...on,
        ...(headers && { headers: patterns(headers, redactor) }),
        ...(compared && { body: value(compared) }),
      },
    }),
    reply: {
      ...reply,
      ...(answered && { headers: redactor.headers(answered, []) }),
      ...(body !== undefined && { body: value(body) }),
      ...(text !== undefined && { text: redactor.body(text, []) }),
      ...(rename && { rename: value(rename) }),
      ...(remove && { remove: value(remove) }),
      ...(set && { set: value(set) }),
    },
  };
}

/** `Bearer *` tells no key: the parts of a pattern are looked at one by one. */
function patterns(
  headers: Readonly<Record<string, string>>,
  redactor: Redactor,
): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, pattern]) => {
    if (!pattern.includes('*')) return Object.entries(redactor.headers({ [name]: pattern }, []));
    const parts = pattern.split('*').map((part) => redactor.text(part, []));
    return [[name, parts.join('*')]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
