import type { ControlReply, ControlRequest } from '../mock/control.ts';
import type { Mock } from '../mock/mock.ts';
import { problem, problemReply } from '../mock/problem.ts';
import type { Session } from '../mock/session.ts';
import type { Answer } from '../mock/types.ts';
import { Tally } from './metrics.ts';
import { openapiDocument } from './openapi.ts';
import { readBody, readQuery } from './read.ts';
import { Refusal } from './refusal.ts';
import type { AdminCall, Raw, Route } from './route.ts';
import { allowed, findRoute, routeList } from './routing.ts';

/** Answers a call for a session; paths begin after `/__admin`. */
export type Serve = (session: Session, request: ControlRequest) => Promise<ControlReply>;

/** The control API of a mock. */
export function createAdmin(mock: Mock): Serve {
  const tally = new Tally();
  return async (session, request) => {
    try {
      const found = match(request, session !== mock);
      if (!('route' in found)) return problemReply(found, session.clock.now());
      const { route, name } = found;
      const call: AdminCall = {
        mock,
        session,
        origin: originOf(request),
        name,
        query: readQuery(route, request.path),
        body: readBody(route, request.body),
        signal: request.signal,
        shutdown: request.shutdown,
        tally,
        document: openapiDocument,
      };
      const reply = replyOf(route, await route.handle(call), request, session);
      return route.after ? { ...reply, after: () => route.after?.(call) } : reply;
    } catch (error) {
      const answer = error instanceof Refusal ? error.answer : failure(error);
      const reply = problemReply(answer, session.clock.now());
      // Names and values of the call stand in it, which may be keys.
      return { ...reply, body: session.conceal(reply.body) };
    }
  };
}

/** A `Host` header may say anything. */
function originOf({ origin, headers }: ControlRequest): string {
  const named = origin ?? `http://${headers['host'] ?? 'localhost'}`;
  return URL.canParse(named) ? new URL(named).origin : 'http://localhost';
}

/** The route that is meant, or the answer where there is none. */
function match({ method, path }: ControlRequest, isOfSession: boolean) {
  const [plain = ''] = path.split('?', 1);
  const found = findRoute(method === 'HEAD' ? 'GET' : method, plain, isOfSession);
  if (found) return found;
  const allow = allowed(plain, isOfSession).join(', ');
  if (allow === '') {
    return problem('unknown-route', 404, 'The control API has no such route.', {
      members: { routes: routeList(isOfSession) },
    });
  }
  return problem('method-not-allowed', 405, `This route takes ${allow}.`, { headers: { allow } });
}

function replyOf(
  { mediaTypes, answer, status, isClean }: Route,
  result: unknown,
  { method, signal }: ControlRequest,
  { clock, conceal }: Session,
): ControlReply {
  const date = new Date(clock.now()).toUTCString();
  if (!mediaTypes && !answer) return { status: 204, headers: { date }, body: '' };
  const { mediaType, body: plain }: Raw = mediaTypes
    ? (result as Raw)
    : { mediaType: 'application/json', body: JSON.stringify(result) };
  const body = typeof plain === 'string' && !isClean ? conceal(plain) : plain;
  const headers = { date, 'content-type': mediaType, 'cache-control': 'no-store' };
  if (method !== 'HEAD') return { status: status ?? 200, headers, body };
  if (typeof body !== 'string' && !signal.aborted) void body.cancel();
  return { status: status ?? 200, headers, body: '' };
}

function failure(error: unknown): Answer {
  const why = error instanceof Error ? error.message : String(error);
  return problem('internal', 500, `heartbeat-kit failed: ${why}`);
}
