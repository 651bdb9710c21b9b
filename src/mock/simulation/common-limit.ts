import { limitHeaders } from './limit-headers.ts';
import {
  countRequest,
  isSweepDue,
  sweepLimits,
  type LimitMemories,
  type Verdict,
} from './limits.ts';
import type { Facts } from './match.ts';
import { scopeOf } from './script.ts';
import type { LimitRule } from './types.ts';

/** What a limit for all requests remembers, as plain JSON. */
export interface CommonLimitMemory {
  readonly limit: LimitRule | undefined;
  readonly limits: Readonly<LimitMemories>;
  /** When it was last rid of what is over. */
  readonly swept?: number | undefined;
}

/** A rate limit for all requests, beside those of scenarios. */
export class CommonLimit {
  #rule: LimitRule | undefined;
  #limits: LimitMemories = {};
  #swept: number | undefined;

  constructor(rule: LimitRule | undefined) {
    this.#rule = rule;
  }

  /** Undefined where there is none. What was counted by one is forgotten with it. */
  get rule(): LimitRule | undefined {
    return this.#rule;
  }

  set rule(rule: LimitRule | undefined) {
    this.#rule = rule;
    this.#swept = undefined;
    this.forget();
  }

  /** Forgets what was counted. */
  forget(): void {
    this.#limits = {};
  }

  /** Counts a request; undefined where there is no limit. */
  count(
    facts: Facts,
    now: number,
  ): { readonly verdict: Verdict; readonly headers: Record<string, string> } | undefined {
    const rule = this.#rule;
    if (!rule) return undefined;
    this.#swept ??= now;
    if (isSweepDue(this.#swept, rule.window, now)) {
      this.#swept = now;
      sweepLimits(this.#limits, () => rule, now);
    }
    const name = scopeOf(rule.per, facts);
    const { verdict, memory } = countRequest(rule, this.#limits[name], now);
    this.#limits[name] = memory;
    return { verdict, headers: limitHeaders(rule, verdict, rule.headers ?? [], now) };
  }

  /** What it remembers, which changes with it. */
  get memory(): CommonLimitMemory {
    return { limit: this.#rule, limits: this.#limits, swept: this.#swept };
  }

  /** Goes on where another one was. */
  restore({ limit, limits, swept }: CommonLimitMemory): void {
    this.#rule = limit;
    this.#limits = structuredClone(limits);
    this.#swept = swept;
  }
}
