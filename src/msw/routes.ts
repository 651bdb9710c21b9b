import { isHttpUrl } from '../http-url.ts';

/**
 * What the client puts before the paths of a contract, for all contracts or by the id of each:
 * `http://localhost:3000` for `http://localhost:3000/api/heartbeat`, `https://agentmc.example/api/v1` for
 * `https://agentmc.example/api/v1/agents/heartbeat`. A path alone, `/backend`, is that path on any origin.
 */
export type BaseUrl = string | URL | Readonly<Record<string, string | URL>>;

/** Requests as msw matches them, with what takes their URLs apart again. */
export interface Route {
  /** Matches URLs without query and fragment. */
  readonly pattern: RegExp;
  /** What stands before the path of the contract, and that path with the query. */
  split(url: string): { readonly base: string; readonly path: string };
}

/**
 * Requests to some paths below a base.
 *
 * @param paths begin with a slash; `/*` at the end stands for all that is below.
 * @param base any origin by default.
 * @throws TypeError where the base is neither a URL nor a path.
 */
export function routeOf(paths: readonly string[], base = ''): Route {
  const isPath = base === '' || base.startsWith('/');
  if (!isPath && !isHttpUrl(base)) {
    throw new TypeError(
      `baseUrl: "${base}" is neither a URL, such as http://localhost:3000, nor a path, such as /backend`,
    );
  }
  const url = new URL(base, 'http://any.invalid');
  const origin = isPath ? String.raw`https?://[^/]+` : literal(url.origin);
  const before = origin + literal(url.pathname.replace(/\/+$/, ''));
  const choice = paths.map((path) => literal(path).replace(/\/\\\*$/, '/.*')).join('|');
  const pattern = new RegExp(`^(${before})(?:${choice})$`);
  return {
    pattern,
    split(whole) {
      const { origin: there, pathname, search } = new URL(whole);
      const [, found = there] = pattern.exec(there + pathname) ?? [];
      return { base: found, path: (there + pathname).slice(found.length) + search };
    },
  };
}

/** Of a base for all contracts, or for each, that of one contract. */
export function baseOf(baseUrl: BaseUrl | undefined, contract: string): string | undefined {
  const own =
    typeof baseUrl === 'object' && !(baseUrl instanceof URL) ? baseUrl[contract] : baseUrl;
  return own instanceof URL ? own.href : own;
}

/**
 * Checks what callers in JavaScript may give for a base: one that is overlooked would be any origin.
 *
 * @param ids of the contracts that it may name.
 * @throws TypeError that says what it may be.
 */
export function checkBaseUrl(baseUrl: BaseUrl | undefined, ids: readonly string[]): void {
  const isBase = (value: unknown) => typeof value === 'string' || value instanceof URL;
  if (baseUrl === undefined || isBase(baseUrl)) return;
  const given: unknown = baseUrl;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError('baseUrl must be a URL or a path, or have one for each contract by its id');
  }
  for (const [id, value] of Object.entries(given)) {
    if (!ids.includes(id)) {
      throw new TypeError(
        `baseUrl.${id}: there is no such contract here; there is ${ids.join(', ')}`,
      );
    }
    if (!isBase(value)) throw new TypeError(`baseUrl.${id} must be a URL or a path`);
  }
}

/** The function of msw's `http` for a method. */
export function methodOf(method: string): 'get' | 'post' | 'put' | 'patch' | 'delete' {
  return method.toLowerCase() as 'get';
}

function literal(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
