import type { RequestStep } from '../scenario/format.ts';
import type { BuiltRequest } from '../scenario/request.ts';
import type { ArazzoStep, Criterion } from './arazzo-types.ts';
import { isOfAccepted } from './criteria.ts';
import { Unsayable } from './left-out.ts';
import { sayRequest } from './requests.ts';
import { ACCEPTED, intersects, isWithin, statusCriterion, type Statuses } from './statuses.ts';

/** A step of a workflow that is being put together; later steps may still ask something of it. */
export interface Draft {
  readonly id: string;
  readonly label: string;
  readonly source: RequestStep;
  readonly request: BuiltRequest;
  readonly criteria: Criterion[];
  readonly outputs: Record<string, string>;
  /** Those that the criteria leave. */
  statuses: Statuses;
  /** Something rests on an answer that is accepted. */
  needsAcceptance: boolean;
}

/** Adds a criterion for some requirements; the same one stands only once in a step. */
export function add({ criteria }: Draft, criterion: Criterion, ids: readonly string[]): void {
  const index = criteria.findIndex(
    ({ context, condition }) => context === criterion.context && condition === criterion.condition,
  );
  const others = criteria[index]?.['x-requirements'] ?? [];
  const merged = { ...criterion, 'x-requirements': [...new Set([...others, ...ids])] };
  if (index < 0) criteria.push(merged);
  else criteria[index] = merged;
}

/**
 * The runtime expression for a value that one of the steps before captures, which then gives it out.
 *
 * @throws Unsayable where there is none, or it is captured of some answers only.
 */
export function captured(name: string, before: readonly Draft[]): string {
  const draft = before.findLast(({ source }) => source.capture?.[name] !== undefined);
  if (!draft || !intersects(draft.statuses, ACCEPTED)) throw new Unsayable('missing');
  if (draft.source.given && !isOfAccepted(draft.source.given)) throw new Unsayable('accepted');
  const pointer = draft.source.capture?.[name];
  draft.outputs[name] = pointer ? `$response.body#${pointer}` : '$response.body';
  draft.needsAcceptance = true;
  return `$steps.${draft.id}.outputs.${name}`;
}

/**
 * The runtime expression for the status of the answer to a named step before.
 *
 * @throws Unsayable where there is no such step.
 */
export function statusOf(step: string, before: readonly Draft[]): string {
  const draft = before.findLast(({ source }) => source.name === step);
  if (!draft) throw new Unsayable('missing');
  let name = 'statusCode';
  while (draft.source.capture?.[name] !== undefined) name += 'X';
  draft.outputs[name] = '$statusCode';
  return `$steps.${draft.id}.outputs.${name}`;
}

/**
 * An id for a step that no other one has, nor one of another workflow: some tools, such as Redocly's rule
 * outputs-defined, look steps up in the whole document. It begins with a letter, without which Respect
 * takes no expression that refers to it.
 */
export function freeId(workflow: string, label: string, before: readonly Draft[]): string {
  const id = idOf(`in ${workflow} ${label}`);
  const taken = before.map((draft) => draft.id);
  let free = id;
  for (let count = 2; taken.includes(free); count += 1) free = `${id}-${count}`;
  return free;
}

/** A text as an id, of letters, digits and hyphens. */
export function idOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

/** The step as it stands in the document. */
export function finished(draft: Draft): ArazzoStep {
  const { id, label, request, outputs, statuses, needsAcceptance } = draft;
  const isAsked = needsAcceptance && !isWithin(statuses, ACCEPTED);
  const criteria = [...(isAsked ? [statusCriterion(ACCEPTED)] : []), ...draft.criteria];
  const ids = [...new Set(criteria.flatMap((criterion) => criterion['x-requirements'] ?? []))];
  return {
    stepId: id,
    description: ids.length > 0 ? `${label} (${ids.join(', ')})` : label,
    ...sayRequest(request),
    ...(criteria.length > 0 && { successCriteria: criteria }),
    ...(Object.keys(outputs).length > 0 && { outputs }),
  };
}
