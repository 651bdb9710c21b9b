/** Loaded before a server: the mock records nothing, and so redacts nothing for its journal. */
import { register } from 'node:module';

const RECORD = new URL('../../dist/mock/record.js', import.meta.url).href;
const NOTHING = 'data:text/javascript,export const record = () => {}, recordFailure = record;';
const hook = `export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  return found.url === ${JSON.stringify(RECORD)} ? { url: ${JSON.stringify(NOTHING)}, shortCircuit: true } : found;
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
// A file that has moved would leave the journal on unnoticed.
await import(RECORD);
