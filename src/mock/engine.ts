import type { Operation, Violation } from '../contract/types.ts';
import { violationsOf } from '../contract/violations.ts';
import { isTooLarge, parseBody, type ParsedBody } from './body.ts';
import { problem } from './problem.ts';
import { chance, hashText } from './random.ts';
import { record, recordFailure } from './record.ts';
import { toReply } from './reply.ts';
import type {
  Account,
  Answer,
  Behaviour,
  Call,
  PlainReply,
  PlainRequest,
  Refusal,
} from './types.ts';
import { answerOf, editAnswer, replaces } from './simulation/effects.ts';
import type { Facts } from './simulation/match.ts';
import { emptyTrace, type Trace } from './trace.ts';
import type { Site, World } from './world.ts';

/** Share of requests that a key with `_flaky` loses. */
const FLAKY_SHARE = 1 / 3;

/** Names of fields come from the request and may be as long as it. */
const MAX_NAME = 1000;

/**
 * Handles one request: route, put on what is asked for, authenticate, parse, validate, behave, check
 * the answer, journal.
 *
 * The only effects are on the world; the same world, request and time give the same reply.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function handle(world: World, request: PlainRequest, now: number): PlainReply {
  const trace = emptyTrace();
  let answer: Answer;
  try {
    trace.secrets = world.redactor.secretsOf(request.headers);
    answer = respond(world, request, now, trace);
  } catch (error) {
    const detail = `heartbeat-kit failed: ${error instanceof Error ? error.message : String(error)}`;
    answer = problem('internal', 500, world.redactor.text(detail, trace.secrets));
  }
  const reply = toReply(world, answer, request, now, trace);
  world.answered += 1;
  try {
    record(world, request, reply, now, trace);
  } catch {
    // The client is not to blame; its answer is well, and only the journal does without it.
    recordFailure(world, request, reply, now);
  }
  return reply;
}

/**
 * Writes a request into the journal that something else answered, such as a handler of one's own before
 * the mock. Nothing else in the world changes but that its key is known from now on.
 *
 * @param by what is named as having put the answer on.
 */
export function recordForeign(
  world: World,
  request: PlainRequest,
  reply: PlainReply,
  now: number,
  by: string,
): void {
  const trace = emptyTrace();
  trace.secrets = world.redactor.secretsOf(request.headers);
  trace.simulated = by;
  const route = world.router.find(request.method, pathOf(request));
  if (!('status' in route)) {
    const { behaviour, accounts } = world.sites.get(route.contract) as Site;
    trace.contract = route.contract;
    trace.operation = route.operation;
    trace.body = parseBody(request.body);
    const inBody = behaviour.keyOfBody?.(trace.body.value);
    if (inBody) trace.secrets.push(inBody);
    const owner = accounts.authenticate(behaviour.keyOfHeaders(request.headers) ?? inBody);
    if (!('kind' in owner)) trace.account = owner;
  }
  record(world, request, reply, now, trace);
}

function pathOf({ path }: PlainRequest): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}

function respond(world: World, request: PlainRequest, now: number, trace: Trace): Answer {
  const redactPath = (text: string) => world.redactor.path(text, trace.secrets);
  trace.canary = world.canaries.hit(request, (text) => {
    // A key that is given away may look like none, but was used as one before.
    trace.secrets.push(...world.redactor.seen);
    return redactPath(text);
  });
  if (trace.canary) return trace.canary.answer;
  const route = world.router.find(request.method, pathOf(request));
  if ('status' in route) return redacted(route, redactPath);
  const { operation } = route;
  const site = world.sites.get(route.contract) as Site;
  trace.contract = route.contract;
  trace.operation = operation;
  const facts = factsOf(world, site, operation, request, trace);
  trace.guidance = world.director.guide(facts, site.behaviour, now);
  const answer = call(world, site, operation, request, now, trace, facts);
  const { guidance } = trace;
  if (!guidance) return checked(site, operation, answer, trace);
  world.director.answered(guidance, facts, now);
  const { effect } = guidance;
  if (!effect) return checked(site, operation, answer, trace);
  if (guidance.by) trace.simulated ??= guidance.by;
  if (replaces(effect)) return answer;
  const own = checked(site, operation, answer, trace);
  return editAnswer(own, effect, (text) => world.canaries.expand(text, request));
}

/** What rules may look at; the body is read only where one does. */
function factsOf(
  world: World,
  { behaviour }: Site,
  operation: Operation,
  request: PlainRequest,
  trace: Trace,
): Facts {
  const body = () => {
    if (operation.request && !isTooLarge(request.body)) trace.body ??= parseBody(request.body);
    return trace.body?.value;
  };
  return {
    contract: behaviour.contract.id,
    operation,
    isHeartbeat: isHeartbeat(operation, behaviour),
    request,
    body,
    // No getter: an object with one of its own costs a multiple.
    key() {
      const key = behaviour.keyOfHeaders(request.headers) ?? behaviour.keyOfBody?.(body());
      return key === undefined ? undefined : hashText(key, world.seed);
    },
  };
}

function isHeartbeat({ aliasOf, id }: Operation, { heartbeat }: Behaviour): boolean {
  return (aliasOf ?? id) === heartbeat;
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
  facts: Facts,
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
    body = trace.body ??= parseBody(request.body);
    keyInBody = behaviour.keyOfBody?.(body.value);
    if (keyInBody) trace.secrets.push(keyInBody);
    return body.error === undefined
      ? undefined
      : behaviour.refuse({ kind: 'malformed', detail: body.error });
  };

  const put = () => {
    const { effect, wait } = trace.guidance ?? {};
    const expand = (text: string) => world.canaries.expand(text, request);
    return effect && replaces(effect) ? answerOf(effect, behaviour, now, wait, expand) : undefined;
  };
  const early = put();
  if (early) return early;
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
    const { scenario } = account;
    if (scenario !== undefined) {
      trace.guidance = world.director.guideKey(trace.guidance, scenario, facts, behaviour, now);
    }
    const own = put() ?? simulate(world, site, facts, account, trace);
    if (own) return own;
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
    scene: trace.guidance?.scene,
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
  facts: Facts,
  account: Account,
  trace: Trace,
): Answer | undefined {
  account.requests += 1;
  if (facts.isHeartbeat) account.heartbeats += 1;
  if (account.simulate === 'flaky') {
    const drawn = chance(`flaky/${account.id}/${account.requests}`, world.seed);
    if (drawn >= FLAKY_SHARE) return undefined;
    trace.simulated = 'flaky';
    return behaviour.refuse({ kind: 'unavailable' });
  }
  if (account.simulate === 'ratelimited' && facts.isHeartbeat && account.heartbeats % 2 === 0) {
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
