import type { PlayedScenario } from '../play.ts';
import type { Need } from '../requirements.ts';
import { withCaptures } from '../scenario/captures.ts';
import type { SequenceOption, Sequences } from '../scenario/defaults-format.ts';
import type { Expectation, RequestParts, Step } from '../scenario/format.ts';

/** A heartbeat of a sequence: which of the options it takes, by number. */
export interface Beat {
  readonly about: number;
  readonly by: number;
  readonly with: readonly number[];
  /** Whether a pause comes before it. */
  readonly pause: boolean;
}

/** What is known of what a heartbeat was about: the model that answers are compared with. */
interface Known {
  readonly by: string;
  /** How many pauses there had been. */
  readonly pauses: number;
}

/** What all steps have in common. */
const ABOUT = 'heartbeats in random order';
/** The options that a run can choose from, by what it was given. */
export function optionsFor(sequences: Sequences, available: ReadonlySet<Need>) {
  const usable = (options: readonly SequenceOption[]) =>
    options.filter(({ needs = [] }) => needs.every((need) => available.has(need)));
  return {
    about: usable(sequences.about),
    by: usable(sequences.by ?? []),
    with: (sequences.with ?? []).map(usable),
  };
}

/**
 * A sequence of heartbeats as a scenario: what holds between them, by what came before each.
 *
 * @param title of the scenario.
 */
export function sequenceScenario(
  sequences: Sequences,
  available: ReadonlySet<Need>,
  beats: readonly Beat[],
  title: string,
): PlayedScenario {
  const options = optionsFor(sequences, available);
  const known = new Map<string, Known>();
  const lastOf = new Map<string, string>();
  const needs = new Set<Need>();
  const steps: Step[] = [];
  let pauses = 0;
  for (const [index, beat] of beats.entries()) {
    const name = `beat-${index + 1}`;
    if (beat.pause && index > 0 && sequences.pause !== undefined) {
      steps.push({ pause: { after: `beat-${index}`, seconds: sequences.pause } });
      pauses += 1;
    }
    const about = pick(options.about, beat.about);
    const by = pick(options.by, beat.by);
    const others = options.with.map((list, place) => pick(list, beat.with[place] ?? 0));
    const chosen = [about, by, ...others].filter((one) => one !== undefined);
    for (const need of chosen.flatMap((one) => one.needs ?? [])) needs.add(need);
    const subject = about?.name ?? '';
    const sender = by?.name ?? '';
    const before = known.get(subject);
    const holds = {
      always: true,
      seen: before !== undefined,
      paused: before !== undefined && before.pauses < pauses,
      repeated: before?.by === sender && lastOf.get(sender) === subject,
    };
    const expect = sequences.expect.flatMap(({ when, ...entry }): Expectation[] => {
      if (when !== 'others') return holds[when] ? [ofSubject(entry, subject)] : [];
      const seen = [...known.keys()].filter((other) => other !== subject);
      return seen.map((other) => ofSubject(entry, other));
    });
    const capture = Object.entries(sequences.capture).map(([key, pointer]) => [
      `${key}-${subject}`,
      pointer,
    ]);
    steps.push({
      name,
      about: ABOUT,
      cases: [{ case: `${name}: ${chosen.map((one) => one.name).join(', ')}`, ...merged(chosen) }],
      capture: Object.fromEntries(capture) as Record<string, string>,
      expect: [...chosen.flatMap((one) => one.expect ?? []), ...expect],
    });
    known.set(subject, { by: sender, pauses });
    lastOf.set(sender, subject);
  }
  return { title, ...(needs.size > 0 && { needs: [...needs] }), steps };
}

function pick(options: readonly SequenceOption[], index: number): SequenceOption | undefined {
  return options[index % Math.max(1, options.length)];
}

function merged(options: readonly SequenceOption[]): RequestParts {
  const parts = options.map(({ send }) => send ?? {});
  const set = Object.assign({}, ...parts.map((one) => one.set)) as RequestParts['set'] & object;
  const headers = Object.assign({}, ...parts.map((one) => one.headers)) as object;
  const remove = parts.flatMap((one) => one.remove ?? []);
  return {
    ...(Object.assign({}, ...parts) as RequestParts),
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(headers).length > 0 && {
      headers: headers as NonNullable<RequestParts['headers']>,
    }),
    ...(remove.length > 0 && { remove }),
  };
}

/** An expectation that compares with what was captured of one subject. */
function ofSubject(entry: Expectation, subject: string): Expectation {
  const body = Object.entries(entry.body ?? {}).map(([pointer, rules]) => [
    pointer,
    withCaptures(rules, (name) => `${name}-${subject}`),
  ]);
  return { ...entry, ...(entry.body && { body: Object.fromEntries(body) }) } as Expectation;
}
