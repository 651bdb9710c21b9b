import type { Load } from './load.ts';
import type { Machine } from './machine.ts';
import type { Summary } from './statistics.ts';

/** What all measurements go by. */
export interface Settings {
  /** How often each measurement is made; 5 by default. */
  readonly rounds: number;
  /** How long each load lasts; 2 by default. */
  readonly seconds: number;
  /** Makes everything as small as can be, to see that it works; figures mean nothing then. */
  readonly quick: boolean;
  readonly machine: Machine;
  readonly load: Load;
  /** Tells how far it is. */
  readonly tell: (text: string) => void;
}

/** A table of a report. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What a reader has to know to read it. */
  readonly note?: string;
}

/** A figure that there is a goal for. */
export interface Goal {
  readonly figure: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What a section has found. */
export interface Findings {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** What went wrong; the benchmark has failed then. */
  readonly problems?: readonly string[];
  /** All that was measured, for programs. */
  readonly raw: unknown;
}

/** A part of the benchmark that can be run by itself. */
export interface Section {
  readonly title: string;
  readonly run: (settings: Settings) => Promise<Findings>;
}

/** A number with as many digits as mean something. */
export function number(value: number, digits = value < 10 ? 2 : value < 100 ? 1 : 0): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Median, and from where to where: `0.42 (0.40-0.45)`. */
export function spread({ median, min, max }: Summary, digits?: number): string {
  const text = (value: number) => number(value, digits ?? (median < 10 ? 2 : median < 100 ? 1 : 0));
  return `${text(median)} (${text(min)}-${text(max)})`;
}

/** A goal that something is at least, or at most. */
export function goal(
  figure: string,
  measured: number,
  bound: { readonly atLeast: number } | { readonly atMost: number },
  unit = '',
  shown = number(measured),
): Goal {
  const [sign, limit, met] =
    'atLeast' in bound
      ? ['>=', bound.atLeast, measured >= bound.atLeast]
      : ['<=', bound.atMost, measured <= bound.atMost];
  return {
    figure,
    goal: `${sign} ${limit}${unit}`,
    measured: `${shown}${unit}`,
    met: met as boolean,
  };
}
