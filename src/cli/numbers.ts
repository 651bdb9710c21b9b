import { InvalidArgumentError } from 'commander';

/** Reads an option as a whole number within bounds. */
export function toInteger(minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    const range =
      maximum < Number.MAX_SAFE_INTEGER
        ? ` from ${minimum} to ${maximum}`
        : minimum > Number.MIN_SAFE_INTEGER
          ? ` of at least ${minimum}`
          : '';
    throw new InvalidArgumentError(`It must be a whole number${range}.`);
  };
}
