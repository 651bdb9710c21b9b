import type { LeftOutGroup } from './arazzo-types.ts';

/** Why something of a scenario does not stand in the document, as the end of a sentence. */
const REASONS = {
  accepted: 'it is about some answers only, and no criterion leaves the others unjudged',
  array: 'JSONPath tells neither arrays and objects that are empty apart, nor whole numbers',
  basis: 'the requirement is of a weaker basis than --basis asks for',
  body: 'runners disagree on how a body that is not JSON is sent; Respect sends it as a JSON string',
  every: 'it is judged on every answer of a run, while criteria belong to single steps',
  header: 'a runtime expression has no value to go by where a header is missing',
  level: 'the requirement is lighter than --fail-on asks for',
  like: 'codes are compared only where there are some, which no condition can say',
  loose: 'values of two answers are compared loosely: letters in either case, and types converted',
  method: 'a step calls an operation of the OpenAPI document, and so by its method',
  missing: 'it rests on a step that cannot be sent',
  names: 'no condition looks for a field among the names of an object',
  parallel: 'requests are sent one after the other',
  repeated: 'no step is repeated until an answer comes',
  secrets: 'no condition looks for keys in a whole answer',
  schema:
    'there are no criteria for schemas; some runners hold answers against the OpenAPI document',
  text: 'a value holds what would be taken for a runtime expression',
  time: 'there are no pauses, and times cannot be compared',
  value: 'no condition compares with such a value',
} as const;

export type Reason = keyof typeof REASONS;

/** Something of a scenario that does not stand in the document. */
export interface LeftOut {
  /** The scenario's file; `defaults.yaml` for what is expected of every answer. */
  readonly scenario: string;
  /** Number of the step in the file, from 1. */
  readonly step?: number;
  readonly requirement?: string;
  /** As in `body /host/created_at: later-than`. */
  readonly what: string;
  readonly reason: Reason;
}

/** Something that Arazzo has no words for. */
export class Unsayable extends Error {
  override readonly name = 'Unsayable';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(REASONS[reason]);
    this.reason = reason;
  }
}

/** What is left out by its reasons, each item once, the most frequent reason first. */
export function grouped(all: readonly LeftOut[]): LeftOutGroup[] {
  const groups = new Map<Reason, Map<string, object>>();
  for (const { reason, ...item } of all) {
    const group = groups.get(reason) ?? new Map<string, object>();
    groups.set(reason, group.set(JSON.stringify(item), item));
  }
  return [...groups]
    .map(([reason, items]) => ({ why: REASONS[reason], items: [...items.values()] }))
    .toSorted((a, b) => b.items.length - a.items.length);
}
