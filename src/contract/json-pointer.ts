/** JSON Pointers (RFC 6901), for what has to do without packages. */

/** The names in a pointer, from the outside in; none in the empty one. */
export function namesIn(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The pointer that leads through names; the inverse of `namesIn`. */
export function pointerTo(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
