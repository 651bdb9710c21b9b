import type { Operation, Violation } from '../contract/types.ts';
import { violationsOf } from '../contract/violations.ts';
import { byteLength, isTooLarge, parseBody, type ParsedBody } from './body.ts';
import { MAX_BODY } from './journal.ts';
import { problem } from './problem.ts';
import type { Redactor } from './redact.ts';
import { chance } from './random.ts';
import type {
  Account,
  Answer,
  Behaviour,
  Call,
  PlainReply,
  PlainRequest,
  Refusal,
} from './types.ts';
import type { Site, World } from './world.ts';

/** Share of requests that a key with `_flaky` loses. */
const FLAKY_SHARE = 1 / 3;

/** Names of fields come from the request and may be as long as it. */
const MAX_NAME = 1000;

/** What comes out of handling a request, beside the answer, for the journal. */
interface Trace {
  contract?: string;
  operation?: Operation;
  /** The credentials that the request carries; never leave the engine. */
  readonly secrets: string[];
  account?: Account;
  body?: ParsedBody;
  simulated?: string;
  violations?: readonly Violation[];
  notes?: readonly string[];
}

/**
 * Handles one request: route, authenticate, parse, validate, behave, check the answer, journal.
 *
 * The only effects are on the world; the same world, request and time give the same reply.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function handle(world: World, request: PlainRequest, now: number): PlainReply {
  const trace: Trace = { secrets: world.redactor.secretsOf(request.headers) };
  let answer: Answer;
  try {
    answer = respond(world, request, now, trace);
  } catch (error) {
    const detail = `heartbeat-kit failed: ${error instanceof Error ? error.message : String(error)}`;
    answer = problem('internal', 500, world.redactor.text(detail, trace.secrets));
  }
  const reply = toReply(world, answer, request, now, trace.simulated);
  record(world, request, reply, now, trace);
  return reply;
}

function respond(world: World, request: PlainRequest, now: number, trace: Trace): Answer {
  const query = request.path.indexOf('?');
  const path = query < 0 ? request.path : request.path.slice(0, query);
  const route = world.router.find(request.method, path);
  if ('status' in route) {
    return redacted(route, (text) => world.redactor.path(text, trace.secrets));
  }
  const { operation } = route;
  const site = world.sites.get(route.contract) as Site;
  trace.contract = route.contract;
  trace.operation = operation;
  const answer = call(world, site, operation, request, now, trace);
  return checked(site, operation, answer, trace);
}

/** A refusal of the mock, without a key that it might repeat from the path. */
function redacted(answer: Answer, redact: (text: string) => string): Answer {
  const { detail, ...rest } = answer.body as { detail?: string };
  return detail === undefined ? answer : { ...answer, body: { ...rest, detail: redact(detail) } };
}

function call(
  world: World,
  site: Site,
  operation: Operation,
  request: PlainRequest,
  now: number,
  trace: Trace,
): Answer {
  const { behaviour } = site;
  let account: Account | undefined;
  let body: ParsedBody | undefined;
  let keyInBody: string | undefined;
  const parse = (): Answer | undefined => {
    if (body) return undefined;
    if (isTooLarge(request.body)) {
      return problem('body-too-large', 413, 'The request body is larger than 1 MiB.');
    }
    body = trace.body = parseBody(request.body);
    keyInBody = behaviour.keyOfBody?.(body.value);
    if (keyInBody) trace.secrets.push(keyInBody);
    return body.error === undefined
      ? undefined
      : behaviour.refuse({ kind: 'malformed', detail: body.error });
  };

  if (operation.secured) {
    let key = behaviour.keyOfHeaders(request.headers);
    // Without a key in the headers it may stand in the body, which is read first then.
    if (key === undefined && operation.request && behaviour.keyOfBody) {
      const unreadable = parse();
      if (unreadable) return unreadable;
      key = keyInBody;
    }
    const owner = site.accounts.authenticate(key);
    if ('kind' in owner) {
      if (owner.simulated) trace.simulated = owner.simulated;
      else trace.notes = [whyRefused(owner, site)];
      return behaviour.refuse(owner);
    }
    account = trace.account = owner;
    const put = simulate(world, site, operation, account, trace);
    if (put) return put;
  }
  const unreadable = operation.request && parse();
  if (unreadable) return unreadable;
  const context: Call<unknown> = {
    state: site.state,
    now,
    operation,
    request,
    body: body?.value,
    account,
  };
  const found = violationsIn(site, context);
  if (found.length > 0) {
    // Names of fields come from the request, and may hold a key.
    const clean = (text: string) => world.redactor.text(text, trace.secrets).slice(0, MAX_NAME);
    const violations = found.map(({ pointer, field, keyword, message }) => ({
      pointer: clean(pointer),
      field: clean(field),
      keyword,
      message: clean(message),
    }));
    trace.violations = violations;
    return behaviour.refuse({ kind: 'invalid', violations });
  }
  const notes = behaviour.remarks?.(context);
  if (notes && notes.length > 0) trace.notes = notes;
  const handler = behaviour.handlers[operation.aliasOf ?? operation.id];
  if (!handler) throw new Error(`no handler for ${behaviour.contract.id}.${operation.id}`);
  return handler(context);
}

