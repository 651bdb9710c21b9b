import { http, type HttpHandler } from 'msw';
import { fetchWith, NetworkError } from '../mock/adapters/fetch.ts';
import type { Session } from '../mock/session.ts';
import type { PlainRequest } from '../mock/types.ts';
import { baseOf, checkBaseUrl, methodOf, routeOf, type BaseUrl, type Route } from './routes.ts';

/** Options of `handlers`. */
export interface HandlersOptions {
  /** See `BaseUrl`; by default the contracts' paths at the root of any origin. */
  readonly baseUrl?: BaseUrl | undefined;
}

/**
 * Makes msw request handlers of a mock, for `setupServer(...)` in Node and `setupWorker(...)` in a browser:
 * what they answer is what the mock answers, and stands in its journal.
 *
 * Registered are the routes of the mock's contracts, and the addresses that its scenarios plant there for nobody
 * to follow; msw treats all other requests as if the mock were not there. A fault that lets nothing come back
 * becomes `Response.error()`; one that breaks a body off does so while the body is read.
 *
 * @param mock a mock, or one of its sessions.
 * @throws TypeError where `baseUrl` is no URL or path, or names a contract that the mock has not.
 * @example
 * const server = setupServer(...handlers(createMock()));
 */
export function handlers(mock: Session, { baseUrl }: HandlersOptions = {}): HttpHandler[] {
  // Callers may be JavaScript, and give anything.
  if (typeof (mock as Partial<Session> | undefined)?.handle !== 'function') {
    throw new TypeError('handlers needs a mock, as createMock() makes it, or one of its sessions');
  }
  checkBaseUrl(baseUrl, mock.contracts);
  const asked = new Set<string>();
  const routes = mock.behaviours.flatMap(({ contract }) => {
    const base = baseOf(baseUrl, contract.id);
    return contract.operations.map(({ method, paths }) => ({
      method,
      route: routeOf(paths, base),
    }));
  });
  const bases = new Set(mock.contracts.map((id) => baseOf(baseUrl, id)));
  return [
    ...routes.map(({ method, route }) =>
      http[methodOf(method)](route.pattern, answering(mock, route, asked)),
    ),
    // Whoever asks for what a scenario planted has to be seen.
    ...[...bases].map((base) => {
      const route = routeOf(['/planted/*'], base);
      const answer = answering(mock, route, asked);
      // Elsewhere than where the contract was asked for nothing was planted.
      const isHere = (url: string) => asked.has(route.split(url).base);
      return http.all(route.pattern, (info) =>
        isHere(info.request.url) ? answer(info) : undefined,
      );
    }),
    http.all(...everything(mock)),
  ];
}

/** All that is asked of the origin that stands for foreign ones. */
function everything(mock: Session) {
  const route = routeOf(['/*'], mock.canaryUrl);
  return [route.pattern, answering(mock, route, new Set())] as const;
}

/** @param asked where the contract was asked for; is added to. */
function answering(mock: Session, route: Route, asked: Set<string>) {
  return async ({ request }: { request: Request }): Promise<Response> => {
    const { base, path } = route.split(request.url);
    asked.add(base);
    const handle = (plain: PlainRequest) => mock.handle({ ...plain, path, origin: base });
    try {
      return await fetchWith(handle, request, () => mock.clock, neverAsked);
    } catch (error) {
      // Whoever has given a request up hears of no answer.
      if (error instanceof NetworkError || request.signal.aborted) return Response.error();
      throw error;
    }
  };
}

/** The control API is no route of a contract, so that no handler stands for it. */
const neverAsked = () => Promise.reject(new Error('the control API has no handler in msw'));
