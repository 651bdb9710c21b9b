import type { Conditions } from './format.ts';

type Rules = NonNullable<Conditions['body']>[string];

/** Rules whose operand may be the name of a captured value. */
const COMPARING = [
  'same-as',
  'differs-from',
  'later-than',
  'at-least',
  'at-most',
  'above',
  'below',
];

/** Whether the operand of a rule names a captured value: a number is a limit, a JSON Pointer another value. */
export function isCapture(rule: string, operand: unknown): operand is string {
  return COMPARING.includes(rule) && typeof operand === 'string' && !operand.startsWith('/');
}

/** Names of captured values that rules compare with. */
export function capturesIn(rules: Rules): string[] {
  const names: string[] = [];
  withCaptures(rules, (name) => {
    names.push(name);
    return name;
  });
  return names;
}

/** Rules that compare with captured values of other names. */
export function withCaptures(rules: Rules, rename: (name: string) => string): Rules {
  if (typeof rules !== 'object' || rules === null) return rules;
  const falls = rules['falls-from'];
  const renamed = Object.entries(rules).map(([rule, operand]) => [
    rule,
    isCapture(rule, operand) ? rename(operand) : operand,
  ]);
  return {
    ...(Object.fromEntries(renamed) as typeof rules),
    ...(falls && { 'falls-from': { ...falls, capture: rename(falls.capture) } }),
  };
}
