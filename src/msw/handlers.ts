import { http, type HttpHandler } from 'msw';
import { fetchWith, NetworkError } from '../mock/adapters/fetch.ts';
import type { Session } from '../mock/session.ts';
import type { PlainRequest } from '../mock/types.ts';
import { baseOf, methodOf, routeOf, type BaseUrl, type Route } from './routes.ts';

/** Options of `handlers`. */
export interface HandlersOptions {
  /** See `BaseUrl`; by default the contracts' paths at the root of any origin. */
  readonly baseUrl?: BaseUrl | undefined;
}

/**
 * Makes msw request handlers of a mock, for `setupServer(...)` in Node and `setupWorker(...)` in a browser:
 * what they answer is what the mock answers, and stands in its journal.
 *
 * Registered are the routes of the mock's contracts, and the addresses that its scenarios plant for nobody to
 * follow; msw treats all other requests as if the mock were not there. A fault that lets nothing come back
 * becomes `Response.error()`; one that breaks a body off does so while the body is read.
 *
 * @param mock a mock, or one of its sessions.
 * @throws TypeError where `baseUrl` is no URL or path, or names a contract that the mock has not.
 * @example
 * const server = setupServer(...handlers(createMock()));
 */
export function handlers(mock: Session, { baseUrl }: HandlersOptions = {}): HttpHandler[] {
  if (typeof baseUrl === 'object') {
    const stranger = Object.keys(baseUrl).find((id) => !mock.contracts.includes(id));
    if (stranger !== undefined) {
      const ids = mock.contracts.join(', ');
      throw new TypeError(`baseUrl.${stranger}: the mock has no such contract; it has ${ids}`);
    }
  }
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
      http[methodOf(method)](route.pattern, answering(mock, route)),
    ),
    ...[...bases].map((base) => planted(mock, routeOf(['/planted/*'], base))),
    planted(mock, routeOf(['/*'], mock.canaryUrl)),
  ];
}

/** Handles what a scenario planted: whoever asks for it has to be seen. */
function planted(mock: Session, route: Route): HttpHandler {
  return http.all(route.pattern, answering(mock, route));
}

function answering(mock: Session, route: Route) {
  return async ({ request }: { request: Request }): Promise<Response> => {
    const { base, path } = route.split(request.url);
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
