import { InvalidArgumentError } from 'commander';

/** Bounds of the numbers that options, environment and config files may give, by option. */
export const BOUNDS = {
  port: [0, 65_535],
  seed: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  journal: [1, Number.MAX_SAFE_INTEGER],
  /** Beyond, the clock would come to the end of time within days. */
  timeScale: [0, 1_000_000],
  agentId: [1, Number.MAX_SAFE_INTEGER],
  burst: [2, 10_000],
  fuzz: [1, 100_000],
  /** Requests in a second; slower ones are for runs that take days. */
  rps: [0.01, 10_000],
  timeout: [1, 600_000],
  maxTime: [1, 86_400],
  concurrency: [1, 32],
  wait: [1, 3600],
  /** Of the time of a client; beyond, hardly any time limit is long enough. */
  clientScale: [1, 1000],
  jobs: [1, 64],
  /** How many payloads are made up. */
  count: [1, 1_000_000],
  /** How many exchanges are asked for. */
  exchanges: [1, Number.MAX_SAFE_INTEGER],
  waitTimeout: [0, 240_000],
} as const satisfies Record<string, Bounds>;

type Bounds = readonly [minimum: number, maximum: number];

/** Reads an option as a whole number within bounds. */
export function toInteger([minimum, maximum]: Bounds) {
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

/** Reads an option as a number within bounds, whole or not. */
export function toNumber([minimum, maximum]: Bounds) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+(?:\.\d+)?$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a number from ${minimum} to ${maximum}.`);
  };
}
