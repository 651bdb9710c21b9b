import type { Contract, Operation } from '../../contract/types.ts';
import type { Known } from './raw.ts';

/** An operation that a request fits, and what stood before its path. */
export interface Match {
  readonly operation: Operation;
  /** The operation's own path. */
  readonly path: string;
  readonly prefix: string;
}

/** Finds the operations of a contract by the paths of requests. */
export interface Routes {
  /** @param isTied whether the request says where it went, so that its path must stand below the base. */
  fitting(method: string, pathname: string, isTied: boolean): Match | undefined;
  /** The operation that a mock took a request for. */
  named(known: Known, pathname: string, isTied: boolean): Match | undefined;
}

/** @param url base of the service, with or without the contract's base path; anything by default. */
export function routesOf({ id, basePath, operations }: Contract, url: string | undefined): Routes {
  const routes = operations
    .flatMap((operation) =>
      operation.paths.map((path) => ({
        operation,
        path,
        own: path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path,
      })),
    )
    // The longest fits best: one path may end in another one.
    .toSorted((one, other) => other.path.length - one.path.length);
  const base = url === undefined ? undefined : new URL(url).pathname.replace(/\/+$/, '');
  const find = (
    wanted: (operation: Operation) => boolean,
    pathname: string,
    isTied: boolean,
  ): Match | undefined => {
    for (const { operation, path, own } of routes) {
      if (!wanted(operation) || !pathname.endsWith(path)) continue;
      const prefix = pathname.slice(0, -path.length);
      // A service does not answer at `//api/heartbeat`.
      if (prefix.endsWith('/')) continue;
      const above = pathname.slice(0, -own.length);
      if (base !== undefined && isTied && base !== prefix && base !== above) continue;
      return { operation, path, prefix };
    }
    return undefined;
  };
  return {
    fitting: (method, pathname, isTied) =>
      find((one) => one.method === (method === 'HEAD' ? 'GET' : method), pathname, isTied),
    named: ({ contract, operation }, pathname, isTied) =>
      contract === id ? find((one) => one.id === operation, pathname, isTied) : undefined,
  };
}
