/**
 * Where the templates of the package are. Seen from here, as the bundle of the command lies as deep as this: in a
 * folder of a folder of the package.
 */
export const TEMPLATES = new URL('../../templates/', import.meta.url);
