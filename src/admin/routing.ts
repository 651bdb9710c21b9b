import type { Route } from './route.ts';
import { routes } from './routes/index.ts';

interface Entry {
  readonly route: Route;
  readonly pattern: RegExp;
}

const entries: readonly Entry[] = Object.values<Route>(routes).map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{\w+\}/, '([^/]+)')}$`),
}));

/**
 * The route of a call, and what stands for `{...}` in its path.
 *
 * @param path without a query.
 * @param isOfSession leaves out what only the mock as a whole has.
 */
export function findRoute(method: string, path: string, isOfSession: boolean) {
  for (const { route, pattern } of entries) {
    if (route.method !== method || (isOfSession && route.ofMock)) continue;
    const match = pattern.exec(path);
    if (match) return { route, name: decoded(match[1] ?? '') };
  }
  return undefined;
}

/** The methods that a path takes; none where there is no such path. */
export function allowed(path: string, isOfSession: boolean): string[] {
  return entries
    .filter(({ route, pattern }) => pattern.test(path) && !(isOfSession && route.ofMock))
    .flatMap(({ route: { method } }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** Every route as `METHOD /path`. */
export function routeList(isOfSession: boolean): string[] {
  return entries
    .filter(({ route }) => !(isOfSession && route.ofMock))
    .map(({ route }) => `${route.method} ${route.path}`);
}

/** Percent-encoding that is none stands for itself, and names nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
