import { isTooLarge, parseBody, type ParsedBody } from './body.ts';
import { MAX_BODY, NOT_RECORDED } from './journal.ts';
import type { Redactor } from './redact.ts';
import type { Trace } from './trace.ts';
import type { PlainReply, PlainRequest } from './types.ts';
import type { World } from './world.ts';

/** Writes a request and its reply into the journal, without secrets. */
export function record(
  world: World,
  request: PlainRequest,
  reply: PlainReply,
  now: number,
  trace: Trace,
): void {
  const { redactor, journal } = world;
  const { contract, operation, account, body, simulated, violations, notes, canary } = trace;
  const secrets = redactor.withSeen(trace.secrets);
  const clean = <T>(value: T) =>
    (value === undefined ? value : redactor.value(value, secrets)) as T;
  // Every field is always there, so that all entries have one form, which saves time and memory.
  journal.add({
    id: 0,
    at: now,
    session: world.id,
    contract,
    operation: operation?.id,
    key: account?.id,
    simulated,
    delay: reply.delay,
    fault: reply.fault,
    violations: clean(violations),
    notes: clean(notes),
    canary: canary?.name,
    origin: canary?.origin,
    request: {
      method: redactor.text(request.method, secrets),
      path: redactor.path(request.path, secrets).slice(0, MAX_BODY),
      headers: redactor.headers(request.headers, secrets),
      body: requestText(redactor, request, body, secrets).slice(0, MAX_BODY),
    },
    response: {
      status: reply.status,
      headers: redactor.replyHeaders(reply.headers, secrets),
      body: redactor.body(reply.body, secrets).slice(0, MAX_BODY),
    },
  });
}

/** Writes into the journal that a request came which could not be recorded, and nothing it held. */
export function recordFailure(
  { journal, id }: World,
  { method }: PlainRequest,
  { status }: PlainReply,
  now: number,
): void {
  journal.add({
    id: 0,
    at: now,
    session: id,
    request: {
      // A few capitals hold no secret.
      method: /^[A-Z]{1,7}$/.test(method) ? method : NOT_RECORDED,
      path: NOT_RECORDED,
      headers: {},
      body: NOT_RECORDED,
    },
    response: { status, headers: {}, body: NOT_RECORDED },
  });
}

function requestText(
  redactor: Redactor,
  request: PlainRequest,
  body: ParsedBody | undefined,
  secrets: readonly string[],
): string {
  if (isTooLarge(request.body)) return '[body too large]';
  const { text, value } = body ?? parseBody(request.body);
  return redactor.body(text, secrets, value);
}
