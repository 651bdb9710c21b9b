import { stringify } from 'yaml';
import type { Origin } from './judge.ts';
import type { Expectation, RequestStep, Step } from './scenario/format.ts';

/** The first line of such a file. */
export const MADE =
  '# Written by --save-failures, which writes it anew as long as this line stands here.';

/**
 * The text of a scenario file that shows a failure again, by `--replay` or as a scenario of a
 * contract's folder. Placeholders stand in it for keys, as in any scenario.
 *
 * @param requirement the one that failed.
 * @param expectation what was expected of the answer.
 */
export function replayFile(
  requirement: string,
  expectation: Expectation,
  { scenario, step, parts }: Origin,
): string {
  const { about, cases: _, expect: __, ...rest } = step;
  const last: RequestStep = {
    ...rest,
    ...(Object.keys(parts).length > 0 && { cases: [parts] }),
    expect: [{ ...expectation, requirement }],
  };
  // What compares needs the steps whose answers it compares with; others stand for themselves.
  const isSequence = scenario.steps.some((one) => 'capture' in one);
  const before = isSequence ? scenario.steps.slice(0, scenario.steps.indexOf(step)) : [];
  const steps: Step[] = [...before.map(withoutExpectations), last];
  const title = `${about ?? scenario.title} (${requirement})`;
  const { needs } = scenario;
  const content = { title, ...(needs && { needs }), ...(isSequence && { alone: true }), steps };
  return `${MADE}\n${stringify(content, { aliasDuplicateObjects: false, lineWidth: 100 })}`;
}

function withoutExpectations(step: Step): Step {
  if (step.pause) return step;
  const { expect: _, about: __, ...rest } = step;
  return rest;
}
