import type * as z from 'zod';
import type { Mock } from '../mock/mock.ts';
import type { Session } from '../mock/session.ts';
import type { Tally } from './metrics.ts';

/** A call, once it is known to be right. */
export interface AdminCall<Query = Record<string, unknown>, Body = unknown> {
  readonly mock: Mock;
  /** The one that is meant: the mock itself, or a session of it. */
  readonly session: Session;
  /** Scheme and authority that the caller used. */
  readonly origin: string;
  /** What stands for `{...}` in the path; empty where nothing does. */
  readonly name: string;
  readonly query: Query;
  readonly body: Body;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Ends the process, where that is possible. */
  readonly shutdown: (() => void) | undefined;
  readonly tally: Tally;
  /** The OpenAPI document of the control API. */
  readonly document: () => object;
}

/** An answer that is not JSON. */
export interface Raw {
  readonly mediaType: string;
  readonly body: string | ReadableStream<Uint8Array>;
}

/** What a route without an answer has for a schema. */
export type Nothing = z.ZodVoid;

/**
 * A route of the control API. All that is known of it stands here: routing, validation, the OpenAPI
 * document and the client's types come from it.
 */
export interface Route<
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/__admin`; may hold one `{name}`. */
  readonly path: string;
  readonly summary: string;
  /** A route of the mock as a whole, which sessions have not. */
  readonly ofMock?: true;
  /** 200 by default; 204 where there is no answer. */
  readonly status?: 201;
  /** Unknown parameters are refused; none are known by default. */
  readonly query?: Query;
  readonly body?: Body;
  /** JSON that is answered. */
  readonly answer?: Answer;
  /** Media types of what is answered in place of JSON. */
  readonly mediaTypes?: readonly string[];
  /** Whether keys are out of the answer already; it is sent as it is then. */
  readonly isClean?: true;
  /** Called with the answer once it is out. */
  readonly after?: (call: AdminCall) => void;
  handle(
    call: AdminCall<z.output<Query>, z.output<Body>>,
  ): z.input<Answer> | Raw | Promise<z.input<Answer> | Raw>;
}

/** States a route, with types that follow from its schemas. */
export function route<
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = Nothing,
>(given: Route<Query, Body, Answer>): Route<Query, Body, Answer> {
  return given;
}
