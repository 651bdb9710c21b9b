import type { Operation } from '../contract/types.ts';
import { problem } from './problem.ts';
import type { Answer } from './types.ts';

/** Where a request goes. */
export interface Route {
  readonly contract: string;
  readonly operation: Operation;
}

/** Finds operations by method and path; says what there is where it finds none. */
export class Router {
  /** By path, then by method. */
  readonly #routes = new Map<string, Map<string, Route>>();

  /** @throws Error where two operations claim the same method and path. */
  add(contract: string, operations: readonly Operation[]): void {
    for (const operation of operations) {
      for (const path of operation.paths) {
        const methods = this.#routes.get(path) ?? new Map<string, Route>();
        const taken = methods.get(operation.method);
        if (taken) {
          throw new Error(
            `${operation.method} ${path} belongs to ${taken.contract} and ${contract}`,
          );
        }
        methods.set(operation.method, { contract, operation });
        this.#routes.set(path, methods);
      }
    }
  }

  /** Every route as `METHOD /path`. */
  list(): string[] {
    return [...this.#routes].flatMap(([path, methods]) =>
      [...methods.keys()].map((method) => `${method} ${path}`),
    );
  }

  /** The route of a request, or the answer where there is none. HEAD goes where GET goes. */
  find(method: string, path: string): Route | Answer {
    const methods = this.#routes.get(path);
    if (!methods) return this.#unknown(method, path);
    const route = methods.get(method === 'HEAD' ? 'GET' : method);
    if (route) return route;
    const names = [...methods.keys()].flatMap((name) =>
      name === 'GET' ? ['GET', 'HEAD'] : [name],
    );
    const allow = [...names, 'OPTIONS'].join(', ');
    if (method === 'OPTIONS') return { status: 204, body: '', mediaType: '', headers: { allow } };
    return problem('method-not-allowed', 405, `${path} takes ${allow}, not ${method}.`, {
      headers: { allow },
    });
  }

  #unknown(method: string, path: string): Answer {
    const tidy = `/${path.split('/').filter(Boolean).join('/')}`;
    const hint = this.#routes.has(tidy) ? ` Did you mean ${tidy}?` : '';
    return problem('unknown-route', 404, `There is no ${method} ${path} here.${hint}`, {
      members: { routes: this.list() },
    });
  }
}