/** What a person at the log should know of a key that was refused. */
function whyRefused({ kind }: Refusal, { behaviour, accounts }: Site): string {
  if (kind === 'key-missing') return `no key was found; send ${behaviour.keyHeader('<key>')}`;
  if (accounts.listed) return 'the key is not among the listed ones';
  return `a key of ${behaviour.contract.id} begins with ${behaviour.keyPrefix}`;
}

/** What the account's key asks to be put on for this request. */
function simulate(
  world: World,
  { behaviour }: Site,
  operation: Operation,
  account: Account,
  trace: Trace,
): Answer | undefined {
  account.requests += 1;
  const isHeartbeat = (operation.aliasOf ?? operation.id) === behaviour.heartbeat;
  if (isHeartbeat) account.heartbeats += 1;
  if (account.simulate === 'flaky') {
    const drawn = chance(`flaky/${account.id}/${account.requests}`, world.seed);
    if (drawn >= FLAKY_SHARE) return undefined;
    trace.simulated = 'flaky';
    return behaviour.refuse({ kind: 'unavailable' });
  }
  if (account.simulate === 'ratelimited' && isHeartbeat && account.heartbeats % 2 === 0) {
    trace.simulated = 'ratelimited';
    const answer = behaviour.refuse({ kind: 'rate-limited' });
    const seconds = String(behaviour.usualIntervalSeconds * 2);
    return { ...answer, headers: { ...answer.headers, 'retry-after': seconds } };
  }
  return undefined;
}

function violationsIn({ behaviour }: Site, context: Call<unknown>): readonly Violation[] {
  const { request } = context.operation;
  const violations = request ? violationsOfShape(behaviour, request.shape, context.body) : [];
  const more = behaviour.check?.(context);
  return more && more.length > 0 ? [...violations, ...more] : violations;
}

const NONE: readonly Violation[] = [];

/** Most values are valid, which is found out quickly; what is wrong is looked up only then. */
function violationsOfShape(
  { contract }: Behaviour,
  shape: string,
  value: unknown,
): readonly Violation[] {
  if (contract.quick[shape]?.(value)) return NONE;
  const validate = contract.validators[shape];
  return validate ? violationsOf(validate, value) : NONE;
}

/** Lets no answer out that breaks the contract, apart from what is put on and says so. */
function checked(site: Site, operation: Operation, answer: Answer, trace: Trace): Answer {
  if (answer.headers?.['x-mock-error']) return answer;
  const spec = operation.responses[answer.status];
  if (!spec) {
    if (trace.simulated) return answer;
    return offContract(operation, `status ${answer.status} is not in the contract`);
  }
  if (spec.shape === undefined) return answer;
  const [first] = violationsOfShape(site.behaviour, spec.shape, answer.body);
  return first ? offContract(operation, first.message) : answer;
}

function offContract(operation: Operation, why: string): Answer {
  return problem(
    'off-contract',
    500,
    `heartbeat-kit was about to break the contract of ${operation.id}, which is a bug in it: ${why}`,
  );
}

function toReply(
  world: World,
  answer: Answer,
  request: PlainRequest,
  now: number,
  simulated?: string,
): PlainReply {
  const { status, body, mediaType = 'application/json' } = answer;
  const text = mediaType.endsWith('json') ? (answer.json ?? JSON.stringify(body)) : String(body);
  const headers: Record<string, string> = { date: httpDate(world, now) };
  if (mediaType) headers['content-type'] = mediaType;
  if (answer.headers) Object.assign(headers, answer.headers);
  if (simulated) headers['x-mock-simulated'] = simulated;
  if (request.method !== 'HEAD') return { status, headers, body: text };
  headers['content-length'] = String(byteLength(text));
  return { status, headers, body: '' };
}

function httpDate(world: World, now: number): string {
  const second = Math.floor(now / 1000);
  if (world.date.second !== second) world.date = { second, text: new Date(now).toUTCString() };
  return world.date.text;
}

function record(
  world: World,
  request: PlainRequest,
  reply: PlainReply,
  now: number,
  trace: Trace,
): void {
  const { redactor, journal } = world;
  const { contract, operation, secrets, account, body, simulated, violations, notes } = trace;
  // Every field is always there, so that all entries have one form, which saves time and memory.
  journal.add({
    id: 0,
    at: now,
    contract,
    operation: operation?.id,
    key: account?.id,
    simulated,
    violations,
    notes,
    request: {
      method: redactor.text(request.method, secrets),
      path: redactor.path(request.path, secrets).slice(0, MAX_BODY),
      headers: redactor.headers(request.headers, secrets),
      body: requestText(redactor, request, body, secrets).slice(0, MAX_BODY),
    },
    response: {
      status: reply.status,
      headers: reply.headers,
      body: redactor.body(reply.body, secrets).slice(0, MAX_BODY),
    },
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
