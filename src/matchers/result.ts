import { anyRedactor } from '../mock/any-redactor.ts';
import type { Paint } from '../text.ts';

/** What a test framework gives a matcher as `this`; nothing where it is called by itself. */
export interface MatcherContext {
  readonly isNot?: boolean | undefined;
  readonly promise?: string | undefined;
  /** Helpers for messages, which Vitest and Jest have in common. */
  readonly utils?: unknown;
}

/** What a matcher gives the framework. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What a matcher has found. */
export interface Told {
  /** `inconclusive` where too little was seen to tell. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** What should be there, in words that can follow `not`; and what is there. */
  readonly expected: string;
  readonly received: string;
  readonly details: (paint: Paint) => readonly string[];
}

type Style = (text: string) => string;
type Utils = Partial<
  Record<'RECEIVED_COLOR' | 'EXPECTED_COLOR' | 'DIM_COLOR' | 'BOLD_WEIGHT', Style>
> & {
  readonly matcherHint?: (name: string, received: string, given: string, options: object) => string;
};

const NEITHER = ', so that neither this nor its opposite passes';

/**
 * Makes of what was found what a framework takes: where it is inconclusive, the matcher fails as well
 * as its `.not`.
 *
 * @param given the arguments, as the message shows them.
 */
export function resultOf(
  context: MatcherContext | void,
  name: string,
  subject: string,
  given: string,
  told: Told,
): MatcherResult {
  const { isNot = false, promise = '', utils } = context ?? {};
  const { matcherHint, ...colours } = (utils ?? {}) as Utils;
  const { verdict, expected, received, details } = told;
  return {
    pass: verdict === 'inconclusive' ? isNot : verdict === 'pass',
    message() {
      const plain = `expect(${subject})${isNot ? '.not' : ''}.${name}(${given})`;
      const hint = matcherHint?.(name, subject, given, { isNot, promise }) ?? plain;
      const lines = details(painterOf(colours));
      return conceal(
        [
          hint,
          '',
          `Expected: ${isNot ? 'not ' : ''}${expected}`,
          `Received: ${received}${verdict === 'inconclusive' ? NEITHER : ''}`,
          ...(lines.length > 0 ? ['', ...lines] : []),
        ].join('\n'),
      );
    },
  };
}

function painterOf(utils: Utils): Paint {
  const styles = {
    red: utils.RECEIVED_COLOR,
    green: utils.EXPECTED_COLOR,
    dim: utils.DIM_COLOR,
    yellow: utils.BOLD_WEIGHT,
    bold: utils.BOLD_WEIGHT,
  };
  return (style, text) => styles[style]?.(text) ?? text;
}

/** Takes out whatever looks like a key of a built-in contract. */
function conceal(text: string): string {
  return anyRedactor().text(text, []);
}

/** Takes out keys, and the values of fields that hold credentials. */
export function concealValue(value: unknown): unknown {
  return anyRedactor().value(value, []);
}

/** Takes the same out of a text that may be of any form. */
export function concealText(text: string): string {
  return anyRedactor().body(text, []);
}
