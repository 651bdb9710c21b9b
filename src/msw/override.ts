import {
  http,
  type DefaultBodyType,
  type HttpHandler,
  type HttpResponseResolver,
  type PathParams,
} from 'msw';
import type { Contract } from '../contract/types.ts';
import type { Session } from '../mock/session.ts';
import { Recording } from './recording.ts';
import { contractIds } from '../mock/registry.ts';
import { baseOf, checkBaseUrl, methodOf, routeOf, type BaseUrl } from './routes.ts';

/** What an override is told of a request; the same as any resolver of msw. */
export type OverrideInfo<RequestBody extends DefaultBodyType> = Parameters<
  HttpResponseResolver<PathParams, RequestBody>
>[0];

/** The body of an accepted answer, a `Response` for any other, or nothing to leave the request to the next handler. */
export type OverrideAnswer<Body> = Body | Response | undefined;

/** Finds out what to answer. */
export type OverrideFunction<Body, RequestBody extends DefaultBodyType> = (
  info: OverrideInfo<RequestBody>,
) => OverrideAnswer<Body> | Promise<OverrideAnswer<Body>>;

/** What an override answers, or how it finds that out. */
export type Override<Body, RequestBody extends DefaultBodyType> =
  | Body
  | Response
  | OverrideFunction<Body, RequestBody>;

/** Options of an override. */
export interface OverrideOptions {
  /** Whether only the next request is answered so; false by default. */
  readonly once?: boolean | undefined;
  /** As for `handlers`; any origin by default. */
  readonly baseUrl?: BaseUrl | undefined;
  /**
   * The mock that stands behind the override: what passed is written into its journal, so that whoever judges
   * the client by that sees it. Without it the journal has a gap there.
   */
  readonly mock?: Session | undefined;
}

/** Makes a handler that answers an operation in place of a mock, in the manner of `server.use(...)`. */
export type OverrideHandler<Body, RequestBody extends DefaultBodyType> = (
  valueOrFn: Override<Body, RequestBody>,
  options?: OverrideOptions,
) => HttpHandler;

/** What msw makes of an error that a function throws. */
const FAILED = () => new Response(null, { status: 500 });

/** The overrides of one operation and its aliases. */
export function overrideOf<Body, RequestBody extends DefaultBodyType = never>(
  contract: Contract,
  id: string,
): OverrideHandler<Body, RequestBody> {
  const operations = contract.operations.filter((one) => (one.aliasOf ?? one.id) === id);
  const [operation] = operations;
  if (!operation) throw new Error(`${contract.id} has no operation ${id}`);
  const accepted = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
  const [status, { mediaType }] = accepted ?? ['200', { mediaType: 'application/json' }];
  const isJson = mediaType.endsWith('json');
  const responseOf = (answer: Body | Response) =>
    answer instanceof Response
      ? answer
      : new Response(isJson ? JSON.stringify(answer) : String(answer), {
          status: Number(status),
          headers: { 'content-type': mediaType },
        });
  return (valueOrFn, { once = false, baseUrl, mock } = {}) => {
    // Callers may be JavaScript, and give anything.
    if (mock !== undefined && typeof (mock as Partial<Session> | null)?.record !== 'function') {
      throw new TypeError('mock must be one that createMock() made, or one of its sessions');
    }
    if (mock && !mock.contracts.includes(contract.id)) {
      throw new TypeError(`mock: it has no contract ${contract.id}, of which this is an operation`);
    }
    if (valueOrFn === undefined) {
      throw new TypeError('an override needs what to answer, or a function that finds it out');
    }
    checkBaseUrl(baseUrl, contractIds);
    const paths = operations.flatMap((one) => one.paths);
    const route = routeOf(paths, baseOf(baseUrl, contract.id));
    const resolver: HttpResponseResolver<PathParams, RequestBody> = async (info) => {
      // What the function does may take its time, and leave nothing of the request.
      const recording = mock && new Recording(mock, info.request, route.split(info.request.url));
      try {
        const answer =
          typeof valueOrFn === 'function'
            ? await (valueOrFn as OverrideFunction<Body, RequestBody>)({
                ...info,
                // Whoever answers next may have to read it again.
                request: info.request.clone() as typeof info.request,
              })
            : (valueOrFn as Body | Response);
        if (answer === undefined) return recording?.leave();
        const response = responseOf(answer);
        await recording?.answered(response);
        // A Response that was given as a value answers more than one request, and can be read once only.
        return (response === valueOrFn ? response.clone() : response) as never;
      } catch (thrown) {
        await recording?.answered(thrown instanceof Response ? thrown : FAILED());
        throw thrown;
      }
    };
    return http[methodOf(operation.method)](route.pattern, resolver, { once });
  };
}
